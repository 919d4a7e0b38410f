package main

import (
	"fmt"
	"time"
)

// What a deferred call costs beside a plain one: written out 1 to 16 times in a
// function, and in a loop of 1 to 10,000. What is called is one store.

func init() {
	register("defer_cost", 20, "ns of a deferred call and of a plain one",
		printDeferCost)
}

const (
	deferCostPieces = 5    // of a measurement, in turn with the others
	deferCostCalls  = 4000 // deferred in a piece, at least one function
)

type deferCase struct {
	setting string
	metric  string
	count   int // deferred, or called, in a function
	run     func(count int)
	ns      []float64 // per call, each piece
}

func printDeferCost(p *printer) {
	cases := deferCases()
	for piece := 0; piece < deferCostPieces; piece++ {
		for i := range cases {
			cases[i].time()
		}
	}
	for _, each := range cases {
		p.Value(each.setting, each.metric, "ns", median(each.ns))
	}
}

func (c *deferCase) time() {
	functions := deferCostCalls/c.count + 1
	c.run(c.count)
	begin := time.Now()
	for i := 0; i < functions; i++ {
		c.run(c.count)
	}
	calls := float64(functions * c.count)
	c.ns = append(c.ns, float64(time.Since(begin))/calls)
}

func deferCases() []deferCase {
	var cases []deferCase
	add := func(setting, metric string, count int, run func(int)) {
		cases = append(cases, deferCase{setting, metric, count, run, nil})
	}
	for _, each := range []struct {
		count           int
		plain, deferred func(int)
	}{
		{1, plain1, deferred1}, {2, plain2, deferred2},
		{4, plain4, deferred4}, {8, plain8, deferred8},
		{9, plain9, deferred9}, {16, plain16, deferred16},
	} {
		setting := fmt.Sprintf("straight=%d", each.count)
		add(setting, "plain", each.count, each.plain)
		add(setting, "deferred", each.count, each.deferred)
	}
	for _, count := range []int{1, 10, 100, 1000, 10000} {
		setting := fmt.Sprintf("loop=%d", count)
		add(setting, "plain", count, plainLoop)
		add(setting, "deferred", count, deferredLoop)
	}
	add("straight=1", "deferred again", 1, deferred1)
	return cases
}

// Where a call writes, and what it writes: the compiler cannot know it.
var (
	deferStored int
	deferFirst  = 1
)

func deferStore(number int) { deferStored = number }

func plainLoop(count int) {
	for i := 0; i < count; i++ {
		deferStore(deferFirst + i)
	}
}

func deferredLoop(count int) {
	for i := 0; i < count; i++ {
		defer deferStore(deferFirst + i)
	}
}
