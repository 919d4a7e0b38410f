package main

import (
	"bufio"
	"bytes"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Which ways out of a function run its deferred call. Each is taken in a
// process of its own, which writes a byte to a pipe when the call is deferred
// and another one when it runs.

func init() {
	register("ways_out", 1, "which ways out run a deferred call", printWaysOut)
}

const (
	waysOutPipe = 3 // the child's end
	wayArmed    = "a"
	wayRan      = "r"
)

var waysOut = []struct {
	name  string
	leave func()
}{
	{"end of the function", leaving(func() {})},
	{"return in a loop", leaving(returnInLoop)},
	{"panic", leaving(panicHere)},
	{"panic that the caller recovers", recoverAbove},
	{"panic of the runtime", leaving(dereferenceNil)},
	{"log.Panic", leaving(func() { log.Panic("on purpose") })},
	{"runtime.Goexit", leaving(runtime.Goexit)},
	{"os.Exit", leaving(func() { os.Exit(0) })},
	{"log.Fatal", leaving(func() { log.Fatal("on purpose") })},
	{"concurrent map writes", leaving(writeMapAtOnce)},
	{"unlock of an unlocked mutex", leaving(unlockUnlocked)},
	{"deadlock", leaving(func() { select {} })},
	{"stack overflow", leaving(overflowStack)},
	{"out of memory", leaving(useUpMemory)},
	{"panic of another goroutine", leaving(panicElsewhere)},
	{"end of main", endMain},
	{"SIGINT", leaving(func() { die(syscall.SIGINT) })},
	{"SIGTERM", leaving(func() { die(syscall.SIGTERM) })},
	{"SIGKILL", leaving(func() { die(syscall.SIGKILL) })},
}

func printWaysOut(p *printer) {
	if way := settingHere(); way != "" {
		log.SetFlags(0)
		leaveBy(way)
		return
	}
	for _, way := range waysOut {
		result, end := takeWayOut(way.name)
		p.Text(way.name, "deferred_call", result)
		p.Text(way.name, "process", end)
	}
}

func leaveBy(name string) {
	for _, way := range waysOut {
		if way.name == name {
			way.leave()
		}
	}
}

// leaving defers a call and takes that way out.
func leaving(take func()) func() {
	return func() {
		tell(wayArmed)
		defer tell(wayRan)
		take()
	}
}

func tell(what string) {
	syscall.Write(waysOutPipe, []byte(what))
}

// takeWayOut is whether the deferred call ran, and how the process ended.
func takeWayOut(name string) (result, end string) {
	child, err := childFor(name)
	if err != nil {
		return "", err.Error()
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return "", err.Error()
	}
	defer reader.Close()
	var said bytes.Buffer
	child.ExtraFiles = []*os.File{writer}
	child.Stderr = &said
	err = child.Start()
	writer.Close()
	if err != nil {
		return "", err.Error()
	}
	told, _ := io.ReadAll(reader)
	err = child.Wait()
	return wayResult(string(told)), processEnd(err, &said)
}

func wayResult(told string) string {
	switch told {
	case wayArmed + wayRan:
		return "ran"
	case wayArmed:
		return "skipped"
	}
	return "not reached"
}

// processEnd is the exit status, and the first line that was said of it.
func processEnd(err error, said io.Reader) string {
	end := "exit status 0"
	if err != nil {
		end = err.Error()
	}
	line, _ := bufio.NewReader(said).ReadString('\n')
	if line = strings.TrimSpace(line); line != "" {
		end += ": " + line
	}
	return end
}

func returnInLoop() {
	for {
		return
	}
}

func panicHere() { panic("on purpose") }

func recoverAbove() {
	defer func() { recover() }()
	leaving(panicHere)()
}

func dereferenceNil() {
	var nothing *int
	*nothing = 1
}

func writeMapAtOnce() {
	shared := make(map[int]int)
	for i := 0; i < 2; i++ {
		go func() {
			for {
				shared[1]++
			}
		}()
	}
	time.Sleep(10 * time.Second)
}

func unlockUnlocked() { new(sync.Mutex).Unlock() }

func overflowStack() {
	debug.SetMaxStack(1 << 20)
	var recurse func(depth int) int
	recurse = func(depth int) int { return recurse(depth+1) + 1 }
	recurse(0)
}

// useUpMemory lets no more memory be mapped, and takes what there is.
func useUpMemory() {
	syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: 1, Max: 1})
	var kept [][]byte
	for {
		kept = append(kept, make([]byte, 1<<20))
	}
}

func panicElsewhere() {
	go panic("on purpose")
	time.Sleep(10 * time.Second)
}

// endMain leaves main while another goroutine still has a deferred call.
func endMain() {
	ready := make(chan struct{})
	go leaving(func() {
		close(ready)
		select {}
	})()
	<-ready
}

func die(signal syscall.Signal) {
	syscall.Kill(os.Getpid(), signal)
	time.Sleep(10 * time.Second)
}
