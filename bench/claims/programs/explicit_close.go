// The sample of 4.1.
package main

import (
	"fmt"
	"log"
	"os"
)

// The frame around it: a function.
func closeExplicitly() {
	// As printed:
	file, err := os.Open("data.txt")
	if err != nil {
		log.Fatal(err)
	}
	// 显式调用,避免defer堆积
	if err := file.Close(); err != nil {
		log.Printf("failed to close file: %v", err)
	}
	// The frame: whether it is closed.
	fmt.Println("closed", file.Close() != nil)
}

// The frame around it: the file, in a folder of its own.
func main() {
	folder, err := os.MkdirTemp("", "claims-file-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	if err := os.Chdir(folder); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile("data.txt", nil, 0o600); err != nil {
		log.Fatal(err)
	}
	closeExplicitly()
}
