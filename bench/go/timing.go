package main

import (
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// timing is what the iterations of a job took, over all goroutines but for
// WallNs, which is the mean of theirs.
type timing struct {
	WallNs         float64 `json:"wall_ns"`
	CPUNs          int64   `json:"cpu_ns"` // of the process, collector and all
	Completed      int     `json:"completed"`
	Failure        int64   `json:"failure"` // an errno, or 0
	Allocations    uint64  `json:"allocations"`
	AllocatedBytes uint64  `json:"allocated_bytes"`
	Collections    uint32  `json:"collections"`
	CollectorCPUNs float64 `json:"collector_cpu_ns"`
}

// timeJob times the iterations on each goroutine. A first call, which is not
// timed, warms the caches, the pool and the branch predictor.
func timeJob(j job, iterations int) (timing, error) {
	defer j.finish()
	if err := j.prepare(); err != nil {
		return timing{}, err
	}
	atomic.StoreInt64(&failure, 0)
	c := assemble(j.threads, j.run, func(w *worker) {
		w.completed = 0
		start := time.Now()
		for i := 0; i < iterations; i++ {
			j.run(w)
		}
		w.wallNs = int64(time.Since(start))
	})
	before := readUsage()
	c.run()
	taken := readUsage().since(before)
	taken.Completed = c.completed()
	taken.Failure = atomic.LoadInt64(&failure)
	for _, w := range c.workers {
		taken.WallNs += float64(w.wallNs) / float64(j.threads)
	}
	return taken, nil
}

// usage is what the process has used since it began.
type usage struct {
	cpuNs          int64
	memory         runtime.MemStats
	collectorCPUNs float64
}

func readUsage() (u usage) {
	var process syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &process)
	u.cpuNs = process.Utime.Nano() + process.Stime.Nano()
	runtime.ReadMemStats(&u.memory)
	u.collectorCPUNs = u.memory.GCCPUFraction *
		availableNs(int64(u.memory.LastGC))
	return u
}

func (u usage) since(before usage) timing {
	return timing{
		CPUNs:          u.cpuNs - before.cpuNs,
		Allocations:    u.memory.Mallocs - before.memory.Mallocs,
		AllocatedBytes: u.memory.TotalAlloc - before.memory.TotalAlloc,
		Collections:    u.memory.NumGC - before.memory.NumGC,
		CollectorCPUNs: u.collectorCPUNs - before.collectorCPUNs,
	}
}

// The CPU time that the process might have had: GOMAXPROCS over time. The
// runtime tells the collector's share of it, as of the last collection, and
// nothing else of what collecting costs (before Go 1.20).
var available = struct {
	ns      float64 // until changed
	changed int64   // Unix time, ns
}{changed: time.Now().UnixNano()}

// availableNs is that CPU time at a Unix time in ns after the last change.
func availableNs(at int64) float64 {
	return available.ns +
		float64(at-available.changed)*float64(runtime.GOMAXPROCS(0))
}

// setThreads changes GOMAXPROCS, so that the collector shares the threads of
// the job, as it would in a program of that size.
func setThreads(threads int) {
	now := time.Now().UnixNano()
	available.ns = availableNs(now)
	available.changed = now
	runtime.GOMAXPROCS(threads)
}
