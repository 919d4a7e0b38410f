// The sample of 2.2.
package main

import "fmt"

// As printed:
func example() (result int) {
	result = 10
	defer func() {
		result = 20 // 修改命名返回值
	}()
	return result
}

// The frame around it: the same without a name, and after a recover.
func anonymous() int {
	result := 10
	defer func() {
		result = 20
	}()
	return result
}

func anonymousAfterRecover() int {
	result := 10
	defer func() {
		recover()
		result = 20
	}()
	panic(result)
}

func main() {
	fmt.Println("named", example())
	fmt.Println("anonymous", anonymous())
	fmt.Println("anonymous after a recover", anonymousAfterRecover())
}
