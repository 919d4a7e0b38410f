package main

import (
	"errors"
	"fmt"
)

var _ = add(map[string]func(){
	"the_calls_that_remain_run_after_a_panic":             remainingRun,
	"a_panic_replaces_the_one_before":                     replaced,
	"what_was_recovered_may_panic_again":                  again,
	"a_panic_passes_three_functions":                      throughThree,
	"the_middle_function_recovers_and_its_caller_goes_on": middle,
	"a_panic_of_nothing_is_stopped_and_says_nothing":      ofNothing,
	"a_call_deferred_during_a_panic_runs":                 deferredDuring,
	"three_panics_each_abort_the_one_before":              threeAborted,
	"a_panic_within_a_deferred_call_leaves_the_first":     withinDeferred,
	"a_panic_of_a_number_is_recovered_as_a_number":        ofANumber,
	"a_panic_in_a_call_at_a_plain_exit_runs_the_rest":     atAPlainExit,
	"a_thousand_panics_are_recovered":                     thousand,
	"an_unsaved_panic_ends_with_its_text":                 unsavedText,
	"an_unsaved_panic_ends_with_its_number":               unsavedNumber,
	"an_unsaved_panic_ends_with_its_error":                unsavedError,
	"an_unsaved_panic_of_nothing_says_nil":                unsavedNothing,
	"an_unsaved_panic_runs_every_call_first":              unsavedRunsAll,
	"an_unsaved_panic_lists_the_aborted_one":              unsavedAborted,
	"an_unsaved_panic_lists_the_recovered_one":            unsavedRecovered,
	"an_unsaved_panic_lists_three":                        unsavedThree,
	"a_panic_recovered_earlier_is_not_listed":             earlierNotListed,
})

func remainingRun() {
	defer sayRecovered()
	defer say("one")
	defer say("two")
	panic("body")
}

func replaced() {
	defer sayRecovered()
	defer func() { panic("second") }()
	panic("first")
}

func panicAgain() {
	defer func() {
		value := recover()
		fmt.Println("again", value)
		panic(value)
	}()
	panic("first")
}

func again() {
	defer sayRecovered()
	panicAgain()
}

func third() {
	defer say("third")
	panic("from the third")
}

func second() {
	defer say("second")
	third()
	say("not reached")
}

func first() {
	defer say("first")
	second()
	say("not reached")
}

func throughThree() {
	defer sayRecovered()
	first()
	say("not reached")
}

func recoveringMiddle() {
	defer sayRecovered()
	third()
	say("not reached")
}

func middle() {
	defer say("outer")
	recoveringMiddle()
	say("went on")
}

func nothing() {
	defer func() { fmt.Println("nothing:", recover() == nil) }()
	panic(nil)
}

func ofNothing() {
	nothing()
	say("went on")
}

func deferredDuring() {
	defer sayRecovered()
	defer func() {
		defer say("deferred during the panic")
		say("deferred before the panic")
	}()
	panic("body")
}

func threeAborted() {
	defer sayRecovered()
	defer func() { panic("third") }()
	defer func() { panic("second") }()
	panic("first")
}

func innerPanic() {
	defer sayRecovered()
	panic("inner")
}

func withinDeferred() {
	defer sayRecovered()
	defer func() {
		innerPanic()
		say("the deferred call goes on")
	}()
	panic("outer")
}

func ofANumber() {
	defer func() {
		number, isNumber := recover().(int)
		fmt.Println("number", number, isNumber)
	}()
	panic(42)
}

func exitPanics() {
	defer say("rest")
	defer func() { panic("at the exit") }()
	say("body")
}

func atAPlainExit() {
	defer sayRecovered()
	exitPanics()
}

func panicOnce(count *int) {
	defer func() {
		recover()
		*count++
	}()
	panic("once")
}

func thousand() {
	count := 0
	for i := 0; i < 1000; i++ {
		panicOnce(&count)
	}
	fmt.Println("recovered", count)
}

func unsavedText()    { panic("nobody saves this") }
func unsavedNumber()  { panic(42) }
func unsavedError()   { panic(errors.New("an error")) }
func unsavedNothing() { panic(nil) }

func unsavedRunsAll() {
	defer say("outermost")
	first()
}

func unsavedAborted() {
	defer func() { panic("second") }()
	panic("first")
}

func unsavedRecovered() {
	defer func() {
		recover()
		panic("second")
	}()
	panic("first")
}

func unsavedThree() {
	defer func() { panic("third") }()
	defer func() {
		recover()
		panic("second")
	}()
	panic("first")
}

func earlierNotListed() {
	innerPanic()
	panic("alone")
}
