// The sample of chapter 1, as printed and whole.
package main

import "runtime"

func main() {
	var m1, m2 runtime.MemStats
	runtime.ReadMemStats(&m1)

	// 分配10000个小型对象
	for i := 0; i < 10000; i++ {
		_ = make([]byte, 16) // 小对象分配
	}

	runtime.ReadMemStats(&m2)
	// 输出分配前后堆内存变化
	println("Heap allocated (MB):", (m2.HeapAlloc-m1.HeapAlloc)/1024/1024)
}
