package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

// What a pool saves, by the share of the traffic that goes through it: each
// request takes a buffer, writes one byte to each of its cache lines, and lets
// it go. A few megabytes of other objects live all the time, which the
// collector follows each time that it runs.

var pooledSizes = []int{256, 1024, 16384}

const (
	pooledTraffic = 48 << 20 // bytes of a measurement
	liveObjects   = 60000
)

type liveObject struct {
	next *liveObject
	text [40]byte
}

func makeLiveObjects() (first *liveObject) {
	for i := 0; i < liveObjects; i++ {
		first = &liveObject{next: first}
	}
	return
}

func touchLines(buffer []byte) {
	const cacheLine = 64
	for at := 0; at < len(buffer); at += cacheLine {
		buffer[at] = byte(at)
	}
}

func servePooled(pool *sync.Pool) {
	buffer := pool.Get().(*[]byte)
	touchLines(*buffer)
	pool.Put(buffer)
}

func serveFresh(size int) {
	touchLines(make([]byte, size))
}

// serveAll has `quarters` of every four requests go through the pool.
func serveAll(pool *sync.Pool, size, requests, quarters int) {
	for i := 0; i < requests; i++ {
		if i%4 < quarters {
			servePooled(pool)
		} else {
			serveFresh(size)
		}
	}
}

// collectorNs is the CPU time that collections have taken since the program
// began. Go 1.19 tells it as a share of what the process might have had.
func collectorNs(memory *runtime.MemStats) float64 {
	lived := float64(int64(memory.LastGC) - programBegan)
	return memory.GCCPUFraction * lived * float64(runtime.GOMAXPROCS(0))
}

var programBegan = time.Now().UnixNano()

func printPooled(p *printer, pool *sync.Pool, size, quarters int) {
	requests := pooledTraffic / size
	runtime.GC()
	before := readMemory()
	start := time.Now()
	serveAll(pool, size, requests, quarters)
	ns := float64(time.Since(start))
	after := readMemory()
	each := float64(requests)
	setting := fmt.Sprintf("size=%d pooled=%d", size, 25*quarters)
	p.Value(setting, "request", "ns", ns/each)
	p.Value(setting, "allocations", "per request",
		float64(after.Mallocs-before.Mallocs)/each)
	p.Value(setting, "allocated", "bytes per request",
		float64(after.TotalAlloc-before.TotalAlloc)/each)
	p.Value(setting, "collections", "", float64(after.NumGC-before.NumGC))
	p.Value(setting, "collector", "CPU ns per request",
		(collectorNs(&after)-collectorNs(&before))/each)
}

func runPooledShare(p *printer) {
	live := makeLiveObjects()
	for _, size := range pooledSizes {
		size := size
		pool := &sync.Pool{New: func() any {
			buffer := make([]byte, size)
			return &buffer
		}}
		for quarters := 0; quarters <= 4; quarters++ {
			printPooled(p, pool, size, quarters)
		}
	}
	runtime.KeepAlive(live)
}

func init() {
	register("pooled_share", 12,
		"allocations, collections and time by the share that is pooled",
		runPooledShare)
}
