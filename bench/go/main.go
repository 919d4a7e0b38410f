// The peer of the harness in real Go. It reads requests from its standard
// input, one JSON object a line, does one at a time, and answers each with one
// line on its standard output:
//
//	{"cell":"loop_defer/go/memory/256/1000/1","iterations":20}  a timing
//	{"cell":"loop_defer/go/memory/256/1000/1"}                  an account
//
// The first line that it writes, before any request, is its greeting. The end
// of its input ends it, at once, whatever it is doing.
//
// Timings and accounts come from two builds of the same sources: with the tag
// "probes" every cell tells what it holds, without it no trace of a probe is
// compiled in.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"os/signal"
	"runtime"
)

type greeting struct {
	Go string `json:"go"`
}

type request struct {
	Cell       string `json:"cell"`
	Iterations int    `json:"iterations"`
}

// What is wrong with a request, in one sentence.
type complaint struct {
	Error string `json:"error"`
}

// readLines hands the lines of the standard input on. It waits for them in a
// goroutine of its own, so that the end of the input is noticed in the middle
// of a request.
func readLines(lines chan<- []byte) {
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		lines <- append([]byte(nil), input.Bytes()...)
	}
	removeTemporaryFolder()
	os.Exit(0)
}

func answer(line []byte) (any, error) {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return nil, err
	}
	job, err := parseJob(asked.Cell)
	if err != nil {
		return nil, err
	}
	switch {
	case asked.Iterations < 0:
		return nil, errors.New("iterations below 0")
	case asked.Iterations > 0 && probing:
		return nil, errors.New("a build with probes times nothing")
	case asked.Iterations > 0:
		return timeJob(job, asked.Iterations)
	}
	return accountJob(job)
}

func main() {
	// Ctrl-C reaches the whole group of processes; the harness then ends its
	// round in good order, and this process with it.
	signal.Ignore(os.Interrupt)
	output := json.NewEncoder(os.Stdout)
	if output.Encode(greeting{runtime.Version()}) != nil {
		os.Exit(1)
	}
	lines := make(chan []byte)
	go readLines(lines)
	for line := range lines {
		said, err := answer(line)
		if err != nil {
			said = complaint{err.Error()}
		}
		if output.Encode(said) != nil {
			os.Exit(1)
		}
	}
}
