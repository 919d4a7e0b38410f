// The sample of 4.2.
package main

import (
	"bytes"
	"fmt"
	"sync"
)

// As printed:
var bufferPool = sync.Pool{
	New: func() interface{} {
		return new(bytes.Buffer)
	},
}

// The frame around it: a function, what lies in the buffer before and after it
// is reset, and the use of it.
func use(text string) *bytes.Buffer {
	// As printed:
	// 获取对象
	buf := bufferPool.Get().(*bytes.Buffer)
	// The frame:
	fmt.Printf("before the reset %q\n", buf)
	// As printed:
	buf.Reset() // 使用前重置状态
	// ... 使用 buf
	// The frame:
	fmt.Printf("after the reset %q\n", buf)
	buf.WriteString(text)
	// As printed:
	bufferPool.Put(buf) // 归还对象
	// The frame:
	return buf
}

// The frame around it: two users, one after the other.
func main() {
	first := use("of the first user")
	second := use("of the second user")
	fmt.Println("the same buffer twice", first == second)
}
