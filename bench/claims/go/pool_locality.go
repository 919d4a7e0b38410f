package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What a pool does for the processor's caches. Requests keep some objects of
// 1 KiB in use at once; each is written and read back.

const (
	visitObjectWords = 1024 / 8
	visitMostInUse   = 2048
	visitCount       = 8192
	visitPieces      = 5
)

type visitObject [visitObjectWords]uint64

var visitedObjects = sync.Pool{New: func() any { return new(visitObject) }}

// A way to have objects. Fresh ones are let go by forgetting them.
type visitWay struct {
	name string
	take func() *visitObject
	give func(*visitObject)
}

var visitWays = []visitWay{
	{"pooled",
		func() *visitObject { return visitedObjects.Get().(*visitObject) },
		func(object *visitObject) { visitedObjects.Put(object) }},
	{"fresh",
		func() *visitObject { return new(visitObject) },
		func(*visitObject) {}},
}

var visitSum uint64

func visit(object *visitObject) {
	for i := range object {
		object[i] = uint64(i)
	}
	sum := uint64(0)
	for _, word := range object {
		sum += word
	}
	visitSum += sum
}

var visitHeld [visitMostInUse]*visitObject

// visitObjects visits so many objects, some of them at a time.
func visitObjects(way *visitWay, inUse, count int) {
	for done := 0; done < count; done += inUse {
		for i := 0; i < inUse; i++ {
			visitHeld[i] = way.take()
			visit(visitHeld[i])
		}
		for i := 0; i < inUse; i++ {
			way.give(visitHeld[i])
			visitHeld[i] = nil
		}
	}
}

func timeVisits(way *visitWay, inUse int) float64 {
	start := time.Now()
	visitObjects(way, inUse, visitCount)
	return float64(time.Since(start)) / visitCount
}

// printVisits times the first way once more: how far it is from itself is
// noise.
func printVisits(p *printer, inUse int) {
	ns := make([][]float64, len(visitWays)+1)
	for piece := 0; piece < visitPieces; piece++ {
		for i := range ns {
			way := &visitWays[i%len(visitWays)]
			ns[i] = append(ns[i], timeVisits(way, inUse))
		}
	}
	for i := range ns {
		name := visitWays[i%len(visitWays)].name
		if i >= len(visitWays) {
			name += " again"
		}
		p.Value(fmt.Sprintf("%s in_use=%d", name, inUse), "visit", "ns",
			median(ns[i]))
	}
}

// The same counted by valgrind's model of caches: 32 KiB and 1 MiB, 64 bytes a
// line, whatever this machine has. One program a setting, less what a program
// without visits misses.
var visitValgrind = []string{"--tool=cachegrind", "--cache-sim=yes",
	"--I1=32768,8,64", "--D1=32768,8,64", "--LL=1048576,16,64"}

type visitMisses struct{ firstLevel, lastLevel float64 }

// readMisses adds up the columns of data misses.
func readMisses(file string) (misses visitMisses, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return
	}
	err = errors.New("valgrind counted nothing")
	var events []string
	for _, line := range strings.Split(string(text), "\n") {
		switch words := strings.Fields(line); {
		case strings.HasPrefix(line, "events: "):
			events = words
		case strings.HasPrefix(line, "summary: ") && len(words) == len(events):
			misses, err = sumMisses(events, words), nil
		}
	}
	return
}

func sumMisses(events, counts []string) (misses visitMisses) {
	for i, event := range events {
		count, _ := strconv.ParseFloat(counts[i], 64)
		switch event {
		case "D1mr", "D1mw":
			misses.firstLevel += count
		case "DLmr", "DLmw":
			misses.lastLevel += count
		}
	}
	return
}

// countMisses runs this program again under valgrind, for the setting
// "WAY IN_USE VISITS". The runtime's own signals would cut valgrind's file
// short.
func countMisses(setting string) (visitMisses, error) {
	child, err := childFor(setting)
	if err != nil {
		return visitMisses{}, err
	}
	folder, err := os.MkdirTemp("", "cleanup-claims-")
	if err != nil {
		return visitMisses{}, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "cachegrind")
	arguments := append([]string{"--cachegrind-out-file=" + file},
		visitValgrind...)
	arguments = append(arguments, child.Path)
	valgrind := exec.Command("valgrind", append(arguments, child.Args[1:]...)...)
	valgrind.Env = append(child.Env, "GODEBUG=asyncpreemptoff=1")
	if err := valgrind.Run(); err != nil {
		return visitMisses{}, err
	}
	return readMisses(file)
}

func visitAsTold(told string) {
	words := strings.Fields(told)
	inUse, _ := strconv.Atoi(words[1])
	count, _ := strconv.Atoi(words[2])
	for i := range visitWays {
		if visitWays[i].name == words[0] {
			visitObjects(&visitWays[i], inUse, count)
		}
	}
}

func printMisses(p *printer, way string, inUse int, idle visitMisses) {
	misses, err := countMisses(fmt.Sprintf("%s %d %d", way, inUse, visitCount))
	if err != nil {
		return
	}
	setting := fmt.Sprintf("%s in_use=%d", way, inUse)
	p.Value(setting, "first_level", "misses per object",
		(misses.firstLevel-idle.firstLevel)/visitCount)
	p.Value(setting, "last_level", "misses per object",
		(misses.lastLevel-idle.lastLevel)/visitCount)
}

func runCacheMisses(p *printer) {
	if told := settingHere(); told != "" {
		visitAsTold(told)
		os.Exit(0)
	}
	if _, err := exec.LookPath("valgrind"); err != nil {
		p.Text("", "why_not", "no valgrind here: apt-get install valgrind")
		return
	}
	idle, err := countMisses("pooled 1 0")
	if err != nil {
		p.Text("", "why_not", "valgrind could not run the program")
		return
	}
	for _, inUse := range []int{16, 2048} {
		for _, way := range visitWays {
			printMisses(p, way.name, inUse, idle)
		}
	}
}

func init() {
	register("pool_locality", 12,
		"time of a visit to a pooled object and to fresh ones",
		func(p *printer) {
			for _, inUse := range []int{16, 256, visitMostInUse} {
				printVisits(p, inUse)
			}
		})
	register("pool_cache_misses", 1,
		"simulated cache misses of a visit to a pooled object and to fresh ones",
		runCacheMisses)
}
