package main

import (
	"math"
	"math/rand"
	"runtime"
	"runtime/metrics"
	"time"
)

// How long the program stands still for a collection of one and the same heap:
// with the concurrent collector, which the write barrier makes possible, and
// with one that stops the program while it marks.

func init() {
	register("pauses", 10, "how long the program stands still for a collection",
		pauses)
}

const (
	pausesListLength = 200e3 // nodes of a cache line each
	pausesCounted    = 3     // collections
)

func pauses(p *printer) {
	if setting := settingHere(); setting != "" {
		pausesOf(p, setting)
		return
	}
	for _, collector := range []struct{ name, debug string }{
		{"concurrent", "gcstoptheworld=0"},
		{"stop_the_world", "gcstoptheworld=1"},
	} {
		err := runAgain(collector.name, "GODEBUG="+collector.debug)
		if err != nil {
			stop(err)
		}
	}
}

func pausesOf(p *printer, setting string) {
	runtime.GOMAXPROCS(2)
	list := newScatteredList(pausesListLength)
	runtime.GC()
	before := readPauses()
	var longest, took []float64
	watch := watchStandstill()
	for i := 0; i < pausesCounted; i++ {
		watch.restart()
		start := time.Now()
		runtime.GC()
		took = append(took, float64(time.Since(start)))
		longest = append(longest, watch.longest())
	}
	watch.end()
	runtime.KeepAlive(list)
	p.Value(setting, "standstill", "ns", minimum(longest))
	p.Value(setting, "collection", "ns", minimum(took))
	p.Value(setting, "pause_in_books", "ns", longestPause(before, readPauses()))
}

// newScatteredList is a list whose nodes lie here and there in memory, so that
// marking it takes long for its size.
func newScatteredList(length int) *node {
	nodes := make([]*node, length)
	for i := range nodes {
		nodes[i] = new(node)
	}
	rand.New(rand.NewSource(1)).Shuffle(length, func(i, j int) {
		nodes[i], nodes[j] = nodes[j], nodes[i]
	})
	for i := 1; i < length; i++ {
		nodes[i-1].next = nodes[i]
	}
	return nodes[0]
}

func readPauses() *metrics.Float64Histogram {
	sample := []metrics.Sample{{Name: "/gc/pauses:seconds"}}
	metrics.Read(sample)
	return sample[0].Value.Float64Histogram()
}

// longestPause is the upper end of the longest pauses' bucket, in ns; 0 when
// there were none.
func longestPause(before, after *metrics.Float64Histogram) float64 {
	for i := len(after.Counts) - 1; i >= 0; i-- {
		if after.Counts[i] == before.Counts[i] {
			continue
		}
		end := after.Buckets[i+1]
		if math.IsInf(end, 1) {
			end = after.Buckets[i]
		}
		return end * 1e9
	}
	return 0
}
