package main

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// A cell takes count resources of size bytes one after the other, uses each
// once, and lets each go when its strategy says so. It returns how many it
// took and used: fewer than count when one could not be had or used, and then
// the worker knows why.
//
// Each is written out for its resource, as a Go programmer would: a method of
// an interface or of a type parameter is called through a table, which costs
// as much as a defer does (1 to 1.5 ns in Go 1.19).
type cell func(w *worker, size, count int) int

// What the harness calls a resource. prepare and finish may be nil.
type resource struct {
	prepare func(size, count int) error
	finish  func()
	cells   map[string]cell // by strategy
}

var resources = map[string]resource{
	"memory": memoryResource,
	"buffer": bufferResource,
	"file":   fileResource,
	"lock":   lockResource,
}

// What the runs of object_pool share. Each request has a new one.
var pool *sync.Pool

// job is one cell at one size and count, on one number of threads.
type job struct {
	resource resource
	cell     cell
	size     int // bytes
	count    int
	threads  int
}

// parseJob reads "STRATEGY/go/RESOURCE/SIZE/COUNT/THREADS".
func parseJob(name string) (job, error) {
	parts := strings.Split(name, "/")
	if len(parts) != 6 || parts[1] != "go" {
		return job{}, fmt.Errorf("%q is not the name of a cell in Go", name)
	}
	held := resources[parts[2]]
	run := held.cells[parts[0]]
	if run == nil {
		return job{}, fmt.Errorf("there is no cell %q in Go", name)
	}
	var numbers [3]int
	for i, text := range parts[3:] {
		number, err := strconv.Atoi(text)
		if err != nil || number < 1 {
			return job{}, fmt.Errorf("%q in %q is no number above 0",
				text, name)
		}
		numbers[i] = number
	}
	return job{held, run, numbers[0], numbers[1], numbers[2]}, nil
}

// prepare makes ready what the job needs, and collects what earlier ones left.
func (j job) prepare() error {
	pool = new(sync.Pool)
	setThreads(j.threads)
	if j.resource.prepare != nil {
		if err := j.resource.prepare(j.size, j.count); err != nil {
			return err
		}
	}
	runtime.GC()
	return nil
}

func (j job) finish() {
	if j.resource.finish != nil {
		j.resource.finish()
	}
}

// run calls the cell once and notes how far it came.
func (j job) run(w *worker) {
	done := j.cell(w, j.size, j.count)
	w.completed += done
	w.stopped = w.stopped || done < j.count
}

// worker is what one goroutine of a job has to itself.
type worker struct {
	piece     []byte // what files are read into
	walk      walk   // through the array of locks
	completed int
	stopped   bool
	wallNs    int64
	seen      seen
}

// crew is the goroutines of a job: they get ready, wait, and start together.
type crew struct {
	workers     []*worker
	ready, done sync.WaitGroup
	gate        chan struct{}
}

// assemble starts the goroutines and returns when all are ready.
func assemble(threads int, getReady, work func(*worker)) *crew {
	c := &crew{gate: make(chan struct{})}
	c.ready.Add(threads)
	c.done.Add(threads)
	for i := 0; i < threads; i++ {
		w := &worker{piece: make([]byte, filePiece)}
		c.workers = append(c.workers, w)
		go func() {
			defer c.done.Done()
			getReady(w)
			c.ready.Done()
			<-c.gate
			work(w)
		}()
	}
	c.ready.Wait()
	return c
}

// run opens the gate and returns when all have done their work.
func (c *crew) run() {
	close(c.gate)
	c.done.Wait()
}

// completed is how many resources the crew took and used.
func (c *crew) completed() (sum int) {
	for _, w := range c.workers {
		sum += w.completed
	}
	return sum
}

// Why the first worker of a job stopped early: an errno, or 0.
var failure int64

// fail notes why a resource could not be had or used.
//
//go:noinline
func (w *worker) fail(err error) {
	reason := syscall.EIO
	errors.As(err, &reason)
	first := atomic.CompareAndSwapInt64(&failure, 0, int64(reason))
	if probing && first {
		noteFailure()
	}
}
