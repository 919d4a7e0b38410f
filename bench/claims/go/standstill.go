package main

import (
	"runtime"
	"sync/atomic"
	"time"
)

// standstill watches for moments at which the program does not run, as the
// program itself notices them: a goroutine does nothing but look at the clock.
// What the runtime says of its own pauses is not enough: with
// GODEBUG=gcstoptheworld=1 it starts the world in its books while nothing of
// the program may run.
type standstill struct {
	longestNs int64
	looks     int64 // at the clock
	stop      int32
	ended     chan struct{}
}

// watchStandstill returns when the watching has begun; end ends it.
func watchStandstill() *standstill {
	s := &standstill{ended: make(chan struct{})}
	begun := make(chan struct{})
	go s.watch(begun)
	<-begun
	return s
}

func (s *standstill) watch(begun chan<- struct{}) {
	defer close(s.ended)
	close(begun)
	last := time.Now()
	for atomic.LoadInt32(&s.stop) == 0 {
		now := time.Now()
		if gap := int64(now.Sub(last)); gap > atomic.LoadInt64(&s.longestNs) {
			atomic.StoreInt64(&s.longestNs, gap)
		}
		last = now
		atomic.AddInt64(&s.looks, 1)
	}
}

// restart forgets the longest standstill so far. The goroutine that watches
// runs when it returns.
func (s *standstill) restart() {
	s.awaitLook()
	atomic.StoreInt64(&s.longestNs, 0)
}

// longest is the longest standstill since restart, in ns; one that has ended
// just now is among them.
func (s *standstill) longest() float64 {
	s.awaitLook()
	return float64(atomic.LoadInt64(&s.longestNs))
}

// awaitLook returns when the clock has been looked at again. Twice: a look may
// have been under way.
func (s *standstill) awaitLook() {
	for seen := atomic.LoadInt64(&s.looks); atomic.LoadInt64(&s.looks) < seen+2; {
		runtime.Gosched()
	}
}

// end returns when nobody watches any more.
func (s *standstill) end() {
	atomic.StoreInt32(&s.stop, 1)
	<-s.ended
}
