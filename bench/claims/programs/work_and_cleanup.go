// The sample of 2.3.
package main

import "fmt"

// As printed:
func example() {
	defer fmt.Println("cleanup")
	fmt.Println("work")
}

// The frame around it:
func main() {
	example()
}
