package main

import (
	"bufio"
	"context"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Planted goroutines, and what the article's table of stack shapes calls them.
// Each is a program of its own. A goroutine is a leak when it is still there
// after its program has done all that it does to shut down; that is tried.

func init() {
	register("stack_shapes", 1,
		"planted goroutines, and what the table of stack shapes calls them",
		stackShapes)
}

// stage is what the planted goroutines share: what a program closes when it
// shuts down.
type stage struct {
	context  context.Context
	shutDown chan struct{}
	jobs     chan int
	results  chan int // nobody reads them before the end
	lock     sync.Mutex
	group    sync.WaitGroup
	ready    *sync.Cond
	isReady  bool
	pipe     *os.File
}

type plantedStack struct {
	name string
	run  func(s *stage)
}

var plantedStacks = []plantedStack{
	{"receive from a nil channel", func(s *stage) {
		var never chan int
		<-never
	}},
	{"send to a nil channel", func(s *stage) {
		var never chan int
		never <- 1
	}},
	{"receive of an answer that nobody sends", func(s *stage) {
		<-make(chan int)
	}},
	{"send of a result after its reader gave up", func(s *stage) {
		make(chan int) <- 1
	}},
	{"range over a channel that nobody closes", func(s *stage) {
		for range make(chan int) {
		}
	}},
	{"ticker without an end", func(s *stage) {
		for range time.Tick(time.Hour) {
		}
	}},
	{"select without a way to end", func(s *stage) {
		requests, answers := make(chan int), make(chan int)
		select {
		case <-requests:
		case <-answers:
		}
	}},
	{"empty select", func(s *stage) {
		select {}
	}},
	{"wait for a group that is never done", func(s *stage) {
		var group sync.WaitGroup
		group.Add(1)
		group.Wait()
	}},
	{"lock that is never given back", func(s *stage) {
		var lock sync.Mutex
		lock.Lock()
		lock.Lock()
	}},
	{"endless loop that sleeps", func(s *stage) {
		for {
			time.Sleep(time.Hour)
		}
	}},
	{"workers that range over jobs", func(s *stage) {
		for range s.jobs {
		}
	}},
	{"workers that select jobs or the end", func(s *stage) {
		select {
		case <-s.jobs:
		case <-s.shutDown:
		}
	}},
	{"wait for the end of the program", func(s *stage) {
		<-s.shutDown
	}},
	{"wait for a context", func(s *stage) {
		<-s.context.Done()
	}},
	{"send into a full queue", func(s *stage) {
		s.results <- 1
	}},
	{"ticker with an end", func(s *stage) {
		ticker := time.NewTicker(time.Hour)
		defer ticker.Stop()
		select {
		case <-ticker.C:
		case <-s.shutDown:
		}
	}},
	{"pause before another try", func(s *stage) {
		for !isClosed(s.shutDown) {
			time.Sleep(50 * time.Millisecond)
		}
	}},
	{"wait for a group at work", func(s *stage) {
		s.group.Wait()
	}},
	{"lock that is held for a while", func(s *stage) {
		s.lock.Lock()
		defer s.lock.Unlock()
	}},
	{"wait for a condition", func(s *stage) {
		s.ready.L.Lock()
		defer s.ready.L.Unlock()
		for !s.isReady {
			s.ready.Wait()
		}
	}},
	{"read from a connection", func(s *stage) {
		bufio.NewReader(s.pipe).ReadByte()
	}},
}

func isClosed(channel <-chan struct{}) bool {
	select {
	case <-channel:
		return true
	default:
		return false
	}
}

// newStage also returns what shuts the program down.
func newStage() (s *stage, shutDown func()) {
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer, err := os.Pipe()
	if err != nil {
		stop(err)
	}
	s = &stage{
		context:  ctx,
		shutDown: make(chan struct{}),
		jobs:     make(chan int),
		results:  make(chan int),
		ready:    sync.NewCond(new(sync.Mutex)),
		pipe:     reader,
	}
	s.lock.Lock()
	s.group.Add(1)
	return s, func() {
		cancel()
		close(s.shutDown)
		close(s.jobs)
		select {
		case <-s.results:
		default:
		}
		s.lock.Unlock()
		s.group.Done()
		s.ready.L.Lock()
		s.isReady = true
		s.ready.L.Unlock()
		s.ready.Broadcast()
		writer.Close()
	}
}

const (
	stackSettles = time.Second            // at most
	stackEnds    = 500 * time.Millisecond // on a busy machine
)

// plantedGoroutine is one that runs.
type plantedGoroutine struct {
	name     string
	number   string // as dumps have it
	shutDown func()
	end      chan struct{}
}

func plant(of plantedStack) *plantedGoroutine {
	s, shutDown := newStage()
	g := &plantedGoroutine{of.name, "", shutDown, make(chan struct{})}
	begun := make(chan struct{})
	go func() {
		var here [64]byte
		text := string(here[:runtime.Stack(here[:], false)])
		g.number, _, _ = strings.Cut(text, " [")
		close(begun)
		of.run(s)
		close(g.end)
	}()
	<-begun
	return g
}

// stacksNow are the stacks of all goroutines by their number.
func stacksNow() map[string]string {
	buffer := make([]byte, 1<<20)
	dump := string(buffer[:runtime.Stack(buffer, true)])
	stacks := make(map[string]string)
	for _, text := range strings.Split(dump, "\n\n") {
		number, _, _ := strings.Cut(text, " [")
		stacks[number] = text
	}
	return stacks
}

// settledStacks are the stacks when all goroutines wait for what they were made
// to wait for.
func settledStacks(of []*plantedGoroutine) map[string]string {
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		stacks := stacksNow()
		if allWait(of, stacks) || time.Since(start) > stackSettles {
			return stacks
		}
	}
}

