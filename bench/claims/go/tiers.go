package main

import (
	"fmt"
	"runtime"
)

// Which tier serves an allocation, by size. A span more is a request that the
// thread's cache could not serve.

var tierSizes = []int{
	8, 16, 64, 256, 1024, 4096, 16384, 32768, 32769, 65536}

// tierBlocks is how many are kept: some MiB of the larger sizes.
func tierBlocks(size int) int {
	if size <= 4096 {
		return 2000
	}
	return 250
}

// keepBlocks makes blocks without pointers; their size is not known when it is
// compiled, so they are on the heap.
func keepBlocks(count, size int) [][]byte {
	kept := make([][]byte, count)
	for i := range kept {
		kept[i] = make([]byte, size)
	}
	return kept
}

// spansFor is how many spans, of so many bytes each, came into use while the
// blocks were made.
func spansFor(kept [][]byte, size int, each float64) float64 {
	before := readMemory()
	for i := range kept {
		kept[i] = make([]byte, size)
	}
	return float64(readMemory().HeapInuse-before.HeapInuse) / each
}

func printFresh(p *printer, size int) {
	kept := make([][]byte, tierBlocks(size))
	count := float64(len(kept))
	each := spanBytes(size)
	before := readSizes()
	spans := spansFor(kept, size, each)
	after := readSizes()
	setting := fmt.Sprintf("fresh size=%d", size)
	p.Value(setting, "served_by_thread_cache", "share", 1-spans/count)
	p.Value(setting, "misses", "per 1,000 allocations", 1000*spans/count)
	p.Value(setting, "large", "allocations", float64(after.large-before.large))
	p.Value(setting, "tiny", "share", float64(after.tiny-before.tiny)/count)
	runtime.KeepAlive(kept)
}

// printReuse leaves every span of a class half free, and then asks for blocks of
// that class and of another one: which of them need new spans?
func printReuse(p *printer, size, other int) {
	const count = 4000
	each, otherEach := spanBytes(size), spanBytes(other)
	kept := keepBlocks(2*count, size)
	for i := 0; i < len(kept); i += 2 {
		kept[i] = nil
	}
	same, another := make([][]byte, count), make([][]byte, count)
	runtime.GC()
	p.Value("half free", "same_class", "new spans", spansFor(same, size, each))
	p.Value("half free", "other_class", "new spans",
		spansFor(another, other, otherEach))
	runtime.KeepAlive(kept)
	runtime.KeepAlive(same)
	runtime.KeepAlive(another)
}

func runTiers(p *printer) {
	for _, size := range tierSizes {
		printFresh(p, size)
	}
	printReuse(p, 64, 80)
	seen := readSizes()
	p.Value("classes", "count", "", float64(seen.classes))
	p.Value("classes", "largest", "bytes", float64(seen.bound))
}

func init() {
	register("tiers", 1, "which tier serves an allocation, by size",
		func(p *printer) { withoutCollector(func() { runTiers(p) }) })
}
