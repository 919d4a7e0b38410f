package main

import "unsafe"

// allocateUncleared is a block without pointers from Go's own allocator, whose
// old bytes are left: clearing 100 KiB takes longer than finding them.
//
//go:linkname allocateUncleared runtime.mallocgc
func allocateUncleared(size uintptr, kind unsafe.Pointer, clear bool) unsafe.Pointer
