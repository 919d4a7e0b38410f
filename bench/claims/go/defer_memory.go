package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

// What stack and heap calls take that are deferred in a loop. The runtime hands
// out stacks in pieces of 32 KiB, so several goroutines defer at once, and what
// one takes is the mean.
const memoryGoroutines = 32

var memoryCounts = []int{0, 1, 5, 1_000, 10_000}

func init() {
	register("defer_memory", 8,
		"stack and heap of calls deferred in a loop", runDeferMemory)
}

// Goroutines that have deferred all their calls and wait.
type waitingGoroutines struct {
	ready, ended sync.WaitGroup
	release      chan struct{}
}

func runDeferMemory(p *printer) {
	debug.SetGCPercent(-1) // nothing is given back while it is counted
	waiting := &waitingGoroutines{release: make(chan struct{})}
	var heapOfNone float64
	for _, count := range memoryCounts {
		stack, heap := waiting.start(count)
		if count == 0 {
			heapOfNone = heap // the goroutine itself
		}
		setting := fmt.Sprintf("deferred=%d", count)
		p.Value(setting, "stack", "bytes", stack)
		p.Value(setting, "heap", "bytes", heap-heapOfNone)
	}
	// Not before: a goroutine that has ended would lend its stack to the next.
	close(waiting.release)
	waiting.ended.Wait()
}

// start returns what one of some goroutines takes that have deferred `count`
// calls each, in bytes of stack and of heap.
func (w *waitingGoroutines) start(count int) (stack, heap float64) {
	var before, during runtime.MemStats
	runtime.ReadMemStats(&before)
	w.ready.Add(memoryGoroutines)
	w.ended.Add(memoryGoroutines)
	for i := 0; i < memoryGoroutines; i++ {
		go w.deferAndWait(count)
	}
	w.ready.Wait()
	runtime.ReadMemStats(&during)
	each := func(before, during uint64) float64 {
		return float64(int64(during-before)) / memoryGoroutines
	}
	return each(before.StackInuse, during.StackInuse),
		each(before.HeapAlloc, during.HeapAlloc)
}

func (w *waitingGoroutines) deferAndWait(count int) {
	defer w.ended.Done()
	w.deferCalls(count)
}

func (w *waitingGoroutines) deferCalls(count int) {
	for i := 0; i < count; i++ {
		defer noteRelease(i)
	}
	w.ready.Done()
	<-w.release
}

var released struct {
	sync.Mutex
	sum int
}

//go:noinline
func noteRelease(i int) {
	released.Lock()
	released.sum += i
	released.Unlock()
}
