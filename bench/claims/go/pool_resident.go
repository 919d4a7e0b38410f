package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
)

// What stays resident after a spike: some large buffers are in use at once, and
// then no more. Each step collects, and gives free memory back to the kernel.

const (
	spikeBuffers = 32
	spikeBytes   = 1 << 20 // of a buffer
	spikeSteps   = 4
)

// residentBytes is 0 where the kernel does not say.
func residentBytes() float64 {
	line, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(line)
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseFloat(string(fields[1]), 64)
	return pages * float64(os.Getpagesize())
}

// spike takes all buffers, uses them, and lets them go.
func spike(take func() *[]byte, letGo func(*[]byte), used int) {
	var held [spikeBuffers]*[]byte
	for i := range held {
		held[i] = take()
		touchPages((*held[i])[:used])
	}
	for i := range held {
		letGo(held[i])
		held[i] = nil
	}
}

func touchPages(buffer []byte) {
	for at := 0; at < len(buffer); at += 4096 {
		buffer[at] = 1
	}
}

// watchSpike prints what is resident beyond the start: after the spike, and
// after each step. `between` is what the program does before each step.
func watchSpike(p *printer, setting string, take func() *[]byte,
	letGo func(*[]byte), between func()) {
	debug.FreeOSMemory()
	debug.FreeOSMemory()
	start := residentBytes()
	spike(take, letGo, spikeBytes)
	for step := 0; step <= spikeSteps; step++ {
		if step > 0 {
			between()
			debug.FreeOSMemory()
		}
		p.Value(fmt.Sprintf("%s collections=%d", setting, step), "resident",
			"bytes", residentBytes()-start)
	}
}

func newSpikeBuffer() any {
	buffer := make([]byte, spikeBytes)
	return &buffer
}

func takeFresh() *[]byte { return newSpikeBuffer().(*[]byte) }

func runPoolResident(p *printer) {
	pool := sync.Pool{New: newSpikeBuffer}
	take := func() *[]byte { return pool.Get().(*[]byte) }
	put := func(buffer *[]byte) { pool.Put(buffer) }
	idle := func() {}
	busy := func() { spike(take, put, 1) }
	p.Value("spike", "size", "bytes", spikeBuffers*spikeBytes)
	watchSpike(p, "released", takeFresh, func(*[]byte) {}, idle)
	watchSpike(p, "pooled", take, put, idle)
	watchSpike(p, "pooled in_use", take, put, busy)
}

func init() {
	register("pool_resident", 8, "what stays resident after a spike",
		runPoolResident)
}
