package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"sync"
	"time"
)

// What the article's last chapter asks for: a resource that knows its creator's
// stack, a pool of those that are watched, and a scan of it. And its sample,
// which logs what is released and scans nothing. The same cases as in C
// (bench/claims/leaks).

func init() {
	register("tracker", 20,
		"a create and a release under trackers, by depth of stack and sample",
		trackerTimes)
	register("tracker_leaks", 1,
		"planted leaks and wrong releases that trackers tell of", trackerLeaks)
}

// tracked is a resource within its record.
type tracked struct {
	resource any
	size     int
	created  time.Time
	stack    []uintptr
	released bool
}

// watchedPool holds what was created and not released. The lock guards it all.
type watchedPool struct {
	sync.Mutex
	depth    int
	held     map[*tracked]struct{}
	mistakes int
}

func newWatchedPool(depth int) *watchedPool {
	return &watchedPool{depth: depth, held: map[*tracked]struct{}{}}
}

const deepestStack = 64

func (w *watchedPool) create(resource any, size int) *tracked {
	var frames [deepestStack]uintptr
	length := runtime.Callers(2, frames[:w.depth])
	t := &tracked{resource: resource, size: size, created: time.Now(),
		stack: append([]uintptr(nil), frames[:length]...)}
	w.Lock()
	w.held[t] = struct{}{}
	w.Unlock()
	return t
}

// release says whether it was no mistake.
func (w *watchedPool) release(t *tracked) bool {
	w.Lock()
	defer w.Unlock()
	if t.released {
		w.mistakes++
		return false
	}
	t.released = true
	delete(w.held, t)
	return true
}

// heldFrom is how many are held, and their bytes, from one place of creation.
type heldFrom struct{ count, bytes int }

func (w *watchedPool) scan() map[string]*heldFrom {
	w.Lock()
	defer w.Unlock()
	places := map[string]*heldFrom{}
	for t := range w.held {
		place := fmt.Sprint(t.stack)
		if places[place] == nil {
			places[place] = &heldFrom{}
		}
		places[place].count++
		places[place].bytes += t.size
	}
	return places
}

// trackedResource is the article's sample, line by line.
type trackedResource struct {
	resource   io.Closer
	creator    string
	stackTrace []byte
}

func newTrackedResource(resource io.Closer, creator string) *trackedResource {
	return &trackedResource{resource, creator, debug.Stack()}
}

func (t *trackedResource) release(to *log.Logger) {
	to.Printf("Released by %s, allocated at: %s", t.creator, t.stackTrace)
	t.resource.Close()
}

// closable is a block that can be closed.
type closable []byte

func (closable) Close() error { return nil }

const (
	blockBytes  = 64
	liveBlocks  = 1024
	timedPairs  = 4000
	samplePairs = 40 // its stacks are texts, and slow
	timings     = 5  // the median of so many counts
	sampleLive  = 20
	// of a stack that descends nowhere: the churn, descend, the goroutine's
	// function, and the runtime
	outerFrames = 4
)

var liveResources [liveBlocks]any

// The ways to create and to release a block.
type watchedWay struct {
	setting string
	pairs   int
	live    int // blocks at each moment
	create  func() any
	release func(any)
}

func newBlock() any { return closable(make([]byte, blockBytes)) }

func waysToWatch(depth int) []watchedWay {
	watched := newWatchedPool(depth)
	silent := log.New(io.Discard, "", 0)
	nothing := watchedWay{"tool=none", timedPairs, liveBlocks, newBlock, func(any) {}}
	again := nothing
	again.setting = "tool=none again"
	return []watchedWay{nothing,
		{"tool=tracker every=1", timedPairs, liveBlocks,
			func() any { return watched.create(newBlock(), blockBytes) },
			func(t any) { watched.release(t.(*tracked)) }},
		{"tool=sample", samplePairs, sampleLive,
			func() any {
				return newTrackedResource(newBlock().(io.Closer), "churn")
			},
			func(t any) { t.(*trackedResource).release(silent) }},
		again}
}

// churn replaces the oldest block, again and again.
//
//go:noinline
func churn(way *watchedWay, pairs int) {
	for i := 0; i < pairs; i++ {
		oldest := &liveResources[i%way.live]
		if *oldest != nil {
			way.release(*oldest)
		}
		*oldest = way.create()
	}
}

//go:noinline
func descend(frames int, work func()) {
	if frames > 0 {
		descend(frames-1, work)
	} else {
		work()
	}
}

func trackerTimes(p *printer) {
	for _, depth := range []int{4, 16, 64} {
		for _, way := range waysToWatch(depth) {
			way := way
			done := make(chan float64)
			go func() {
				descend(depth-outerFrames, func() {
					done <- timeChurn(&way)
				})
			}()
			p.Value(fmt.Sprintf("%s depth=%d", way.setting, depth), "time",
				"ns/pair", <-done)
		}
	}
}

