// Both samples of 3.2.
package main

import (
	"fmt"
	"log"
	"os"
)

// The frame around the first: a function, and how many files are open at its
// end.
func deferInLoop(files []string) {
	// As printed:
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			log.Fatal(err)
		}
		defer f.Close() // 错误:所有文件句柄直到函数结束才关闭
	}
	// The frame:
	fmt.Println("defer in the loop: open at the end of the loop", openFiles())
}

// The frame around the second.
func oneFunctionEach(files []string) {
	// As printed:
	for _, file := range files {
		processFile(file) // 将 defer 移入函数内部
	}
	// The frame:
	fmt.Println("a function each: open at the end of the loop", openFiles())
}

// As printed:
func processFile(filename string) {
	f, err := os.Open(filename)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close() // 正确:函数退出时立即释放
	// 处理文件...
}

// The frame around both: 100 times a file that is there.
func main() {
	file, err := os.CreateTemp("", "claims-file-*.txt")
	if err != nil {
		log.Fatal(err)
	}
	defer os.Remove(file.Name())
	file.Close()
	files := make([]string, 100)
	for i := range files {
		files[i] = file.Name()
	}
	deferInLoop(files)
	fmt.Println("after its return", openFiles())
	oneFunctionEach(files)
	fmt.Println("after its return", openFiles())
}
