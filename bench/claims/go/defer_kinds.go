package main

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"sort"
	"strconv"
	"strings"
)

// Which kind the compiler makes of a defer, by the shape of the function, what
// the function then calls in the runtime, and how large its frame is. The
// compiler says all three itself; it need not be there where the program runs.

//go:embed defer_shapes.go
var deferShapes string

const deferShapesFile = "defer_shapes.go"

// Names of the functions in defer_shapes.go.
var deferShapeNames = []struct{ function, name string }{
	{"shapeNone", "defers=0"},
	{"shapeOne", "defers=1"},
	{"shapeTwo", "defers=2"},
	{"shapeFour", "defers=4"},
	{"shapeEight", "defers=8"},
	{"shapeNine", "defers=9"},
	{"shapeSixteen", "defers=16"},
	{"shapeCondition", "in a condition"},
	{"shapeReturns", "6 defers, 3 returns"},
	{"shapeArguments", "four arguments"},
	{"shapeVariadic", "variadic slice"},
	{"shapeVariadicList", "variadic list"},
	{"shapeClosure", "closure"},
	{"shapeInterface", "method of an interface"},
	{"shapeRecover", "with recover"},
	{"shapeLoop", "in a loop"},
	{"shapeLoopOfTen", "in a loop of 10"},
	{"shapeLoopOfTenThousand", "in a loop of 10000"},
	{"shapeLoopArguments", "in a loop, four arguments"},
	{"shapeLoopVariadic", "in a loop, variadic list"},
	{"shapeLiteralInLoop.func1", "in a literal in a loop"},
}

func init() {
	register("defer_kinds", 1,
		"what the compiler makes of a defer, by shape of the function",
		printDeferKinds)
}

func printDeferKinds(p *printer) {
	said, err := compileAlone(deferShapesFile, deferShapes, "-S", "-d=defer")
	if err != nil {
		p.Text("", "failure", "go tool compile: "+err.Error())
		return
	}
	kinds, err := deferKindsByFunction(said)
	if err != nil {
		p.Text("", "failure", err.Error())
		return
	}
	codes := codeByFunction(said)
	for _, shape := range deferShapeNames {
		code := codes["main."+shape.function]
		declared, _, _ := strings.Cut(shape.function, ".")
		p.Text(shape.name, "kind", kinds[declared])
		p.Text(shape.name, "calls", strings.Join(runtimeCalls(code), ", "))
		p.Value(shape.name, "frame", "bytes", float64(code.frame))
	}
}

// deferKindsByFunction has each kind once, in alphabetical order, from lines
// such as "defer_shapes.go:31:2: open-coded defer".
func deferKindsByFunction(said string) (map[string]string, error) {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, deferShapesFile, deferShapes, 0)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]map[string]bool)
	for _, message := range strings.Split(said, "\n") {
		var line, column int
		var kind string
		n, _ := fmt.Sscanf(message, deferShapesFile+":%d:%d: %s defer",
			&line, &column, &kind)
		if n != 3 {
			continue
		}
		function := declaredAt(files, parsed, line)
		if seen[function] == nil {
			seen[function] = make(map[string]bool)
		}
		seen[function][kind] = true
	}
	return joinKinds(seen), nil
}

func joinKinds(seen map[string]map[string]bool) map[string]string {
	kinds := make(map[string]string)
	for function, set := range seen {
		var names []string
		for kind := range set {
			names = append(names, kind)
		}
		sort.Strings(names)
		kinds[function] = strings.Join(names, ", ")
	}
	return kinds
}

func declaredAt(files *token.FileSet, parsed *ast.File, line int) string {
	for _, declared := range parsed.Decls {
		function, is := declared.(*ast.FuncDecl)
		if is && files.Position(function.Pos()).Line <= line &&
			line <= files.Position(function.End()).Line {
			return function.Name.Name
		}
	}
	return ""
}

// An instruction as the compiler prints it.
type instruction struct {
	offset  int
	name    string
	operand string
}

type functionCode struct {
	frame        int // bytes
	instructions []instruction
}

// codeByFunction reads lines of -S, such as these, which are of a function, of
// its frame and arguments, and of an instruction:
//
//	main.shapeOne STEXT size=111 args=0x0 locals=0x20 funcid=0x0 align=0x0
//		0x0000 00000 (shapes.go:12)	TEXT	main.shapeOne(SB), ABIInternal, $32-0
//		0x0045 00069 (shapes.go:13)	CALL	runtime.deferreturn(SB)
func codeByFunction(said string) map[string]*functionCode {
	codes := make(map[string]*functionCode)
	var code *functionCode
	for _, line := range strings.Split(said, "\n") {
		if name, _, is := strings.Cut(line, " STEXT "); is {
			code = &functionCode{}
			codes[name] = code
		} else if fields := strings.Split(line, "\t"); code != nil &&
			len(fields) >= 3 && strings.HasPrefix(fields[1], "0x") {
			code.add(fields[1], fields[2], strings.Join(fields[3:], " "))
		}
	}
	return codes
}

func (code *functionCode) add(place, name, operand string) {
	var hexadecimal, offset int
	if n, _ := fmt.Sscanf(place, "%v %d", &hexadecimal, &offset); n != 2 {
		return
	}
	switch name {
	case "TEXT":
		sizes := operand[strings.LastIndexByte(operand, '$')+1:]
		frame, _, _ := strings.Cut(sizes, "-")
		code.frame, _ = strconv.Atoi(frame)
	case "PCDATA", "FUNCDATA", "NOP", "XCHGL":
	default:
		code.instructions = append(code.instructions,
			instruction{offset, name, operand})
	}
}

// runtimeCalls are the calls of what defers and of nothing else, such as
// "deferproc x 1", or "deferreturn after a recover" where nothing of the
// function itself leads to the call.
func runtimeCalls(code *functionCode) []string {
	count := make(map[string]int)
	for i, each := range code.instructions {
		symbol := strings.TrimSuffix(
			strings.TrimPrefix(each.operand, "runtime."), "(SB)")
		if each.name != "CALL" || !strings.HasPrefix(symbol, "defer") {
			continue
		}
		if symbol == "deferreturn" && !code.leadsTo(i) {
			symbol += " after a recover"
		}
		count[symbol]++
	}
	var calls []string
	for symbol, times := range count {
		calls = append(calls, fmt.Sprintf("%s x %d", symbol, times))
	}
	sort.Strings(calls)
	return calls
}

// leadsTo tells whether the function can come to its i-th instruction: by the
// one before, or by a jump that is not taken after a recover alone. (A
// deferproc that returns 1 has been recovered in; the jump behind it leads to
// another deferreturn.)
func (code *functionCode) leadsTo(i int) bool {
	before := code.instructions[i-1].name
	if before != "RET" && before != "JMP" && !code.testsDeferproc(i-1) {
		return true
	}
	target := strconv.Itoa(code.instructions[i].offset)
	for j, each := range code.instructions {
		if strings.HasPrefix(each.name, "J") && each.operand == target &&
			!code.testsDeferproc(j) {
			return true
		}
	}
	return false
}

// testsDeferproc: the i-th instruction jumps if deferproc returned 1.
func (code *functionCode) testsDeferproc(i int) bool {
	return i >= 2 && code.instructions[i].name == "JNE" &&
		code.instructions[i-1].name == "TESTL" &&
		strings.HasPrefix(code.instructions[i-2].operand, "runtime.deferproc")
}
