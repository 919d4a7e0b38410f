//go:build probes

package main

import (
	"runtime"
	"unsafe"
)

// How deep a goroutine's stack is written below a call: the stack is painted
// first. The paint stays where it is while the runtime does not move the
// stack, so the harness sets GODEBUG=gcshrinkstackoff=1, and
// asyncpreemptoff=1, without which a preemption would leave its registers
// there.
const (
	stackPainted = 64 << 10 // bytes
	stackUnseen  = 256      // bytes, where the painting functions' frames lie
	stackPaint   = 0xa5
)

// getRoom binds the goroutine to its thread, whose page faults are counted,
// and makes its stack large enough to be painted.
func getRoom(*worker) {
	runtime.LockOSThread()
	growStack()
}

//go:noinline
func growStack() {
	var room [2 * stackPainted]byte
	for i := range room {
		room[i] = stackPaint
	}
	sink = room[len(room)/2]
}

var sink byte

// stackBytesOf runs the job and returns how many bytes of stack it wrote;
// stackUnseen when fewer, stackPainted when more.
func stackBytesOf(j job, w *worker) int64 {
	var here byte
	from := unsafe.Pointer(&here)
	paintBelow(from)
	before := uintptr(from)
	j.run(w)
	if uintptr(from) != before {
		return stackPainted // the runtime had to move the stack
	}
	return depthBelow(from)
}

//go:noinline
func paintBelow(from unsafe.Pointer) {
	for depth := stackUnseen; depth < stackPainted; depth++ {
		*(*byte)(unsafe.Add(from, -depth)) = stackPaint
	}
}

//go:noinline
func depthBelow(from unsafe.Pointer) int64 {
	depth := stackPainted
	for depth > stackUnseen &&
		*(*byte)(unsafe.Add(from, 1-depth)) == stackPaint {
		depth--
	}
	return int64(depth)
}
