package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sort"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// What a hit in the thread's cache takes, what a miss does, and how both fare
// with two threads; no block is cleared. Those of 16 bytes hit in all but every
// 512th call; those of 8 KiB fill a span each, so that every call asks beyond
// the cache. The collector runs between the measurements only. The quickest of
// some pieces counts: other programs take their share of the rest.

const (
	hitSize, hitCount   = 16, 60000
	missSize, missCount = 8192, 2000
	tierPieces          = 5
)

// allocateAll makes blocks and forgets them.
func allocateAll(count, size int) {
	var block unsafe.Pointer
	for i := 0; i < count; i++ {
		block = allocateUncleared(uintptr(size), nil, false)
	}
	runtime.KeepAlive(block)
}

// gang is some goroutines that begin at the same moment, a thread each.
type gang struct {
	ready, open int32
	done        sync.WaitGroup
	start, end  []time.Time
}

func (g *gang) member(i int, work func()) {
	defer g.done.Done()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	atomic.AddInt32(&g.ready, 1)
	for atomic.LoadInt32(&g.open) == 0 {
		runtime.Gosched()
	}
	g.start[i] = time.Now()
	work()
	g.end[i] = time.Now()
}

func (g *gang) run(work func()) {
	threads := len(g.start)
	g.done.Add(threads)
	for i := 0; i < threads; i++ {
		go g.member(i, work)
	}
	for atomic.LoadInt32(&g.ready) < int32(threads) {
		runtime.Gosched()
	}
	atomic.StoreInt32(&g.open, 1)
	g.done.Wait()
}

// overlap is the part of the time in which all of them worked.
func (g *gang) overlap() float64 {
	lastStart, firstStart := g.start[0], g.start[0]
	lastEnd, firstEnd := g.end[0], g.end[0]
	for i := range g.start {
		if g.start[i].After(lastStart) {
			lastStart = g.start[i]
		}
		if g.start[i].Before(firstStart) {
			firstStart = g.start[i]
		}
		if g.end[i].After(lastEnd) {
			lastEnd = g.end[i]
		}
		if g.end[i].Before(firstEnd) {
			firstEnd = g.end[i]
		}
	}
	return float64(firstEnd.Sub(lastStart)) / float64(lastEnd.Sub(firstStart))
}

func (g *gang) meanNs() float64 {
	var sum time.Duration
	for i := range g.start {
		sum += g.end[i].Sub(g.start[i])
	}
	return float64(sum) / float64(len(g.start))
}

// sideBySide is the mean time in ns of the work on so many threads; of a few
// attempts the one in which they overlapped most.
func sideBySide(threads int, work func()) float64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(threads))
	most, ns := -1.0, 0.0
	for attempt := 0; attempt < 5 && most < 0.8; attempt++ {
		runtime.GC()
		g := &gang{start: make([]time.Time, threads),
			end: make([]time.Time, threads)}
		g.run(work)
		if overlap := g.overlap(); overlap > most {
			most, ns = overlap, g.meanNs()
		}
	}
	return ns
}

type tierContender struct {
	name        string
	count, size int
	ns          []float64
}

func timeTierContenders(p *printer, threads int) {
	contenders := []tierContender{
		{name: "hits", count: hitCount, size: hitSize},
		{name: "misses", count: missCount, size: missSize},
		{name: "hits again", count: hitCount, size: hitSize},
	}
	for piece := 0; piece < tierPieces; piece++ {
		for i := range contenders {
			c := &contenders[i]
			c.ns = append(c.ns, sideBySide(threads,
				func() { allocateAll(c.count, c.size) })/float64(c.count))
		}
	}
	for _, c := range contenders {
		p.Value(fmt.Sprintf("%s size=%d threads=%d", c.name, c.size, threads),
			"block", "ns", minimum(c.ns))
	}
}

// callTimes times each of the calls, in ns.
func callTimes(ns []float64, size int) {
	var block unsafe.Pointer
	for i := range ns {
		start := time.Now()
		block = allocateUncleared(uintptr(size), nil, false)
		ns[i] = float64(time.Since(start))
	}
	runtime.KeepAlive(block)
}

// middleMean is the mean without the tenth at either end.
func middleMean(values []float64) float64 {
	sorted := append([]float64(nil), values...)
	sort.Float64s(sorted)
	cut := len(sorted) / 10
	sum := 0.0
	for _, each := range sorted[cut : len(sorted)-cut] {
		sum += each
	}
	return sum / float64(len(sorted)-2*cut)
}

// printCalls tells misses from hits by their place: a span holds `period`
// blocks, so the misses are that far apart, and the dearest such places.
func printCalls(p *printer, size, period int) {
	const spans, batches = 12, 15
	places := make([][]float64, period)
	ns := make([]float64, spans*period)
	for batch := 0; batch < batches; batch++ {
		runtime.GC()
		callTimes(ns, size)
		for i, each := range ns {
			places[i%period] = append(places[i%period], each)
		}
	}
	sort.Slice(places, func(i, j int) bool {
		return middleMean(places[i]) < middleMean(places[j])
	})
	p.Value(fmt.Sprintf("hit size=%d", size), "call", "ns with the clock",
		middleMean(places[period/2]))
	p.Value(fmt.Sprintf("miss size=%d", size), "call", "ns with the clock",
		middleMean(places[period-1]))
}

func runTierTimes(p *printer) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	p.Value("machine", "cores", "", float64(runtime.NumCPU()))
	timeTierContenders(p, 1)
	timeTierContenders(p, 2)
	printCalls(p, 64, 128)
	printCalls(p, 1024, 8)
}

func init() {
	register("tier_times", 12,
		"what a hit and a miss take, with one thread and two", runTierTimes)
}
