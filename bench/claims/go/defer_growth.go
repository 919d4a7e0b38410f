package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

// How the time of a function grows with the calls that it defers in a loop.
const (
	growthCallsFewest = 50_000 // small counts are repeated to so many calls
	growthCountMost   = 1_000_000
)

func init() {
	register("defer_growth", 12,
		"time of a function by calls deferred in a loop", runDeferGrowth)
}

func runDeferGrowth(p *printer) {
	deferManyNanoseconds(1) // so that no count pays for the first use
	for count := 10; count <= growthCountMost; count *= 10 {
		p.Value(fmt.Sprintf("deferred=%d", count), "time", "ns per function",
			deferManyNanoseconds(count))
	}
}

func deferManyNanoseconds(count int) float64 {
	repeats := 1
	if count < growthCallsFewest {
		repeats = growthCallsFewest / count
	}
	runtime.GC() // what the count before has left
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	start := time.Now()
	for i := 0; i < repeats; i++ {
		deferMany(count)
	}
	return float64(time.Since(start)) / float64(repeats)
}

//go:noinline
func deferMany(count int) {
	for i := 0; i < count; i++ {
		defer releaseNothing()
	}
}

//go:noinline
func releaseNothing() {}
