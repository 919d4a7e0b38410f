package main

// Writes of a pointer, one function for each shape. The file imports nothing,
// so that the compiler can be asked about it alone (see barrier_checks.go).

type node struct {
	next   *node
	number int
	_      [6]int // a cache line in all
}

var (
	heapNode   = new(node)
	heapSlice  = make([]*node, 4)
	globalSlot *node
	globalNode node
)

//go:noinline
func writeHeapField(value *node, times int) {
	to := heapNode
	for i := 0; i < times; i++ {
		to.next = value
	}
}

//go:noinline
func writeHeapNil(_ *node, times int) {
	to := heapNode
	for i := 0; i < times; i++ {
		to.next = nil
	}
}

//go:noinline
func writeSliceElement(value *node, times int) {
	to := heapSlice
	for i := 0; i < times; i++ {
		to[i&3] = value
	}
}

//go:noinline
func writeGlobal(value *node, times int) {
	for i := 0; i < times; i++ {
		globalSlot = value
	}
}

// The slot lies on the caller's stack, which this function cannot know.
//
//go:noinline
func writeThroughPointer(to **node, value *node, times int) {
	for i := 0; i < times; i++ {
		*to = value
	}
}

//go:noinline
func writeStackThroughPointer(value *node, times int) {
	var slot *node
	writeThroughPointer(&slot, value, times)
}

//go:noinline
func writeStackSlot(value *node, times int) *node {
	var slots [4]*node // indexed, so that it is not kept in registers
	for i := 0; i < times; i++ {
		slots[i&3] = value
	}
	return slots[times&3]
}

//go:noinline
func freshObject() *node {
	return &node{next: &globalNode}
}

//go:noinline
func writeFreshObject(_ *node, times int) {
	for i := 0; i < times; i++ {
		freshObject()
	}
}

//go:noinline
func writeHeapNumber(_ *node, times int) {
	to := heapNode
	for i := 0; i < times; i++ {
		to.number = i
	}
}
