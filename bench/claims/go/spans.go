package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// The runtime does not say how often a thread's cache asks for more. But what
// it asks for is always one span of the class, and the runtime counts the bytes
// of all spans in use.

// readMemory counts what every thread's cache has handed out as well.
func readMemory() (memory runtime.MemStats) {
	runtime.ReadMemStats(&memory)
	return
}

// spanBytes is how long a span for blocks of that size is: the first block that
// finds none with room for it brings one into use.
func spanBytes(size int) float64 {
	const most = 4096
	var kept [most][]byte
	before := readMemory().HeapInuse
	for i := range kept {
		kept[i] = make([]byte, size)
		if after := readMemory().HeapInuse; after > before {
			runtime.KeepAlive(&kept)
			return float64(after - before)
		}
	}
	return 0
}

// withoutCollector keeps spans where they are until the function has returned.
func withoutCollector(work func()) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	work()
}

// sizes counts allocations by the runtime's own classes.
type sizes struct {
	classes int    // up to the largest
	bound   uint64 // bytes of the largest class
	large   uint64 // allocations beyond all classes
	tiny    uint64 // that shared the block of another
}

func readSizes() sizes {
	samples := []metrics.Sample{
		{Name: "/gc/heap/allocs-by-size:bytes"},
		{Name: "/gc/heap/tiny/allocs:objects"},
	}
	metrics.Read(samples)
	bySize := samples[0].Value.Float64Histogram()
	last := len(bySize.Counts) - 1
	return sizes{
		classes: last,
		bound:   uint64(bySize.Buckets[last]) - 1,
		large:   bySize.Counts[last],
		tiny:    samples[1].Value.Uint64(),
	}
}
