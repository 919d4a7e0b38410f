package main

// Where a recover stops a panic.

func init() {
	register("recover_from", 1, "where a recover stops a panic",
		func(p *printer) {
			for _, place := range recoverPlaces {
				p.Text(place.name, "panic", endOfPanic(place.run))
			}
		})
}

var recoverPlaces = []struct {
	name string
	run  func()
}{
	{"in the deferred function", recoverInDeferred},
	{"in a named function that is deferred", recoverInNamed},
	{"in a function that the deferred one calls", recoverInHelper},
	{"in a call that the deferred one defers", recoverInNextDefer},
	{"deferred itself", recoverDeferred},
	{"in the body, before the panic", recoverInBody},
}

func endOfPanic(run func()) (end string) {
	end = "went on"
	defer func() { recover() }()
	run()
	return "stopped"
}

//go:noinline
func recoverHelper() { recover() }

func recoverInDeferred() {
	defer func() { recover() }()
	panic("")
}

func recoverInNamed() {
	defer recoverHelper()
	panic("")
}

func recoverInHelper() {
	defer func() { recoverHelper() }()
	panic("")
}

func recoverInNextDefer() {
	defer func() {
		defer func() { recover() }()
	}()
	panic("")
}

func recoverDeferred() {
	defer recover()
	panic("")
}

func recoverInBody() {
	recover()
	panic("")
}
