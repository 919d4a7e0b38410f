package main

import "fmt"

var _ = add(map[string]func(){
	"three_calls_run_last_in_first_out":              threeCalls,
	"calls_of_a_loop_run_backwards":                  callsOfALoop,
	"a_call_runs_only_if_its_defer_was_reached":      onlyIfReached,
	"a_return_skips_the_defers_behind_it":            returnSkips,
	"a_call_waits_for_the_function_not_the_block":    notTheBlock,
	"each_function_makes_its_own_calls":              eachItsOwn,
	"a_deferred_call_may_defer":                      deferredDefers,
	"the_result_is_computed_before_the_calls":        resultFirst,
	"a_loop_and_single_calls_mix_in_order":           mixedKinds,
	"a_recursive_function_makes_the_innermost_first": recursive,
	"a_million_calls_run":                            million,
})

func threeCalls() {
	defer say("first")
	defer say("second")
	defer say("third")
	say("body")
}

func sayNumber(number int) { fmt.Println("number", number) }

func callsOfALoop() {
	for i := 0; i < 5; i++ {
		defer sayNumber(i)
	}
	say("body")
}

func onlyIfReached() {
	for _, reached := range []bool{true, false} {
		func() {
			if reached {
				defer say("deferred")
			}
			say("body")
		}()
	}
}

func returnSkips() {
	defer say("before")
	if len(cases) > 0 {
		return
	}
	defer say("behind")
}

func notTheBlock() {
	{
		defer say("deferred in the block")
		say("end of the block")
	}
	say("end of the function")
}

func inner() {
	defer say("inner")
	say("inner body")
}

func eachItsOwn() {
	defer say("outer")
	inner()
	say("outer body")
}

func deferAgain() {
	defer say("deferred by the deferred")
	say("deferred")
}

func deferredDefers() {
	defer say("last")
	defer deferAgain()
	say("body")
}

func compute() int {
	say("computed")
	return 1
}

func returning() int {
	defer say("deferred")
	return compute()
}

func resultFirst() { fmt.Println("result", returning()) }

func mixedKinds() {
	defer say("single, first")
	for i := 0; i < 3; i++ {
		defer sayNumber(i)
	}
	defer say("single, last")
}

func countDown(depth int) {
	defer sayNumber(depth)
	if depth > 0 {
		countDown(depth - 1)
	}
}

func recursive() { countDown(3) }

func deferMillion(sum *int) {
	for i := 1; i <= 1000000; i++ {
		defer func(number int) { *sum = (*sum*31 + number) % 1000003 }(i)
	}
}

func million() {
	sum := 0
	deferMillion(&sum)
	fmt.Println("sum", sum)
}
