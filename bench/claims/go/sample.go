package main

import "runtime"

// The article's sample program, which makes 10,000 slices of 16 bytes: as it is
// printed, and with a slice that escapes.

const sampleBlocks = 10000

func samplePrinted() (m1, m2 runtime.MemStats) {
	runtime.ReadMemStats(&m1)
	for i := 0; i < sampleBlocks; i++ {
		_ = make([]byte, 16)
	}
	runtime.ReadMemStats(&m2)
	return
}

var sampleSink []byte

func sampleEscaping() (m1, m2 runtime.MemStats) {
	runtime.ReadMemStats(&m1)
	for i := 0; i < sampleBlocks; i++ {
		sampleSink = make([]byte, 16)
	}
	runtime.ReadMemStats(&m2)
	return
}

func printSample(p *printer, setting string, each float64,
	sample func() (m1, m2 runtime.MemStats)) {
	m1, m2 := sample()
	allocations := float64(m2.Mallocs - m1.Mallocs)
	spans := float64(m2.HeapInuse-m1.HeapInuse) / each
	p.Value(setting, "heap", "bytes", float64(m2.HeapAlloc-m1.HeapAlloc))
	p.Value(setting, "allocations", "", allocations)
	p.Value(setting, "cache_hits", "", allocations-spans)
	p.Value(setting, "printed", "MiB",
		float64((m2.HeapAlloc-m1.HeapAlloc)/1024/1024))
}

func init() {
	register("sample", 1, "what the article's first sample does to the heap",
		func(p *printer) {
			each := spanBytes(16)
			printSample(p, "as printed", each, samplePrinted)
			printSample(p, "escaping", each, sampleEscaping)
		})
}
