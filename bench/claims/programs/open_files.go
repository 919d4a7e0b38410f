package main

import (
	"fmt"
	"os"
	"strings"
)

// openFiles tells how many files with names in .txt are open.
func openFiles() int {
	links, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		fmt.Println(err)
	}
	files := 0
	for _, link := range links {
		name, _ := os.Readlink("/proc/self/fd/" + link.Name())
		if strings.HasSuffix(name, ".txt") {
			files++
		}
	}
	return files
}
