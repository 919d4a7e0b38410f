package main

import (
	"sync"
	"syscall"
	"unsafe"
)

// A sync.Mutex out of an array, held until released; use changes what it
// guards. Every goroutine walks the array upwards, and starts over only while
// it holds none, so that holding many of them cannot deadlock.
var lockResource = resource{
	prepare: prepareLocks,
	cells: map[string]cell{
		"explicit_close": explicitCloseLock,
		"scoped_defer":   scopedDeferLock,
		"loop_defer":     loopDeferLock,
		"object_pool":    objectPoolLock,
	},
}

const lockGuarded = 64 // bytes

// lock fills two cache lines, so that two locks share none.
type lock struct {
	mutex   sync.Mutex
	owner   *worker // while it is locked
	_       [cacheLine - 16]byte
	guarded [lockGuarded]byte
}

var locks []lock

// walk is where a goroutine is in the array.
type walk struct {
	next int
	held int
}

func prepareLocks(_, count int) error {
	locks = make([]lock, count)
	return nil
}

func (l *lock) take(w *worker) {
	l.mutex.Lock()
	l.owner = w
	w.walk.held++
}

func (l *lock) giveUp() {
	l.owner.walk.held--
	l.mutex.Unlock()
}

// acquireLock returns nil at the end of the array while locks are held.
func acquireLock(w *worker) *lock {
	if w.walk.next >= len(locks) {
		if w.walk.held > 0 {
			w.fail(syscall.EDEADLK)
			return nil
		}
		w.walk.next = 0
	}
	taken := &locks[w.walk.next]
	w.walk.next++
	taken.take(w)
	if probing {
		acquired(w, unsafe.Pointer(taken))
	}
	return taken
}

func useLock(w *worker, taken *lock, size int) {
	for i := 0; i < size && i < lockGuarded; i++ {
		taken.guarded[i]++
	}
	if probing {
		used(w, unsafe.Pointer(taken))
	}
}

func releaseLock(taken *lock) {
	if probing {
		lettingGo(unsafe.Pointer(taken))
		letGo(unsafe.Pointer(taken))
	}
	taken.giveUp()
}

func explicitCloseLock(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		taken := acquireLock(w)
		if taken == nil {
			return done
		}
		useLock(w, taken, size)
		releaseLock(taken)
	}
	return count
}

func scopedDeferLock(w *worker, size, count int) int {
	step := func() bool {
		taken := acquireLock(w)
		if taken == nil {
			return false
		}
		defer releaseLock(taken)
		useLock(w, taken, size)
		return true
	}
	for done := 0; done < count; done++ {
		if !step() {
			return done
		}
	}
	return count
}

func loopDeferLock(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		taken := acquireLock(w)
		if taken == nil {
			return done
		}
		defer releaseLock(taken)
		useLock(w, taken, size)
	}
	return count
}

// The pool keeps locks that nobody holds.
func objectPoolLock(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		taken, _ := pool.Get().(*lock)
		if taken != nil {
			taken.take(w)
		} else if taken = acquireLock(w); taken == nil {
			return done
		}
		useLock(w, taken, size)
		if probing {
			lettingGo(unsafe.Pointer(taken))
			parked(unsafe.Pointer(taken))
		}
		taken.giveUp()
		pool.Put(taken)
	}
	return count
}
