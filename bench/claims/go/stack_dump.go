package main

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"
	"time"
)

// What one call that dumps every goroutine's stack costs, and how much of it
// fits into the buffer that the article gives it.

func init() {
	register("stack_dump", 6,
		"standstill and completeness of a dump of all stacks", stackDump)
}

const (
	dumpBuffer  = 1024 << 10 // bytes, the article's
	dumpRepeats = 2
)

var dumpGoroutines = []int{10, 100, 1000, 10e3, 100e3}

// Four frames of a handler that waits for something.
//
//go:noinline
func handleRequest(begun *sync.WaitGroup, end <-chan struct{}) {
	loadCustomer(begun, end)
}

//go:noinline
func loadCustomer(begun *sync.WaitGroup, end <-chan struct{}) {
	queryDatabase(begun, end)
}

//go:noinline
func queryDatabase(begun *sync.WaitGroup, end <-chan struct{}) {
	awaitConnection(begun, end)
}

//go:noinline
func awaitConnection(begun *sync.WaitGroup, end <-chan struct{}) {
	begun.Done()
	<-end
}

func startHandlers(count int) (end chan struct{}) {
	end = make(chan struct{})
	var begun sync.WaitGroup
	begun.Add(count)
	for i := 0; i < count; i++ {
		go handleRequest(&begun, end)
	}
	begun.Wait()
	return end
}

func endHandlers(end chan struct{}, left int) {
	close(end)
	for runtime.NumGoroutine() > left {
		time.Sleep(100 * time.Microsecond)
	}
}

// wholeStacks counts those of which nothing is cut off: a blank line stands
// between two.
func wholeStacks(dump []byte, cut bool) int {
	whole := bytes.Count(dump, []byte("\n\ngoroutine ")) + 1
	if cut {
		whole--
	}
	return whole
}

func dumpStacks(p *printer, count int) {
	left := runtime.NumGoroutine()
	end := startHandlers(count)
	setting := fmt.Sprintf("goroutines=%d", count)
	buffer := make([]byte, dumpBuffer)
	watch := watchStandstill()
	var took, stood []float64
	var length, all int
	for i := 0; i < dumpRepeats; i++ {
		watch.restart()
		all = runtime.NumGoroutine()
		start := time.Now()
		length = runtime.Stack(buffer, true)
		took = append(took, float64(time.Since(start)))
		stood = append(stood, watch.longest())
	}
	watch.end()
	endHandlers(end, left)
	whole := wholeStacks(buffer[:length], length == len(buffer))
	p.Value(setting, "call", "ns", minimum(took))
	p.Value(setting, "standstill", "ns", minimum(stood))
	p.Value(setting, "cut_off", "share", 1-float64(whole)/float64(all))
	p.Value(setting, "stack", "bytes of text", float64(length)/float64(whole))
}

func stackDump(p *printer) {
	for _, count := range dumpGoroutines {
		dumpStacks(p, count)
	}
}
