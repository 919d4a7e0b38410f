package main

import (
	_ "embed"
	"fmt"
	"go/parser"
	"go/token"
	"strings"
)

// Which pointer writes the compiler has ask whether the barrier is on: it says
// so line by line. The toolchain need not be there where the program runs.

//go:embed barrier_shapes.go
var barrierShapes string

const barrierShapesFile = "barrier_shapes.go"

func printBarrierChecks(p *printer) {
	said, err := compileAlone(barrierShapesFile, barrierShapes, "-d=wb=1")
	if err != nil {
		return
	}
	checks := checksByFunction(said)
	for _, shape := range writeShapes {
		p.Value(shape.name, "checks", "compiled",
			float64(checks[shape.function]))
	}
}

// checksByFunction counts lines such as "barrier_shapes.go:23:11: write
// barrier".
func checksByFunction(said string) map[string]int {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, barrierShapesFile, barrierShapes, 0)
	if err != nil {
		return nil
	}
	checks := make(map[string]int)
	for _, message := range strings.Split(said, "\n") {
		var line, column int
		_, err := fmt.Sscanf(message,
			barrierShapesFile+":%d:%d: write barrier", &line, &column)
		if err == nil {
			checks[declaredAt(files, parsed, line)]++
		}
	}
	return checks
}
