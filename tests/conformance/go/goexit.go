package main

import "runtime"

var _ = add(map[string]func(){
	"goexit_runs_the_deferred_calls":                      goexitRuns,
	"goexit_passes_three_functions":                       goexitThrough,
	"goexit_is_not_stopped_by_recover":                    goexitNotStopped,
	"goexit_goes_on_after_a_panic_in_a_deferred_call":     goexitAfterPanic,
	"goexit_in_a_deferred_call_ends_a_panic":              goexitEndsPanic,
	"goexit_in_a_deferred_call_runs_the_rest":             goexitInDeferred,
	"goexit_outlives_a_panic_recovered_two_functions_out": goexitOutlives,
	"a_panic_of_a_deferred_call_of_goexit_is_unsaved":     goexitUnsaved,
})

func onAnother(run func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		run()
	}()
	<-done
	say("the other has ended")
}

func exits() {
	defer say("innermost")
	runtime.Goexit()
	say("not reached")
}

func goexitRuns() { onAnother(exits) }

func exitsSecond() {
	defer say("middle")
	exits()
	say("not reached")
}

func exitsThird() {
	defer say("outermost")
	exitsSecond()
	say("not reached")
}

func goexitThrough() { onAnother(exitsThird) }

func goexitNotStopped() {
	onAnother(func() {
		defer say("rest")
		defer sayRecovered()
		exits()
	})
}

func recoversWithin() {
	defer sayRecovered()
	defer func() { panic("in a deferred call") }()
	runtime.Goexit()
}

func goexitAfterPanic() {
	onAnother(func() {
		defer say("rest")
		recoversWithin()
		say("not reached")
	})
}

func goexitEndsPanic() {
	onAnother(func() {
		defer sayRecovered()
		defer func() { runtime.Goexit() }()
		panic("ended by goexit")
	})
}

func goexitInDeferred() {
	onAnother(func() {
		defer say("one")
		defer func() { runtime.Goexit() }()
		defer say("two")
		say("body")
	})
}

func panicsOnTheWay() {
	defer func() { panic("on the way") }()
	exits()
}

func passesPanic() {
	defer say("between")
	panicsOnTheWay()
}

func goexitOutlives() {
	onAnother(func() {
		defer say("rest")
		func() {
			defer sayRecovered()
			passesPanic()
			say("not reached")
		}()
		say("not reached either")
	})
}

func goexitUnsaved() {
	go func() {
		defer func() { panic("unsaved") }()
		runtime.Goexit()
	}()
	select {}
}
