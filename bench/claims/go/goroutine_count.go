package main

import (
	"math"
	"math/rand"
	"runtime"
	"strconv"
	"time"
)

// Planted programs, some of which leak goroutines, and the rule that a number
// of goroutines that rises and does not fall means a leak. Their goroutines are
// real; a step stands for the five seconds between two looks at their number.

func init() {
	register("goroutine_count", 1,
		"planted leaks and innocents, and which of them the rule calls a leak",
		goroutineCount)
}

const (
	countSamples   = 120 // ten minutes
	countInstances = 10  // of each kind of program, with numbers of their own
	countIdle      = 10  // goroutines that each program has anyway
)

// The rule is put to every so many samples in a row: one minute, three, ten.
var countWindows = []int{12, 36, 120}

// planted is a kind of program: how many goroutines it has at each step.
type planted struct {
	name    string
	instant func(r *rand.Rand) func(step int) int
}

var countLeaks = []planted{
	{"one a step", func(r *rand.Rand) func(int) int {
		return func(step int) int { return step }
	}},
	{"one in ten steps", func(r *rand.Rand) func(int) int {
		first := r.Intn(10)
		return func(step int) int { return (step + first) / 10 }
	}},
	{"on rare errors", func(r *rand.Rand) func(int) int {
		leaked := 0
		return func(int) int {
			if r.Intn(30) == 0 {
				leaked++
			}
			return leaked
		}
	}},
	{"under uneven load", func(r *rand.Rand) func(int) int {
		return func(step int) int { return step + r.Intn(20) }
	}},
	{"under periodic load", func(r *rand.Rand) func(int) int {
		load := periodic(r)
		return func(step int) int { return step + load(step) }
	}},
	{"all at once", func(r *rand.Rand) func(int) int {
		when, size := r.Intn(countSamples), 20+r.Intn(60)
		return func(step int) int { return after(step, when) * size }
	}},
	{"while starting", func(r *rand.Rand) func(int) int {
		end := 5 + r.Intn(20)
		return func(step int) int { return lesser(step, end) }
	}},
}

var countInnocents = []planted{
	{"idle", func(r *rand.Rand) func(int) int {
		return func(int) int { return 0 }
	}},
	{"uneven load", func(r *rand.Rand) func(int) int {
		return func(int) int { return r.Intn(20) }
	}},
	{"periodic load", periodic},
	{"spike", func(r *rand.Rand) func(int) int {
		when, size := r.Intn(countSamples-20), 20+r.Intn(60)
		return func(step int) int {
			return size * lesser(lesser(step-when, when+10-step), 5) / 5
		}
	}},
	{"growth to a plateau", func(r *rand.Rand) func(int) int {
		workers := 10 + r.Intn(40)
		return func(step int) int { return lesser(step, workers) }
	}},
	{"warm-up of a cache", func(r *rand.Rand) func(int) int {
		keys, pace := float64(20+r.Intn(60)), float64(10+r.Intn(20))
		return func(step int) int {
			return int(keys * (1 - math.Exp(-float64(step)/pace)))
		}
	}},
	{"rising traffic of a morning", func(r *rand.Rand) func(int) int {
		peak := float64(20 + r.Intn(60))
		return func(step int) int {
			hour := float64(step) / countSamples * math.Pi / 2
			return int(peak*math.Sin(hour)) + r.Intn(3)
		}
	}},
	{"a batch of long tasks", func(r *rand.Rand) func(int) int {
		when, size := r.Intn(countSamples-30), 5+r.Intn(40)
		return func(step int) int {
			return size * (after(step, when) - after(step, when+30))
		}
	}},
}

func periodic(r *rand.Rand) func(int) int {
	period, height := float64(10+r.Intn(50)), float64(5+r.Intn(20))
	return func(step int) int {
		return int(height * (1 + math.Sin(2*math.Pi*float64(step)/period)))
	}
}

// after is 1 from that step on, 0 before.
func after(step, when int) int {
	if step >= when {
		return 1
	}
	return 0
}

func lesser(a, b int) int {
	if a < b {
		return a
	}
	return b
}

// crowd is goroutines that wait until they are told to end.
type crowd struct {
	ends  []chan struct{}
	empty int // goroutines that were there before
}

func newCrowd() *crowd {
	return &crowd{empty: runtime.NumGoroutine()}
}

// become starts or ends goroutines until there are so many, and returns when
// those that end are gone.
func (c *crowd) become(size int) {
	for len(c.ends) < size {
		end := make(chan struct{})
		c.ends = append(c.ends, end)
		go func() { <-end }()
	}
	for len(c.ends) > size {
		close(c.ends[len(c.ends)-1])
		c.ends = c.ends[:len(c.ends)-1]
	}
	for runtime.NumGoroutine() > c.empty+size {
		time.Sleep(time.Microsecond)
	}
}

// look is the number of goroutines at each step of the program.
func look(of planted, seed int64) (samples []int) {
	count := of.instant(rand.New(rand.NewSource(seed)))
	c := newCrowd()
	defer c.become(0)
	for step := 0; step < countSamples; step++ {
		alive := count(step)
		if alive < 0 {
			alive = 0
		}
		c.become(countIdle + alive)
		samples = append(samples, runtime.NumGoroutine())
	}
	return samples
}

// risesAndDoesNotFall tells whether so many samples in a row do.
func risesAndDoesNotFall(samples []int, window int) bool {
	since := 0 // it has not fallen
	for i := range samples {
		if i > 0 && samples[i] < samples[i-1] {
			since = i
		}
		first := i - window + 1
		if first >= since && samples[i] > samples[first] {
			return true
		}
	}
	return false
}

// printCalled prints which share of a kind's programs the rule calls a leak.
func printCalled(p *printer, truth string, of planted) {
	called := make([]int, len(countWindows))
	for seed := int64(1); seed <= countInstances; seed++ {
		samples := look(of, seed)
		for i, window := range countWindows {
			if risesAndDoesNotFall(samples, window) {
				called[i]++
			}
		}
	}
	for i, window := range countWindows {
		p.Value(truth+"/"+of.name+"/"+strconv.Itoa(window), "called_leak",
			"share", float64(called[i])/countInstances)
	}
}

func goroutineCount(p *printer) {
	for _, leak := range countLeaks {
		printCalled(p, "leak", leak)
	}
	for _, innocent := range countInnocents {
		printCalled(p, "innocent", innocent)
	}
}
