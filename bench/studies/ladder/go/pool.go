package main

import (
	"sync"
	"time"
)

type object struct{ bytes [64]byte }

var pool = sync.Pool{New: func() any { return new(object) }}

func usePool(calls int) {
	for i := 0; i < calls; i++ {
		o := pool.Get().(*object)
		o.bytes[0] = 1
		pool.Put(o)
	}
}

// timePool is what the calls took a goroutine, on average. Each has a thread.
func timePool(threads, calls int) int64 {
	setThreads(threads)
	gate := make(chan struct{})
	var ready, done sync.WaitGroup
	took := make([]int64, threads)
	ready.Add(threads)
	done.Add(threads)
	for i := 0; i < threads; i++ {
		mine := &took[i]
		go func() {
			defer done.Done()
			usePool(1)
			ready.Done()
			<-gate
			start := time.Now()
			usePool(calls)
			*mine = int64(time.Since(start))
		}()
	}
	ready.Wait()
	close(gate)
	done.Wait()
	var sum int64
	for _, each := range took {
		sum += each
	}
	return sum / int64(threads)
}
