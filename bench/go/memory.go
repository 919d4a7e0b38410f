package main

import (
	"runtime"
	"unsafe"
)

// A slice of bytes; every cache line of it is written once. It is let go by
// forgetting it: what that costs, the collector pays.
var memoryResource = resource{
	cells: map[string]cell{
		"explicit_close": explicitCloseMemory,
		"scoped_defer":   scopedDeferMemory,
		"loop_defer":     loopDeferMemory,
		"object_pool":    objectPoolMemory,
	},
}

const cacheLine = 64 // bytes

// acquireMemory's size is not known when it is compiled, so the slice is on
// the heap: with a constant one it would be on the stack.
func acquireMemory(w *worker, size int) []byte {
	block := make([]byte, size)
	if probing {
		acquired(w, unsafe.Pointer(&block[0]))
	}
	return block
}

func useMemory(w *worker, block []byte) {
	for offset := 0; offset < len(block); offset += cacheLine {
		block[offset] = byte(offset)
	}
	if probing {
		used(w, unsafe.Pointer(&block[0]))
	}
}

// releaseMemory is the last that knows the block: until here it is held.
func releaseMemory(block []byte) {
	if probing {
		lettingGo(unsafe.Pointer(&block[0]))
		letGo(unsafe.Pointer(&block[0]))
	}
	runtime.KeepAlive(block)
}

func explicitCloseMemory(w *worker, size, count int) int {
	for i := 0; i < count; i++ {
		block := acquireMemory(w, size)
		useMemory(w, block)
		releaseMemory(block)
	}
	return count
}

func scopedDeferMemory(w *worker, size, count int) int {
	for i := 0; i < count; i++ {
		func() {
			block := acquireMemory(w, size)
			defer releaseMemory(block)
			useMemory(w, block)
		}()
	}
	return count
}

func loopDeferMemory(w *worker, size, count int) int {
	for i := 0; i < count; i++ {
		block := acquireMemory(w, size)
		defer releaseMemory(block)
		useMemory(w, block)
	}
	return count
}

// The pool keeps pointers to slices: a slice itself would be copied to the
// heap each time that it is put back.
func objectPoolMemory(w *worker, size, count int) int {
	for i := 0; i < count; i++ {
		block, _ := pool.Get().(*[]byte)
		if block == nil {
			fresh := acquireMemory(w, size)
			block = &fresh
		}
		useMemory(w, *block)
		if probing {
			lettingGo(unsafe.Pointer(&(*block)[0]))
			parked(unsafe.Pointer(&(*block)[0]))
		}
		pool.Put(block)
	}
	return count
}
