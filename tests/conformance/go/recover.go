package main

import "fmt"

var _ = add(map[string]func(){
	"a_recover_without_a_panic_finds_nothing":            withoutPanic,
	"a_recover_in_the_body_finds_nothing":                inTheBody,
	"the_second_recover_finds_nothing":                   twice,
	"a_recover_in_a_helper_does_not_stop_the_panic":      inAHelper,
	"a_recover_in_a_deferred_calls_own_defer":            inItsOwnDefer,
	"a_deferred_recover_itself":                          recoverItself,
	"a_recover_in_a_function_that_a_deferred_call_calls": inACalledFunction,
	"a_helper_that_is_deferred_itself_recovers":          helperDeferred,
	"a_recover_finds_the_newest_panic":                   newest,
	"after_a_recover_the_calls_that_remain_run":          remainAfterRecover,
	"after_a_recover_no_panic_is_left":                   noneLeft,
	"a_recover_after_the_panic_was_stopped_further_in":   stoppedFurtherIn,
	"a_recovered_function_may_be_called_again":           calledAgain,
	"a_recover_in_a_loop_of_defers_stops_it_midway":      midwayInALoop,
})

func sayRecovered() {
	if value := recover(); value != nil {
		fmt.Println("recovered", value)
	} else {
		fmt.Println("nothing to recover")
	}
}

func sayRecoveredError() {
	err, isError := recover().(error)
	fmt.Println("recovered an error:", isError)
	if isError {
		fmt.Println(err)
	}
}

func withoutPanic() { defer sayRecovered() }

func inTheBody() {
	sayRecovered()
	say("body")
}

func twice() {
	defer func() {
		fmt.Println("first", recover())
		fmt.Println("nothing left:", recover() == nil)
	}()
	panic("once")
}

//go:noinline
func helper() { sayRecovered() }

func inAHelper() {
	defer sayRecovered()
	defer func() {
		helper()
		say("the helper returned")
	}()
	panic("not the helper's")
}

func inItsOwnDefer() {
	defer sayRecovered()
	defer func() {
		defer sayRecovered()
		say("deferred")
	}()
	panic("body")
}

func recoverItself() {
	defer sayRecovered()
	defer recover()
	panic("body")
}

func called() {
	defer sayRecovered()
	say("called")
}

func inACalledFunction() {
	defer sayRecovered()
	defer func() { called() }()
	panic("body")
}

func helperDeferred() {
	defer sayRecovered()
	defer sayRecovered()
	panic("body")
}

func newest() {
	defer sayRecovered()
	defer func() {
		defer func() {
			fmt.Println("newest", recover())
		}()
		panic("newer")
	}()
	panic("older")
}

func remainAfterRecover() {
	defer say("one")
	defer say("two")
	defer sayRecovered()
	defer say("three")
	panic("body")
}

func noneLeft() {
	innerPanic()
	sayRecovered()
	defer sayRecovered()
}

func stoppedFurtherIn() {
	defer sayRecovered()
	innerPanic()
	say("went on")
}

func tryOnce(number int) (result int) {
	defer func() {
		if recover() != nil {
			result = -number
		}
	}()
	if number%2 == 1 {
		panic("odd")
	}
	return number
}

func calledAgain() {
	for number := 1; number <= 4; number++ {
		fmt.Println("result", tryOnce(number))
	}
}

func midwayInALoop() {
	for i := 0; i < 5; i++ {
		defer func(number int) {
			if number == 2 {
				sayRecovered()
				fmt.Println("here", recover())
				return
			}
			sayNumber(number)
		}(i)
	}
	panic("body")
}
