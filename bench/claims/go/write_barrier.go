package main

import (
	"runtime"
	"sync/atomic"
	"time"
	"unsafe"
)

// How often a pointer write executes the write barrier, while the collector
// marks and while it does not. A barrier notes what it saw in a buffer of its
// processor, so each write is followed by a look at these buffers; that counts
// barriers one by one. What a write takes is timed apart from that.

func init() {
	register("write_barrier", 20,
		"write barriers executed, and ns, by shape of the write", writeBarrier)
}

const (
	writesCounted = 100   // one by one, in each state of the collector
	writesTimed   = 4096  // together
	listLength    = 200e3 // nodes, which are marked one after the other
	collections   = 3
	passesIdle    = 20 // timings between two collections
)

type writeShape struct {
	name     string
	function string // as the compiler's messages have it
	write    func(value *node, times int)
}

var writeShapes = []writeShape{
	{"heap_field", "writeHeapField", writeHeapField},
	{"heap_nil", "writeHeapNil", writeHeapNil},
	{"slice_element", "writeSliceElement", writeSliceElement},
	{"global", "writeGlobal", writeGlobal},
	{"stack_through_pointer", "writeThroughPointer",
		writeStackThroughPointer},
	{"stack_slot", "writeStackSlot", func(value *node, times int) {
		writeStackSlot(value, times)
	}},
	{"fresh_object", "freshObject", writeFreshObject},
	{"number", "writeHeapNumber", writeHeapNumber},
}

// collector is what there is to see of the runtime's collector.
type collector struct {
	barrier *uint32    // not 0 while barriers are on
	buffers []*uintptr // where each processor's next barrier goes
}

func watchCollector() (collector, error) {
	symbols, err := readSymbols()
	if err != nil {
		return collector{}, err
	}
	offset, err := symbols.offset("runtime.p", "wbBuf")
	if err != nil {
		return collector{}, err
	}
	next, err := symbols.offset("runtime.wbBuf", "next")
	if err != nil {
		return collector{}, err
	}
	c := collector{barrier: (*uint32)(symbols.variable("runtime.writeBarrier"))}
	for _, processor := range *(*[]unsafe.Pointer)(
		symbols.variable("runtime.allp")) {
		c.buffers = append(c.buffers,
			(*uintptr)(unsafe.Add(processor, offset+next)))
	}
	return c, nil
}

func (c *collector) marking() bool {
	return atomic.LoadUint32(c.barrier) != 0
}

// place changes with every barrier executed.
func (c *collector) place() (sum uintptr) {
	for _, next := range c.buffers {
		sum += atomic.LoadUintptr(next)
	}
	return sum
}

// executions is how many of writesCounted writes executed a barrier.
func (c *collector) executions(shape writeShape, value *node) float64 {
	count := 0
	for i := 0; i < writesCounted; i++ {
		before := c.place()
		shape.write(value, 1)
		if c.place() != before {
			count++
		}
	}
	return float64(count)
}

func timeWrites(shape writeShape, value *node) float64 {
	start := time.Now()
	shape.write(value, writesTimed)
	return float64(time.Since(start)) / writesTimed
}

// What was seen in one state of the collector, by shape.
type writesSeen struct {
	executions, ns [][]float64
}

func newWritesSeen() *writesSeen {
	shapes := len(writeShapes)
	return &writesSeen{make([][]float64, shapes), make([][]float64, shapes)}
}

// pass measures every shape once; what the collector changed its state under
// does not count.
func (s *writesSeen) pass(c *collector, marking bool, value *node) {
	for i, shape := range writeShapes {
		executions := c.executions(shape, value)
		ns := timeWrites(shape, value)
		if c.marking() == marking {
			s.executions[i] = append(s.executions[i], executions)
			s.ns[i] = append(s.ns[i], ns)
		}
	}
}

func (s *writesSeen) print(p *printer, state string) {
	for i, shape := range writeShapes {
		if len(s.ns[i]) == 0 {
			continue
		}
		setting := shape.name + " " + state
		p.Value(setting, "executions", "per write",
			median(s.executions[i])/writesCounted)
		p.Value(setting, "time", "ns per write", median(s.ns[i]))
	}
}

// newList is a list that takes the collector a while: each node must be read
// before the next one is known.
func newList(length int) (first *node) {
	for i := 0; i < length; i++ {
		first = &node{next: first}
	}
	return first
}

func writeBarrier(p *printer) {
	c, err := watchCollector()
	if err != nil {
		stop(err)
	}
	list, value := newList(listLength), new(node)
	idle, marking := newWritesSeen(), newWritesSeen()
	for i := 0; i < collections; i++ {
		for pass := 0; pass < passesIdle; pass++ {
			idle.pass(&c, false, value)
		}
		collecting := collect()
		for isOpen(collecting) {
			if c.marking() {
				marking.pass(&c, true, value)
			} else {
				runtime.Gosched()
			}
		}
	}
	runtime.KeepAlive(list)
	idle.print(p, "idle")
	marking.print(p, "marking")
	printBarrierChecks(p)
}

// collect begins a collection; the channel is closed when it has ended.
func collect() <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		runtime.GC()
		close(ended)
	}()
	return ended
}

func isOpen(channel <-chan struct{}) bool {
	select {
	case <-channel:
		return false
	default:
		return true
	}
}
