//go:build probes

package main

import (
	"runtime"
	"sync/atomic"
	"syscall"
)

// account is what one call of a job on all its goroutines held, for how long,
// and from where. Bytes and objects are those that live on Go's heap while the
// most is held: what waits for the collector is not among them.
type account struct {
	Completed       int     `json:"completed"`
	Failures        int     `json:"failures"` // goroutines that stopped early
	Failure         int64   `json:"failure"`  // an errno, or 0
	HeldAtFailure   int     `json:"held_at_failure"`
	HeldPeak        int     `json:"held_peak"`
	HeldBytesPeak   int64   `json:"held_bytes_peak"`
	HoldNsMean      float64 `json:"hold_ns_mean"`
	HoldNsMax       int64   `json:"hold_ns_max"`
	BurstPeak       int64   `json:"burst_peak"`
	BurstNs         int64   `json:"burst_ns"`
	StackBytes      int64   `json:"stack_bytes"`
	HeapBytesPeak   int64   `json:"heap_bytes_peak"`
	RecordBytesPeak int64   `json:"record_bytes_peak"`
	RecordsPeak     int64   `json:"records_peak"`
	Allocations     uint64  `json:"allocations"`
	PageFaults      int64   `json:"page_faults"`
}

// accountJob runs the job a few times, each time between other probes. In a
// process that has done nothing else, nothing lies ready in the runtime's own
// pools of records.
func accountJob(j job) (any, error) {
	var a account
	for _, part := range []func(job, *account) error{
		accountHeap, accountCounts, accountClock,
	} {
		if err := part(j, &a); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// lives is what lives on the heap while the most is held.
type lives struct {
	held           int64
	bytes, objects int64
}

// heapOf runs the job once and tells what lived, above what an idle cell on as
// many goroutines finds: the goroutines' own beginnings are garbage by then.
func heapOf(j job) (lives, error) {
	if _, err := watchJob(j, heap, stayAsItIs, job.run); err != nil {
		return lives{}, err
	}
	seen := lives{int64(probe.snapped), probe.bytes, probe.objects}
	j.cell = func(_ *worker, _, count int) int {
		probe.Lock()
		defer probe.Unlock()
		readHeap()
		return count
	}
	_, err := watchJob(j, heap, stayAsItIs, job.run)
	seen.bytes -= probe.bytes
	seen.objects -= probe.objects
	return seen, err
}

func stayAsItIs(*worker) {}

// accountHeap tells records from resources by what a single resource weighs
// that is closed by hand, without any record.
func accountHeap(j job, a *account) error {
	single := j
	single.cell = j.resource.cells["explicit_close"]
	single.count, single.threads = 1, 1
	// Once for what the runtime makes on first use.
	if _, err := heapOf(single); err != nil {
		return err
	}
	each, err := heapOf(single)
	if err != nil {
		return err
	}
	all, err := heapOf(j)
	a.HeapBytesPeak = larger(all.bytes, 0)
	a.HeldBytesPeak = larger(all.held*each.bytes, 0)
	a.RecordBytesPeak = larger(all.bytes-all.held*each.bytes, 0)
	a.RecordsPeak = larger(all.objects-all.held*each.objects, 0)
	return err
}

// accountCounts runs the job without probes.
func accountCounts(j job, a *account) error {
	c, err := watchJob(j, nothing, getRoom, func(j job, w *worker) {
		faults := pageFaults()
		w.seen.stackBytes = stackBytesOf(j, w)
		w.seen.pageFaults = pageFaults() - faults
	})
	if err != nil {
		return err
	}
	var after runtime.MemStats
	runtime.ReadMemStats(&after)
	a.Allocations = after.Mallocs - probe.base.Mallocs
	for _, w := range c.workers {
		a.PageFaults += w.seen.pageFaults
		a.StackBytes = larger(a.StackBytes, w.seen.stackBytes)
	}
	return nil
}

func accountClock(j job, a *account) error {
	c, err := watchJob(j, clock, stayAsItIs, job.run)
	if err != nil {
		return err
	}
	a.Completed = c.completed()
	a.Failure = atomic.LoadInt64(&failure)
	a.HeldAtFailure = probe.heldAtFailure
	a.HeldPeak = probe.heldPeak
	var holdNsSum, letGo int64
	for _, w := range c.workers {
		if w.stopped {
			a.Failures++
		}
		holdNsSum += w.seen.holdNsSum
		letGo += w.seen.letGo
		a.HoldNsMax = larger(a.HoldNsMax, w.seen.holdNsMax)
		a.BurstPeak = larger(a.BurstPeak, w.seen.burstPeak)
		a.BurstNs = larger(a.BurstNs, w.seen.burstNs)
	}
	if letGo > 0 {
		a.HoldNsMean = float64(holdNsSum) / float64(letGo)
	}
	return nil
}

func pageFaults() int64 {
	const thread = 1 // RUSAGE_THREAD
	var usage syscall.Rusage
	syscall.Getrusage(thread, &usage)
	return usage.Minflt + usage.Majflt
}
