package main

import (
	"errors"
	"math/rand"
	"os"
	"strconv"
	"time"
)

// How long a file stays open after its last use, and how many stay open for
// good when opening or reading fails at random, by way of closing.

const (
	closedFiles      = 100 // that one call opens
	holdCalls        = 30
	faultyFiles      = 20000 // for each way out, about
	faultProbability = 0.01
)

var errInjected = errors.New("an injected fault")

// closing is what a way of closing works with: files that count how many are
// open and for how long after their last use, and faults where they are wanted.
type closing struct {
	path   string
	faults *rand.Rand // nil: nothing fails
	panics bool
	open   map[*countedFile]bool
	taken  int
	held   time.Duration
}

type countedFile struct {
	*os.File
	of       *closing
	lastUsed time.Time
}

func (c *closing) strike() error {
	if c.faults == nil || c.faults.Float64() >= faultProbability {
		return nil
	}
	if c.panics {
		panic(errInjected)
	}
	return errInjected
}

func (c *closing) openFile() (*countedFile, error) {
	if err := c.strike(); err != nil {
		return nil, err
	}
	file, err := os.Open(c.path)
	if err != nil {
		return nil, err
	}
	counted := &countedFile{File: file, of: c}
	c.open[counted] = true
	c.taken++
	return counted, nil
}

func (f *countedFile) use() error {
	if err := f.of.strike(); err != nil {
		return err
	}
	var piece [4096]byte
	_, err := f.Read(piece[:])
	f.lastUsed = time.Now()
	return err
}

func (f *countedFile) letGo() {
	f.of.held += time.Since(f.lastUsed)
	f.File.Close()
	delete(f.of.open, f)
}

// The ways of closing. Each opens, uses and closes closedFiles files.

func closeAtTheEnd(c *closing) error {
	for i := 0; i < closedFiles; i++ {
		file, err := c.openFile()
		if err != nil {
			return err
		}
		if err := file.use(); err != nil {
			return err
		}
		file.letGo()
	}
	return nil
}

func closeOnEveryReturn(c *closing) error {
	for i := 0; i < closedFiles; i++ {
		file, err := c.openFile()
		if err != nil {
			return err
		}
		err = file.use()
		file.letGo()
		if err != nil {
			return err
		}
	}
	return nil
}

func deferInFunction(c *closing) error {
	one := func() error {
		file, err := c.openFile()
		if err != nil {
			return err
		}
		defer file.letGo()
		return file.use()
	}
	for i := 0; i < closedFiles; i++ {
		if err := one(); err != nil {
			return err
		}
	}
	return nil
}

func deferInLoop(c *closing) error {
	for i := 0; i < closedFiles; i++ {
		file, err := c.openFile()
		if err != nil {
			return err
		}
		defer file.letGo()
		if err := file.use(); err != nil {
			return err
		}
	}
	return nil
}

var waysOfClosing = []struct {
	strategy string
	call     func(*closing) error
}{
	{"close_at_the_end", closeAtTheEnd},
	{"explicit_close", closeOnEveryReturn},
	{"scoped_defer", deferInFunction},
	{"loop_defer", deferInLoop},
}

func leastHold(path string, call func(*closing) error) float64 {
	least := time.Duration(1 << 62)
	for i := 0; i < holdCalls; i++ {
		c := &closing{path: path, open: map[*countedFile]bool{}}
		if err := call(c); err != nil {
			panic(err)
		}
		if c.held < least {
			least = c.held
		}
	}
	return float64(least.Nanoseconds()) / closedFiles
}

// callRecovering is the caller that goes on after a panic.
func callRecovering(c *closing, call func(*closing) error) {
	defer func() { recover() }()
	call(c)
}

// faultSeed is another one in each round, so that rounds draw other faults.
func faultSeed(round string) int64 {
	number, err := strconv.ParseInt(round, 10, 64)
	if err != nil {
		panic(err)
	}
	return 42 + number
}

func leakedPerMillion(path string, call func(*closing) error, panics bool,
	seed int64) float64 {
	c := &closing{path: path, panics: panics,
		faults: rand.New(rand.NewSource(seed)), open: map[*countedFile]bool{}}
	leaked := 0
	for c.taken < faultyFiles {
		callRecovering(c, call)
		leaked += len(c.open)
		for file := range c.open {
			file.letGo()
		}
	}
	return 1e6 * float64(leaked) / float64(c.taken)
}

func runExplicitClose(p *printer) {
	file, err := os.CreateTemp("", "closing")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	file.Write(make([]byte, 4096))
	file.Close()
	seed := faultSeed(p.round)
	for _, way := range waysOfClosing {
		setting := "strategy=" + way.strategy
		p.Value(setting, "hold", "ns", leastHold(file.Name(), way.call))
		p.Value(setting+" way=error return", "leaked", "per million",
			leakedPerMillion(file.Name(), way.call, false, seed))
		p.Value(setting+" way=panic", "leaked", "per million",
			leakedPerMillion(file.Name(), way.call, true, seed))
	}
}

func init() {
	register("explicit_close", 8,
		"how long files stay open, and how many for good when work fails",
		runExplicitClose)
}
