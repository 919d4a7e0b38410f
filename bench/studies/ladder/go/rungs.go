package main

// Where a release writes, and where resources come from: the compiler cannot
// know that none of them is 0, nor that the work fails.
var (
	released int
	first    = 1
	fails    = true
	failures int
)

func letGo(resource int) { released = resource }

func take(k int) int { return first + k }

func explicitLoop(count int) {
	for k := 0; k < count; k++ {
		resource := take(k)
		if resource == 0 {
			return
		}
		letGo(resource)
	}
}

// Each turn of the loop has a scope, and in it one defer, which Go's compiler
// codes open.
func openCodedLoop(count int) {
	for k := 0; k < count; k++ {
		func() {
			resource := take(k)
			if resource == 0 {
				return
			}
			defer letGo(resource)
		}()
	}
}

func heapLoop(count int) {
	for k := 0; k < count; k++ {
		resource := take(k)
		if resource == 0 {
			return
		}
		defer letGo(resource)
	}
}

// Failures: so many functions, one calls the other, each holds a resource.

//go:noinline
func explicitFunctions(more int) bool {
	resource := take(more)
	done := !fails
	if more > 1 {
		done = explicitFunctions(more - 1)
	}
	letGo(resource)
	return done
}

func explicitFailure(count int) {
	if !explicitFunctions(count) {
		failures++
	}
}

//go:noinline
func panickingFunctions(more int) {
	defer letGo(take(more))
	if more > 1 {
		panickingFunctions(more - 1)
	} else if fails {
		panic("the work failed")
	}
}

func openCodedFailure(count int) {
	defer func() { _ = recover() }()
	panickingFunctions(count)
}
