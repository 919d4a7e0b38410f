package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// How many files a loop opens before the limit on descriptors stops it, by what
// closes them. Each is a process of its own, which sets its limit.

func init() {
	register("descriptors", 1, "files opened until the limit stops it",
		printDescriptors)
}

// Tried beyond the limit, so that a loop that leaks must meet it.
const descriptorsBeyond = 64

var descriptorLimits = []uint64{64, 256, 1024, 4096, 65536}

var descriptorStrategies = []struct {
	name string
	run  func(*opener)
}{
	{"loop_defer", openAndDefer},
	{"scoped_defer", openInLiteral},
	{"explicit_close", openAndClose},
	{"object_pool", openFromPool},
}

func printDescriptors(p *printer) {
	if setting := settingHere(); setting != "" {
		descriptorsChild(p, setting)
		return
	}
	for _, limit := range descriptorLimits {
		for _, strategy := range descriptorStrategies {
			setting := fmt.Sprintf("%s limit=%d", strategy.name, limit)
			runDescriptors(p, setting)
		}
	}
	printRaisedLimit(p)
}

func runDescriptors(p *printer, setting string) {
	child, err := childFor(setting)
	if err == nil {
		p.Flush()
		child.Stdout = os.Stdout
		err = child.Run()
	}
	if err != nil {
		p.Text(setting, "why_not", err.Error())
	}
}

func descriptorsChild(p *printer, setting string) {
	if setting == softLimitSetting {
		p.Value(setting, "soft_limit", "descriptors", float64(softLimit()))
		return
	}
	name, limitText, _ := strings.Cut(setting, " limit=")
	limit, _ := strconv.ParseUint(limitText, 10, 32)
	held, err := setDescriptorLimit(limit)
	if err != nil {
		p.Text(setting, "why_not", err.Error())
		return
	}
	o := &opener{wanted: int(held) + descriptorsBeyond}
	for _, strategy := range descriptorStrategies {
		if strategy.name == name {
			strategy.run(o)
		}
	}
	o.print(p, setting, held)
}

// setDescriptorLimit sets both limits, or the soft one as high as the hard one
// lets it; it returns what holds then.
func setDescriptorLimit(limit uint64) (uint64, error) {
	both := syscall.Rlimit{Cur: limit, Max: limit}
	if syscall.Setrlimit(syscall.RLIMIT_NOFILE, &both) == nil {
		return limit, nil
	}
	err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &both)
	return both.Cur, err
}

// An opener opens one file again and again, and counts.
type opener struct {
	wanted int // opens
	opens  int
	held   int
	peak   int
	err    error // that ended it
}

func (o *opener) print(p *printer, setting string, limit uint64) {
	p.Value(setting, "limit", "descriptors", float64(limit))
	p.Value(setting, "wanted", "uses", float64(o.wanted))
	p.Value(setting, "uses", "uses", float64(o.opens))
	p.Value(setting, "held_peak", "files", float64(o.peak))
	if o.err != nil {
		p.Text(setting, "failure", o.err.Error())
	}
}

func (o *opener) open() (*os.File, bool) {
	file, err := os.Open("/proc/self/exe")
	if err != nil {
		o.err = err
		return nil, false
	}
	o.held++
	if o.held > o.peak {
		o.peak = o.held
	}
	return file, true
}

func (o *opener) close(file *os.File) {
	file.Close()
	o.held--
}

func openAndDefer(o *opener) {
	for o.opens < o.wanted {
		file, is := o.open()
		if !is {
			return
		}
		defer o.close(file)
		o.opens++
	}
}

func openInLiteral(o *opener) {
	for is := true; is && o.opens < o.wanted; {
		func() {
			var file *os.File
			if file, is = o.open(); !is {
				return
			}
			defer o.close(file)
			o.opens++
		}()
	}
}

func openAndClose(o *opener) {
	for o.opens < o.wanted {
		file, is := o.open()
		if !is {
			return
		}
		o.opens++
		o.close(file)
	}
}

func openFromPool(o *opener) {
	var pool sync.Pool
	for o.opens < o.wanted {
		file, is := pool.Get().(*os.File)
		if !is {
			if file, is = o.open(); !is {
				return
			}
		}
		o.opens++
		pool.Put(file)
	}
}

const (
	softLimitSetting = "started with a soft limit of 64"
	softLimitGiven   = 64
)

// printRaisedLimit shows what a program in Go makes of its soft limit when it
// begins: a child inherits a low one.
func printRaisedLimit(p *printer) {
	var own syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &own) != nil {
		return
	}
	low := syscall.Rlimit{Cur: softLimitGiven, Max: own.Max}
	if syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low) != nil {
		return
	}
	runDescriptors(p, softLimitSetting)
	syscall.Setrlimit(syscall.RLIMIT_NOFILE, &own)
	p.Value(softLimitSetting, "hard_limit", "descriptors", float64(own.Max))
}

func softLimit() uint64 {
	var limit syscall.Rlimit
	syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit)
	return limit.Cur
}