func timeChurn(way *watchedWay) float64 {
	churn(way, way.live)
	var took [timings]float64
	for i := range took {
		start := time.Now()
		churn(way, way.pairs)
		took[i] = float64(time.Since(start))
	}
	sort.Float64s(took[:])
	for i := range liveResources {
		liveResources[i] = nil
	}
	return took[timings/2] / float64(way.pairs)
}

// Leaks from ten places, each among as many blocks that are released.

const (
	leakPlaces    = 10
	leaksPerPlace = 1000
	filesPerPlace = 20
	wrongReleases = 100
)

type leakKind struct {
	name     string
	perPlace int
	leak     func(w *watchedPool, size int)
}

var leakKinds = []leakKind{
	{"nothing", leaksPerPlace, func(*watchedPool, int) {}},
	{"lost", leaksPerPlace, func(w *watchedPool, size int) {
		w.create(newBlock(), size)
	}},
	{"reachable", leaksPerPlace, func(w *watchedPool, size int) {
		keptBlocks = append(keptBlocks, w.create(newBlock(), size))
	}},
	{"files", filesPerPlace, func(w *watchedPool, size int) {
		file, err := os.Open(os.DevNull)
		if err != nil {
			stop(err)
		}
		w.create(file, size)
	}},
}

var keptBlocks []*tracked

// The size tells the place.
func bytesOfPlace(place int) int { return 100 + 10*place }

// The way down differs from place to place, and so does the stack.
func leakAt(place int, kind *leakKind, w *watchedPool) {
	descend(place, func() {
		for i := 0; i < kind.perPlace; i++ {
			kind.leak(w, bytesOfPlace(place))
			w.release(w.create(newBlock(), blockBytes))
		}
	})
}

// isPlace says whether all that is held there was planted at one place.
func isPlace(held *heldFrom) bool {
	for place := 0; place < leakPlaces; place++ {
		if held.bytes == held.count*bytesOfPlace(place) {
			return true
		}
	}
	return false
}

func tellOfLeaks(p *printer, kind *leakKind) {
	const setting = "tool=tracker every=1"
	w := newWatchedPool(deepestStack)
	for place := 0; place < leakPlaces; place++ {
		leakAt(place, kind, w)
	}
	found, places, alarms := 0, 0, 0
	for _, held := range w.scan() {
		if isPlace(held) {
			found += held.count
			places++
		} else {
			alarms += held.count
		}
	}
	p.Value(setting, "reported_"+kind.name, "leaks", float64(found))
	p.Value(setting, "planted_"+kind.name, "leaks",
		float64(leakPlaces*kind.perPlace))
	p.Value(setting, "places_"+kind.name, "places", float64(places))
	p.Value(setting, "false_"+kind.name, "alarms", float64(alarms))
}

// tellOfMistakes releases what nobody got meanwhile. A record is never used
// again, so what another one got meanwhile is another record; and there is
// none of what was never created.
func tellOfMistakes(p *printer) {
	const setting = "tool=tracker every=1"
	w := newWatchedPool(deepestStack)
	for i := 0; i < wrongReleases; i++ {
		t := w.create(newBlock(), blockBytes)
		w.release(t)
		w.release(t)
	}
	p.Value(setting, "reported_twice", "releases", float64(w.mistakes))
	p.Value(setting, "planted_twice", "releases", wrongReleases)
}

// linesWritten counts what is logged.
type linesWritten int

func (l *linesWritten) Write(text []byte) (int, error) {
	*l++
	return len(text), nil
}

// The sample logs each release, and so no leak.
func tellOfSample(p *printer) {
	var logged linesWritten
	to := log.New(&logged, "", 0)
	for i := 0; i < wrongReleases; i++ {
		newTrackedResource(newBlock().(io.Closer), "leaks")
		newTrackedResource(newBlock().(io.Closer), "releases").release(to)
	}
	p.Value("tool=sample", "planted_lost", "leaks", wrongReleases)
	p.Value("tool=sample", "reported_lost", "leaks",
		float64(int(logged)-wrongReleases))
}

func trackerLeaks(p *printer) {
	for i := range leakKinds {
		tellOfLeaks(p, &leakKinds[i])
	}
	tellOfMistakes(p)
	tellOfSample(p)
	tellOfMemory(p)
}

// tellOfMemory is what a record takes beyond its block.
func tellOfMemory(p *printer) {
	const blocks = 100000
	bytesNow := func() float64 {
		runtime.GC()
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		return float64(now.HeapAlloc)
	}
	w := newWatchedPool(deepestStack)
	before := bytesNow()
	plain := make([]any, blocks)
	for i := range plain {
		plain[i] = newBlock()
	}
	between := bytesNow()
	for i := range plain {
		plain[i] = w.create(plain[i], blockBytes)
	}
	after := bytesNow()
	runtime.KeepAlive(plain)
	runtime.KeepAlive(w)
	p.Value("tool=none", "memory", "bytes/block", (between-before)/blocks)
	p.Value("tool=tracker", "memory", "bytes/block", (after-before)/blocks)
}
