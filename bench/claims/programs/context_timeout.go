// The sample of 4.3.
package main

import (
	"context"
	"fmt"
	"time"
)

// The frame around it: a function, and what comes back.
func call() {
	begin := time.Now()
	// As printed:
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()

	result, err := fetchData(ctx) // 传递上下文至数据层
	// The frame:
	fmt.Printf("result %q, error %q\n", result, err)
	took := time.Since(begin)
	fmt.Println("not before 100 ms", took >= 100*time.Millisecond)
	fmt.Println("within a second", took < time.Second)
}

// The frame around it: work of ten seconds that looks at its context.
func fetchData(ctx context.Context) (string, error) {
	select {
	case <-time.After(10 * time.Second):
		return "data", nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

func main() {
	call()
}
