// The ladder in real Go, for the program that times it: reads requests
//
//	MECHANISM SHAPE COUNT CALLS
//
// from its standard input, one a line, and answers each with the nanoseconds
// that so many calls took. Its first line, before any request, is its version.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"time"
)

// rungs by "MECHANISM SHAPE": what one call does with a count of resources.
var rungs = map[string]func(count int){
	"explicit_close straight": explicitStraight,
	"explicit_close loop":     explicitLoop,
	"explicit_close failure":  explicitFailure,
	"open_coded straight":     openCodedStraight,
	"open_coded loop":         openCodedLoop,
	"open_coded failure":      openCodedFailure,
	"heap_records loop":       heapLoop,
}

func timeRung(mechanism, shape string, count, calls int) (int64, error) {
	if shape == "pool" {
		return timePool(count, calls), nil
	}
	rung := rungs[mechanism+" "+shape]
	if rung == nil {
		return 0, fmt.Errorf("there is no %s %s", mechanism, shape)
	}
	setThreads(1)
	start := time.Now()
	for i := 0; i < calls; i++ {
		rung(count)
	}
	return int64(time.Since(start)), nil
}

// setThreads leaves the collector no thread of its own, as in a program that
// keeps all of its threads busy. A change stops the world, so it is made only
// where there is one.
func setThreads(threads int) {
	if runtime.GOMAXPROCS(0) != threads {
		runtime.GOMAXPROCS(threads)
	}
}

func main() {
	fmt.Println(runtime.Version())
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		var mechanism, shape string
		var count, calls int
		_, err := fmt.Sscan(input.Text(), &mechanism, &shape, &count, &calls)
		if err == nil {
			var ns int64
			if ns, err = timeRung(mechanism, shape, count, calls); err == nil {
				fmt.Println(ns)
				continue
			}
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
