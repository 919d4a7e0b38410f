package main

import (
	"runtime/metrics"
	"testing"
)

func TestANumberThatRisesAndNeverFallsIsCalledALeak(t *testing.T) {
	for _, each := range []struct {
		samples []int
		called  bool
	}{
		{[]int{1, 1, 2}, true},
		{[]int{1, 2, 3}, true},
		{[]int{5, 1, 1, 2}, true}, // it fell before
		{[]int{1, 1, 1}, false},
		{[]int{1, 3, 2}, false},
		{[]int{1, 2, 1, 2, 1, 2}, false},
		{[]int{1, 2}, false}, // too few samples
		{nil, false},
	} {
		if risesAndDoesNotFall(each.samples, 3) != each.called {
			t.Errorf("%v: called a leak: %v", each.samples, !each.called)
		}
	}
}

func TestTheTableJudgesAStackByItsShape(t *testing.T) {
	for stack, row := range map[string]string{
		"goroutine 7 [chan receive (nil chan)]:\nmain.f()":  "nil channel",
		"goroutine 7 [chan send, 2 minutes]:\nmain.f()":     "nil channel",
		"goroutine 7 [select]:\nmain.f()":                   "worker pool",
		"goroutine 7 [select (no cases)]:\nmain.f()":        "worker pool",
		"goroutine 7 [sleep]:\ntime.Sleep(0x1)\nmain.f()":   "timer",
		"goroutine 7 [semacquire]:\nsync.runtime_Semacq()":  "none",
		"goroutine 7 [IO wait, 3 minutes]:\ninternal/poll.": "none",
	} {
		if rowOf(stack) != row {
			t.Errorf("%q: %s, not %s", stack, rowOf(stack), row)
		}
	}
}

func TestAStackThatIsCutOffIsNotWhole(t *testing.T) {
	dump := []byte("goroutine 1 [running]:\nmain.main()\n\n" +
		"goroutine 2 [select]:\nmain.f()")
	if whole := wholeStacks(dump, false); whole != 2 {
		t.Errorf("%d whole stacks of 2", whole)
	}
	if whole := wholeStacks(dump, true); whole != 1 {
		t.Errorf("%d whole stacks before the one that is cut off", whole)
	}
}

func TestTheLongestPauseIsTheLastBucketThatGrew(t *testing.T) {
	buckets := []float64{0, 1e-6, 1e-3, 1}
	before := &metrics.Float64Histogram{
		Counts: []uint64{5, 0, 2}, Buckets: buckets}
	after := &metrics.Float64Histogram{
		Counts: []uint64{9, 1, 2}, Buckets: buckets}
	if longest := longestPause(before, after); longest != 1e6 {
		t.Errorf("%v ns, not 1 ms", longest)
	}
	if longest := longestPause(after, after); longest != 0 {
		t.Errorf("%v ns without a pause", longest)
	}
}

func TestBarriersAreCountedByTheFunctionThatTheyStandIn(t *testing.T) {
	checks := checksByFunction("barrier_shapes.go:23:11: write barrier\n" +
		"barrier_shapes.go:24:3: something else\n")
	if checks["writeHeapField"] != 1 || len(checks) != 1 {
		t.Errorf("%v", checks)
	}
}

func TestANumberOfGoroutinesIsReached(t *testing.T) {
	c := newCrowd()
	for _, size := range []int{10, 3, 0} {
		c.become(size)
		if len(c.ends) != size {
			t.Errorf("%d goroutines, not %d", len(c.ends), size)
		}
	}
}

func TestEachRoundDrawsOtherFaults(t *testing.T) {
	if faultSeed("0") != 42 || faultSeed("7") != 49 {
		t.Errorf("%d and %d", faultSeed("0"), faultSeed("7"))
	}
}
