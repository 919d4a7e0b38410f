package main

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"time"
)

// What a context still holds after the function that made it has returned, with
// and without a deferred cancel. The heap profile tells how many objects are
// alive by where they were made: timers come from time.AfterFunc, children of
// a context from the context package. A parent that is not the package's own
// costs a goroutine for each child besides.

func init() {
	register("context_cancel", 1,
		"timers and contexts alive after return, with and without cancel",
		contextCancel)
}

const contextsMade = 1000

// foreignContext is a context that the package does not know: it is asked for
// nothing but its methods.
type foreignContext struct{ context.Context }

func (foreignContext) Value(key any) any { return nil }

// Each function makes one context, uses it and returns.
var contextMakers = []struct {
	setting string
	make    func(parent context.Context)
}{
	{"timeout, cancel", func(parent context.Context) {
		ctx, cancel := context.WithTimeout(parent, time.Hour)
		defer cancel()
		useContext(ctx)
	}},
	{"timeout, no cancel", func(parent context.Context) {
		ctx, _ := context.WithTimeout(parent, time.Hour)
		useContext(ctx)
	}},
	{"timeout, no cancel, timed out", func(parent context.Context) {
		ctx, _ := context.WithTimeout(parent, briefTimeout)
		useContext(ctx)
	}},
	{"no timeout, cancel", func(parent context.Context) {
		ctx, cancel := context.WithCancel(parent)
		defer cancel()
		useContext(ctx)
	}},
	{"no timeout, no cancel", func(parent context.Context) {
		ctx, _ := context.WithCancel(parent)
		useContext(ctx)
	}},
	{"foreign parent, cancel", func(parent context.Context) {
		ctx, cancel := context.WithCancel(foreignContext{parent})
		defer cancel()
		useContext(ctx)
	}},
	{"foreign parent, no cancel", func(parent context.Context) {
		ctx, _ := context.WithCancel(foreignContext{parent})
		useContext(ctx)
	}},
}

const briefTimeout = 10 * time.Millisecond

//go:noinline
func useContext(ctx context.Context) {
	if ctx.Err() != nil {
		stop(ctx.Err())
	}
}

// alive is what lives, by where it was made.
type alive struct {
	timers, contexts, bytes, goroutines float64
}

func (a alive) minus(b alive) alive {
	return alive{a.timers - b.timers, a.contexts - b.contexts,
		a.bytes - b.bytes, a.goroutines - b.goroutines}
}

// aliveNow collects first: a profile is as of the collection before the last
// one.
func aliveNow() (a alive) {
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	places, _ := runtime.MemProfile(nil, false)
	records := make([]runtime.MemProfileRecord, places+100)
	places, whole := runtime.MemProfile(records, false)
	if !whole {
		stop(errors.New("the heap profile grew while it was read"))
	}
	for _, record := range records[:places] {
		a.add(&record)
	}
	a.goroutines = float64(runtime.NumGoroutine())
	return a
}

func (a *alive) add(record *runtime.MemProfileRecord) {
	a.bytes += float64(record.InUseBytes())
	maker := makerOf(record)
	switch {
	case maker == "time.AfterFunc":
		a.timers += float64(record.InUseObjects())
	case strings.HasPrefix(maker, "context."):
		a.contexts += float64(record.InUseObjects())
	}
}

// makerOf is the function that allocated, the runtime's own aside.
func makerOf(record *runtime.MemProfileRecord) string {
	frames := runtime.CallersFrames(record.Stack())
	for {
		frame, more := frames.Next()
		if !more || !strings.HasPrefix(frame.Function, "runtime.") {
			return frame.Function
		}
	}
}

// The first use of contexts makes a few things that stay.
func tryContexts(p *printer, setting string, make func(context.Context)) {
	parent, cancel := context.WithCancel(context.Background())
	make(parent)
	before := aliveNow()
	for i := 0; i < contextsMade; i++ {
		make(parent)
	}
	time.Sleep(5 * briefTimeout)
	left := aliveNow().minus(before)
	p.Value(setting, "timers", "per context", left.timers/contextsMade)
	p.Value(setting, "objects", "of package context, per context",
		left.contexts/contextsMade)
	p.Value(setting, "bytes", "per context", left.bytes/contextsMade)
	p.Value(setting, "goroutines", "per context",
		left.goroutines/contextsMade)
	cancel()
}

func contextCancel(p *printer) {
	runtime.MemProfileRate = 1 // every object
	for _, each := range contextMakers {
		tryContexts(p, each.setting, each.make)
	}
}
