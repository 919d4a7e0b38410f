// Both samples of 2.4.
package main

import (
	"fmt"
	"os"
)

// The frame around the first: a function, and how many files are open at its
// end.
func deferInLoop() {
	// As printed:
	for i := 0; i < 10000; i++ {
		f, err := os.Open(fmt.Sprintf("file%d.txt", i))
		if err != nil { /* 忽略错误 */
		}
		defer f.Close() // 每次循环都注册 defer,最终集中执行
	}
	// The frame:
	fmt.Println("defer in the loop: open at the end of the loop", openFiles())
}

// The frame around the second.
func deferInLiteral() {
	// As printed:
	for i := 0; i < 10000; i++ {
		func() {
			f, err := os.Open(fmt.Sprintf("file%d.txt", i))
			if err != nil {
				return
			}
			defer f.Close() // defer 作用于当前匿名函数
			// 处理文件
		}()
	}
	// The frame:
	fmt.Println("in a function literal: open at the end of the loop", openFiles())
}

// The frame around both: the files, in a folder of their own.
func main() {
	folder, err := os.MkdirTemp("", "claims-files-")
	if err == nil {
		defer os.RemoveAll(folder)
		err = os.Chdir(folder)
	}
	for i := 0; err == nil && i < 10000; i++ {
		err = os.WriteFile(fmt.Sprintf("file%d.txt", i), nil, 0o600)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	before := openFiles()
	deferInLoop()
	fmt.Println("after its return", openFiles()-before)
	deferInLiteral()
	fmt.Println("after its return", openFiles()-before)
}