func allWait(of []*plantedGoroutine, stacks map[string]string) bool {
	for _, g := range of {
		shape := shapeOf(stacks[g.number])
		if shape == "running" || shape == "runnable" {
			return false
		}
	}
	return true
}

// shapeOf reads a stack's first line, such as "goroutine 7 [select, 2
// minutes]:".
func shapeOf(stack string) string {
	_, after, _ := strings.Cut(stack, "[")
	inside, _, _ := strings.Cut(after, "]")
	shape, _, _ := strings.Cut(inside, ",")
	return shape
}

// rowOf is the row of the article's table that a stack belongs to, or "none".
func rowOf(stack string) string {
	shape := shapeOf(stack)
	switch {
	case strings.Contains(stack, "time.Sleep("),
		strings.Contains(stack, "timer.run("):
		return "timer"
	case strings.HasPrefix(shape, "select"):
		return "worker pool"
	case strings.HasPrefix(shape, "chan send"),
		strings.HasPrefix(shape, "chan receive"):
		return "nil channel"
	}
	return "none"
}

func stackShapes(p *printer) {
	var goroutines []*plantedGoroutine
	for _, each := range plantedStacks {
		goroutines = append(goroutines, plant(each))
	}
	stacks := settledStacks(goroutines)
	for _, g := range goroutines {
		g.shutDown()
	}
	time.Sleep(stackEnds)
	for _, g := range goroutines {
		stack := stacks[g.number]
		p.Text(g.name, "shape", shapeOf(stack))
		p.Text(g.name, "row", rowOf(stack))
		p.Value(g.name, "leaked", "1: after its program shut down",
			one(!isClosed(g.end)))
	}
	printTimerRun(p)
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// printTimerRun prints whether there is a function of that name at all, as
// stacks would show it, in a program that uses timers.
func printTimerRun(p *printer) {
	symbols, err := readSymbols()
	if err != nil {
		stop(err)
	}
	functions := 0
	for name := range symbols.addresses {
		if strings.HasSuffix(name, "timer.run") ||
			strings.HasSuffix(name, "timer).run") {
			functions++
		}
	}
	p.Value("", "timer_run", "functions", float64(functions))
}
