// The sample of 3.1.
package main

import "fmt"

// As printed:
func slowFunc() {
	for i := 0; i < 10000; i++ {
		defer fmt.Println(i) // 每次循环都注册一个defer
	}
}

// The frame around it:
func main() {
	slowFunc()
}
