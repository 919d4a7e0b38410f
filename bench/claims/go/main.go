// Experiments on claims, in real Go: one round of one experiment, printed as
// lines of evidence.csv. A file here holds one experiment or a few that belong
// together; each registers itself:
//
//	func init() {
//		register("queue", 20, "what a queue costs by size", func(p *printer) {
//			p.Value("size=64", "time", "ns/pair", pairNanoseconds(64))
//		})
//	}
//
// A run calls it once a round, in a process of its own each time. An experiment
// of the same name in C has its rounds in turns with it.
package main

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
)

type experiment struct {
	rounds int // of a default run: 1 when every round says the same
	what   string
	run    func(*printer)
}

var experiments = map[string]experiment{}

func register(name string, rounds int, what string, run func(*printer)) {
	experiments[name] = experiment{rounds, what, run}
}

// Where an experiment writes what it measured: lines of evidence.csv.
type printer struct {
	lines      *csv.Writer
	experiment string
	round      string
}

// Value prints one figure. The setting says what varied ("" when nothing did).
func (p *printer) Value(setting, metric, unit string, value float64) {
	p.print(setting, metric, unit, strconv.FormatFloat(value, 'g', -1, 64), "")
}

// Text prints one text, such as what a program printed.
func (p *printer) Text(setting, metric, text string) {
	p.print(setting, metric, "", "", text)
}

// Flush hands over what was printed so far: for an experiment that ends its
// process itself.
func (p *printer) Flush() {
	p.lines.Flush()
	if err := p.lines.Error(); err != nil {
		fmt.Fprintln(os.Stderr, "cleanup-claims-go:", err)
		os.Exit(1)
	}
}

func (p *printer) print(setting, metric, unit, value, text string) {
	p.lines.Write([]string{
		p.experiment, "go", setting, metric, unit, p.round, value, text})
}

func names() []string {
	var all []string
	for name := range experiments {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

func list() {
	output := bufio.NewWriter(os.Stdout)
	for _, name := range names() {
		each := experiments[name]
		fmt.Fprintf(output, "%s,%d,%s\n", name, each.rounds, each.what)
	}
	if output.Flush() != nil {
		os.Exit(1)
	}
}

func commonBeginning(one, other string) int {
	length := 0
	for length < len(one) && length < len(other) && one[length] == other[length] {
		length++
	}
	return length
}

func explainUnknown(name string) {
	nearest, most := "", 0
	for _, each := range names() {
		if common := commonBeginning(name, each); common > most {
			nearest, most = each, common
		}
	}
	hint := "--list names them"
	if nearest != "" {
		hint = "did you mean " + nearest + "?"
	}
	fmt.Fprintf(os.Stderr, "cleanup-claims-go: there is no experiment %q; %s\n",
		name, hint)
	os.Exit(2)
}

func run(name, round string) {
	wanted, known := experiments[name]
	if !known {
		explainUnknown(name)
	}
	p := &printer{csv.NewWriter(os.Stdout), name, round}
	wanted.run(p)
	p.Flush()
}

const usage = `usage: cleanup-claims-go EXPERIMENT [ROUND]   one round of it
       cleanup-claims-go --list               name,rounds,what of each
`

func main() {
	arguments := os.Args[1:]
	switch {
	case len(arguments) == 1 && arguments[0] == "--list":
		list()
	case len(arguments) == 1 && arguments[0] == "--help":
		fmt.Print(usage)
	case len(arguments) == 1:
		run(arguments[0], "0")
	case len(arguments) == 2:
		if _, err := strconv.ParseUint(arguments[1], 10, 20); err != nil {
			fmt.Fprint(os.Stderr, usage)
			os.Exit(2)
		}
		run(arguments[0], arguments[1])
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
}

func init() {
	register("go", 1, "the version of Go", func(p *printer) {
		p.Text("", "version", runtime.Version())
	})
}
