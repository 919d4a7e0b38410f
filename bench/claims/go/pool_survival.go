package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

// How many objects that lie in a pool are still there after some collections.

func init() {
	register("pool_survival", 1,
		"share of idle pooled objects that survive some collections",
		poolSurvival)
}

const (
	survivalObjects     = 64
	survivalCollections = 3
)

func survivors(collections int) (count int) {
	var pool sync.Pool
	for i := 0; i < survivalObjects; i++ {
		pool.Put(new([64]byte))
	}
	for i := 0; i < collections; i++ {
		runtime.GC()
	}
	for pool.Get() != nil {
		count++
	}
	return count
}

// On one processor: an object in another one's private slot cannot be had.
func poolSurvival(p *printer) {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(-1)
	for n := 0; n <= survivalCollections; n++ {
		p.Value(fmt.Sprintf("collections=%d", n), "survive", "share",
			float64(survivors(n))/survivalObjects)
	}
}
