// The second sample of 2.1.
package main

import "fmt"

// As printed:
func deferWithValue() {
	i := 10
	defer fmt.Println(i) // 输出 10,非最终值
	i = 20
}

// The frame around it: what a closure sees of its variable.
func deferWithClosure() {
	i := 10
	defer func() { fmt.Println("in a closure", i) }()
	i = 20
}

func main() {
	deferWithValue()
	deferWithClosure()
}
