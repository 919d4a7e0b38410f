package main

// Functions that defer, one for each shape. The file imports nothing, so that
// the compiler can be asked about it alone (see defer_kinds.go).

var shapeFlag bool
var shapeSum int

//go:noinline
func shapeWork() { shapeSum++ }

//go:noinline
func shapeDone() { shapeSum++ }

//go:noinline
func shapeAdd(a, b, c, d int) { shapeSum += a + b + c + d }

//go:noinline
func shapeAddAll(numbers ...int) {
	for _, number := range numbers {
		shapeSum += number
	}
}

type shapeCloser interface{ Close() error }

func shapeNone() {
	shapeWork()
}

func shapeOne() {
	defer shapeDone()
	shapeWork()
}

func shapeTwo() {
	defer shapeDone()
	defer shapeDone()
	shapeWork()
}

func shapeFour() {
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	shapeWork()
}

func shapeEight() {
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	shapeWork()
}

func shapeNine() {
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	shapeWork()
}

func shapeSixteen() {
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	shapeWork()
}

func shapeCondition() {
	if shapeFlag {
		defer shapeDone()
	}
	shapeWork()
}

// 6 deferred calls and 3 returns: more than 15 if one is multiplied by the
// other.
func shapeReturns(which int) {
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	defer shapeDone()
	if which == 1 {
		shapeWork()
		return
	}
	if which == 2 {
		shapeDone()
		return
	}
	shapeAdd(which, 0, 0, 0)
	return
}

func shapeArguments(a, b, c, d int) {
	defer shapeAdd(a, b, c, d)
	shapeWork()
}

func shapeVariadic(numbers []int) {
	defer shapeAddAll(numbers...)
	shapeWork()
}

func shapeVariadicList(a, b int) {
	defer shapeAddAll(a, b)
	shapeWork()
}

func shapeClosure(a int) {
	defer func() { shapeSum += a }()
	shapeWork()
}

func shapeInterface(closer shapeCloser) {
	defer closer.Close()
	shapeWork()
}

func shapeRecover() {
	defer func() { recover() }()
	shapeWork()
}

func shapeLoop(count int) {
	for i := 0; i < count; i++ {
		defer shapeDone()
	}
	shapeWork()
}

func shapeLoopOfTen() {
	for i := 0; i < 10; i++ {
		defer shapeDone()
	}
	shapeWork()
}

func shapeLoopOfTenThousand() {
	for i := 0; i < 10000; i++ {
		defer shapeDone()
	}
	shapeWork()
}

func shapeLoopArguments(count int) {
	for i := 0; i < count; i++ {
		defer shapeAdd(i, i, i, i)
	}
	shapeWork()
}

func shapeLoopVariadic(count int) {
	for i := 0; i < count; i++ {
		defer shapeAddAll(i, i)
	}
	shapeWork()
}

func shapeLiteralInLoop(count int) {
	for i := 0; i < count; i++ {
		func() {
			defer shapeDone()
			shapeWork()
		}()
	}
}
