// Both samples of 3.3.
package main

import (
	"fmt"
	"runtime"
	"time"
)

// As printed, but for the interval, which is 5 seconds there:
func monitorGoroutines() {
	ticker := time.NewTicker(50 * time.Millisecond)
	for range ticker.C {
		fmt.Printf("当前 goroutine 数量: %d\n", runtime.NumGoroutine())
	}
}

// The frame around the second sample: a function.
func dumpStacks() {
	// As printed:
	buf := make([]byte, 1024<<10)
	runtime.Stack(buf, true)
	fmt.Printf("完整堆栈:\n%s", buf)
}

// The frame around both: three goroutines that wait for ever, and the time for
// one line.
func main() {
	never := make(chan struct{})
	for i := 0; i < 3; i++ {
		go func() { <-never }()
	}
	go monitorGoroutines()
	time.Sleep(75 * time.Millisecond)
	dumpStacks()
}
