package main

import (
	"fmt"
	"runtime"
	"time"
	"unsafe"
)

// What a block takes over its size, without clearing it: what is timed is the
// allocator alone. Its memory has been used before; the collector runs between
// the measurements only. The quickest of some pieces counts: a cache that another
// program emptied would hide a step.

var stepSizes = []int{8192, 12288, 16384, 24576, 32768, 32769, 49152, 65536,
	98304, 122880, 122881, 196608, 262144, 393216, 524288}

const (
	stepBlocks = 60 // of each size in a piece
	stepPieces = 7  // of a size's measurement, in turn with the others
	stepLeast  = 8192
	stepMost   = 524288
)

func timeSize(size int) float64 {
	runtime.GC()
	var block unsafe.Pointer
	start := time.Now()
	for i := 0; i < stepBlocks; i++ {
		block = allocateUncleared(uintptr(size), nil, false)
	}
	ns := float64(time.Since(start)) / stepBlocks
	runtime.KeepAlive(block)
	return ns
}

func isLarge(size int) bool {
	before := readSizes()
	block := make([]byte, size)
	after := readSizes()
	runtime.KeepAlive(block)
	return after.large > before.large
}

// largestCached is the largest size that is not large; 0 when all are.
func largestCached() int {
	low, high := stepLeast-1, stepMost+1
	for high-low > 1 {
		if middle := low + (high-low)/2; isLarge(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	if low < stepLeast {
		return 0
	}
	return low
}

func runSizeSteps(p *printer) {
	timeSize(stepMost) // the memory for all of them
	ns := make([][]float64, len(stepSizes))
	for piece := 0; piece < stepPieces; piece++ {
		for i, size := range stepSizes {
			ns[i] = append(ns[i], timeSize(size))
		}
	}
	for i, size := range stepSizes {
		p.Value(fmt.Sprintf("size=%d", size), "block", "ns", minimum(ns[i]))
	}
	p.Value("bound", "largest_cached", "bytes", float64(largestCached()))
	p.Value("bound", "largest_tried", "bytes", stepMost)
}

func init() {
	register("size_steps", 12, "what a block takes over its size",
		func(p *printer) { withoutCollector(func() { runSizeSteps(p) }) })
}
