//go:build probes

package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

const probing = true

// What the probes do: they cannot read the heap and the clock in one call,
// since reading the heap takes a collection.
type watch int

const (
	nothing watch = iota
	heap
	clock
)

// What the probes of one call of a cell saw, over all goroutines. The lock
// guards everything here, and the entries.
var probe struct {
	sync.Mutex
	watch         watch
	held          int
	heldPeak      int
	heldAtFailure int

	base    runtime.MemStats // before the call
	snapped int              // how many were held when the heap was read
	bytes   int64            // that lived then, above the base
	objects int64
	entries map[uintptr]*entry // by address: an entry keeps nothing alive
}

// entry is one resource that is held, or lies in the pool.
type entry struct {
	owner     *worker
	lastUseNs int64 // 0 once let go
	startedNs int64 // letting go
}

// seen is what one goroutine saw. The probe's lock guards it too.
type seen struct {
	holdNsSum, holdNsMax, letGo             int64
	burst, burstPeak, burstStartNs, burstNs int64
	stackBytes, pageFaults                  int64
}

var began = time.Now()

func nowNs() int64 {
	return int64(time.Since(began))
}

// acquired notes that the worker holds a new resource.
func acquired(w *worker, handle unsafe.Pointer) {
	if probe.watch == nothing {
		return
	}
	probe.Lock()
	defer probe.Unlock()
	at := uintptr(handle)
	if probe.entries[at] != nil {
		probe.held-- // the pool dropped what was here before
	}
	probe.held++
	if probe.held > probe.heldPeak {
		probe.heldPeak = probe.held
	}
	if probe.watch == clock {
		probe.entries[at] = &entry{owner: w, lastUseNs: nowNs()}
		w.seen.burst = 0
	}
}

func used(w *worker, handle unsafe.Pointer) {
	if probe.watch != clock {
		return
	}
	probe.Lock()
	defer probe.Unlock()
	e := probe.entries[uintptr(handle)]
	e.owner = w
	e.lastUseNs = nowNs()
	w.seen.burst = 0
}

// lettingGo notes that a resource is about to be released or put back.
func lettingGo(handle unsafe.Pointer) {
	startedNs := nowNs()
	switch probe.watch {
	case heap:
		probe.Lock()
		defer probe.Unlock()
		if probe.held == probe.heldPeak && probe.held > probe.snapped {
			readHeap()
		}
	case clock:
		probe.Lock()
		defer probe.Unlock()
		probe.entries[uintptr(handle)].startedNs = startedNs
	}
}

// readHeap notes what lives now. More is held than ever before.
func readHeap() {
	runtime.GC()
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	probe.snapped = probe.held
	probe.bytes = int64(now.HeapAlloc) - int64(probe.base.HeapAlloc)
	probe.objects = int64(now.HeapObjects) - int64(probe.base.HeapObjects)
}

// letGo notes that a resource has been released.
func letGo(handle unsafe.Pointer) {
	if probe.watch == nothing {
		return
	}
	probe.Lock()
	defer probe.Unlock()
	probe.held--
	if probe.watch == clock {
		probe.entries[uintptr(handle)].noteLetGo()
		delete(probe.entries, uintptr(handle))
	}
}

// parked notes that a resource has been put back into the pool.
func parked(handle unsafe.Pointer) {
	if probe.watch != clock {
		return
	}
	probe.Lock()
	defer probe.Unlock()
	probe.entries[uintptr(handle)].noteLetGo()
}

func (e *entry) noteLetGo() {
	if e.lastUseNs == 0 {
		return
	}
	s := &e.owner.seen
	heldNs := e.startedNs - e.lastUseNs
	e.lastUseNs = 0
	s.holdNsSum += heldNs
	s.holdNsMax = larger(s.holdNsMax, heldNs)
	s.letGo++
	s.extendBurst(e.startedNs, nowNs())
}

func (s *seen) extendBurst(startedNs, endedNs int64) {
	if s.burst == 0 {
		s.burstStartNs = startedNs
	}
	s.burst++
	s.burstPeak = larger(s.burstPeak, s.burst)
	s.burstNs = larger(s.burstNs, endedNs-s.burstStartNs)
}

func larger(a, b int64) int64 {
	if a > b {
		return a
	}
	return b
}

func noteFailure() {
	probe.Lock()
	defer probe.Unlock()
	probe.heldAtFailure = probe.held
}

// watchJob runs the job once between probes that watch one thing, after
// getReady; around calls job.run.
func watchJob(j job, what watch, getReady func(*worker),
	around func(job, *worker)) (*crew, error) {
	defer j.finish()
	if err := j.prepare(); err != nil {
		return nil, err
	}
	atomic.StoreInt64(&failure, 0)
	var start sync.Once
	begin := func() { startProbe(what, j.count*j.threads) }
	c := assemble(j.threads, getReady, func(w *worker) {
		start.Do(begin)
		around(j, w)
	})
	c.run()
	probe.watch = nothing
	return c, nil
}

// startProbe forgets what was seen, and reads the heap as it is before a call.
func startProbe(what watch, capacity int) {
	probe.watch = what
	probe.held, probe.heldPeak, probe.heldAtFailure = 0, 0, 0
	probe.snapped, probe.bytes, probe.objects = 0, 0, 0
	probe.entries = nil
	if what == clock {
		probe.entries = make(map[uintptr]*entry, capacity)
	}
	runtime.GC()
	runtime.GC() // what has a finalizer goes the second time
	runtime.ReadMemStats(&probe.base)
}
