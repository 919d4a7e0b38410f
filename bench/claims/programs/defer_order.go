// The first sample of 2.1.
package main

import "fmt"

// As printed:
func example() {
	defer fmt.Println("first")
	defer fmt.Println("second")
}

// The frame around it:
func main() {
	example()
}
