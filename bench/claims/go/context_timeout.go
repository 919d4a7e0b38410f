package main

import (
	"context"
	"sync"
	"time"
)

// By how much work outlives a context's timeout of 100 ms, by how it listens to
// the context. All of it runs side by side.

func init() {
	register("context_timeout", 6,
		"by how much work outlives a timeout, by how it listens",
		contextTimeout)
}

const timeout = 100 * time.Millisecond // the article's

// Work that would take several times as long as the timeout. It returns when
// it is done, or when it notices that the context is.
var timedWork = []struct {
	setting string
	copies  int // at once
	work    func(ctx context.Context)
}{
	{"waits", 5, func(ctx context.Context) {
		select {
		case <-ctx.Done():
		case <-time.After(3 * timeout):
		}
	}},
	{"steps of 1 ms", 5, func(ctx context.Context) {
		inSteps(ctx, time.Millisecond, time.Sleep)
	}},
	{"steps of 10 ms", 5, func(ctx context.Context) {
		inSteps(ctx, 10*time.Millisecond, time.Sleep)
	}},
	{"computes in steps of 0.1 ms", 1, func(ctx context.Context) {
		inSteps(ctx, 100*time.Microsecond, compute)
	}},
	{"never looks, 200 ms of work", 5, func(context.Context) {
		time.Sleep(2 * timeout)
	}},
	{"never looks, 300 ms of work", 5, func(context.Context) {
		time.Sleep(3 * timeout)
	}},
}

// inSteps works for 3 timeouts, and looks at the context after every step.
func inSteps(ctx context.Context, step time.Duration,
	work func(time.Duration)) {
	for start := time.Now(); time.Since(start) < 3*timeout; {
		work(step)
		if ctx.Err() != nil {
			return
		}
	}
}

func compute(howLong time.Duration) {
	for start := time.Now(); time.Since(start) < howLong; {
	}
}

// overshoot is by how many ms the work outlived the timeout.
func overshoot(work func(context.Context)) float64 {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	work(ctx)
	deadline, _ := ctx.Deadline()
	return float64(time.Since(deadline)) / float64(time.Millisecond)
}

func contextTimeout(p *printer) {
	var group sync.WaitGroup
	late := make([][]float64, len(timedWork))
	for i, each := range timedWork {
		late[i] = make([]float64, each.copies)
		for j := range late[i] {
			group.Add(1)
			go func(work func(context.Context), late *float64) {
				defer group.Done()
				*late = overshoot(work)
			}(each.work, &late[i][j])
		}
	}
	group.Wait()
	for i, each := range timedWork {
		for _, ms := range late[i] {
			p.Value(each.setting, "overshoot", "ms", ms)
		}
		p.Value(each.setting, "overshoot_of_round", "ms", median(late[i]))
	}
}
