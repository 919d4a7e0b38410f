package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"syscall"
	"time"
)

// How often the thread gives up its processor, is taken off it, or Go's
// scheduler puts a goroutine on a thread, while deferred calls are made, and
// while plain calls are made for as long: both schedulers act as time goes by.

func init() {
	register("defer_switches", 20,
		"context switches while deferred calls are made", printDeferSwitches)
}

const (
	deferSwitchesCalls   = 1000e3 // deferred, of each kind
	deferSwitchesLoop    = 1000   // in a function, where it loops
	deferSwitchesSampled = 8      // Go counts one goroutine's in so many
	rusageOfThread       = 1      // RUSAGE_THREAD
	schedulingHistogram  = "/sched/latencies:seconds"
)

type switches struct{ given, taken, scheduled float64 }

func printDeferSwitches(p *printer) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for _, kind := range []struct {
		name  string
		count int
		run   func(int)
	}{
		{"open-coded", 1, deferred1},
		{"in a loop", deferSwitchesLoop, deferredLoop},
	} {
		kind.run(kind.count)
		begin := time.Now()
		deferred := switchesDuring(func() {
			for i := 0; i < deferSwitchesCalls; i += kind.count {
				kind.run(kind.count)
			}
		})
		end := time.Now().Add(time.Since(begin))
		plain := switchesDuring(func() {
			for time.Now().Before(end) {
				plainLoop(deferSwitchesLoop)
			}
		})
		deferred.print(p, kind.name)
		plain.print(p, kind.name+", plain")
	}
}

// switchesDuring are those that the thread had while `run` ran.
func switchesDuring(run func()) switches {
	before := readSwitches()
	run()
	after := readSwitches()
	return switches{after.given - before.given, after.taken - before.taken,
		after.scheduled - before.scheduled}
}

func (s switches) print(p *printer, setting string) {
	const perMillion = 1e6 / deferSwitchesCalls
	for _, each := range []struct {
		metric string
		count  float64
	}{
		{"given_up", s.given},
		{"taken_away", s.taken},
		{"scheduled", s.scheduled},
	} {
		p.Value(setting, each.metric, "per million calls",
			each.count*perMillion)
	}
}

func readSwitches() switches {
	var usage syscall.Rusage
	if syscall.Getrusage(rusageOfThread, &usage) != nil {
		return switches{}
	}
	return switches{float64(usage.Nvcsw), float64(usage.Nivcsw),
		deferSwitchesSampled * scheduled()}
}

// scheduled is how many times a goroutine was seen to be put on a thread.
func scheduled() float64 {
	sample := []metrics.Sample{{Name: schedulingHistogram}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindFloat64Histogram {
		return 0
	}
	var count uint64
	for _, each := range sample[0].Value.Float64Histogram().Counts {
		count += each
	}
	return float64(count)
}
