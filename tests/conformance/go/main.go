// The same cases as ../c, in the language whose rules they follow.
//
//	conformance-go        the cases' names
//	conformance-go NAME   runs one
package main

import (
	"fmt"
	"os"
)

var cases = map[string]func(){}

func add(group map[string]func()) bool {
	for name, run := range group {
		cases[name] = run
	}
	return true
}

func say(text string) { fmt.Println(text) }

func main() {
	if len(os.Args) < 2 {
		for name := range cases {
			fmt.Println(name)
		}
		return
	}
	run, known := cases[os.Args[1]]
	if !known {
		fmt.Fprintln(os.Stderr, "no such case:", os.Args[1])
		os.Exit(1)
	}
	run()
}
