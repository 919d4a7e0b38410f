package main

import (
	"bytes"
	"runtime"
	"syscall"
	"unsafe"
)

// A bytes.Buffer; use appends up to its size and reads it back.
var bufferResource = resource{
	cells: map[string]cell{
		"explicit_close": explicitCloseBuffer,
		"scoped_defer":   scopedDeferBuffer,
		"loop_defer":     loopDeferBuffer,
		"object_pool":    objectPoolBuffer,
	},
}

const bufferPiece = 32 // bytes appended at a time

var pieceOfBuffer = []byte("0123456789abcdef0123456789ABCDE\000")

// acquireBuffer is not inlined, so that the buffer's head is on the heap as
// well, where it is in C.
//
//go:noinline
func acquireBuffer(w *worker) *bytes.Buffer {
	buffer := new(bytes.Buffer)
	if probing {
		acquired(w, unsafe.Pointer(buffer))
	}
	return buffer
}

func min(a, b int) int {
	if a < b {
		return a
	}
	return b
}

// checkBuffer tells whether the buffer holds what was appended.
func checkBuffer(written []byte) bool {
	for at := 0; at < len(written); at += bufferPiece {
		length := min(len(written)-at, bufferPiece)
		if !bytes.Equal(written[at:at+length], pieceOfBuffer[:length]) {
			return false
		}
	}
	return true
}

func useBuffer(w *worker, buffer *bytes.Buffer, size int) bool {
	for buffer.Len() < size {
		buffer.Write(pieceOfBuffer[:min(size-buffer.Len(), bufferPiece)])
	}
	whole := checkBuffer(buffer.Bytes())
	if !whole {
		w.fail(syscall.EIO)
	}
	if probing {
		used(w, unsafe.Pointer(buffer))
	}
	return whole
}

// releaseBuffer is the last that knows the buffer: until here it is held.
func releaseBuffer(buffer *bytes.Buffer) {
	if probing {
		lettingGo(unsafe.Pointer(buffer))
		letGo(unsafe.Pointer(buffer))
	}
	runtime.KeepAlive(buffer)
}

func explicitCloseBuffer(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		buffer := acquireBuffer(w)
		whole := useBuffer(w, buffer, size)
		releaseBuffer(buffer)
		if !whole {
			return done
		}
	}
	return count
}

func scopedDeferBuffer(w *worker, size, count int) int {
	step := func() bool {
		buffer := acquireBuffer(w)
		defer releaseBuffer(buffer)
		return useBuffer(w, buffer, size)
	}
	for done := 0; done < count; done++ {
		if !step() {
			return done
		}
	}
	return count
}

func loopDeferBuffer(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		buffer := acquireBuffer(w)
		defer releaseBuffer(buffer)
		if !useBuffer(w, buffer, size) {
			return done
		}
	}
	return count
}

func objectPoolBuffer(w *worker, size, count int) int {
	for done := 0; done < count; done++ {
		buffer, _ := pool.Get().(*bytes.Buffer)
		if buffer == nil {
			buffer = acquireBuffer(w)
		}
		buffer.Reset()
		if !useBuffer(w, buffer, size) {
			releaseBuffer(buffer)
			return done
		}
		if probing {
			lettingGo(unsafe.Pointer(buffer))
			parked(unsafe.Pointer(buffer))
		}
		pool.Put(buffer)
	}
	return count
}
