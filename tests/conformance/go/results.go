package main

import "fmt"

var _ = add(map[string]func(){
	"a_named_result_is_changed_by_a_deferred_call":      namedResult,
	"an_anonymous_result_is_not_changed":                anonymousResult,
	"a_named_result_keeps_its_value_after_recover":      namedAfterRecover,
	"an_anonymous_result_is_zero_after_recover":         anonymousAfterRecover,
	"a_result_that_was_set_survives_a_deferred_panic":   setThenPanic,
	"the_call_that_recovers_sets_the_result":            recoverSets,
	"every_call_may_change_the_result_in_turn":          inTurn,
	"two_results_are_both_kept_after_recover":           twoResults,
	"a_deferred_call_sees_the_result_that_was_returned": seesResult,
})

func named() (result int) {
	defer func() { result *= 2 }()
	return 21
}

func namedResult() { fmt.Println("result", named()) }

func anonymous() int {
	local := 21
	defer func() { local *= 2 }()
	return local
}

func anonymousResult() { fmt.Println("result", anonymous()) }

func namedThenPanic() (result int) {
	defer sayRecovered()
	result = 7
	panic("named")
}

func namedAfterRecover() { fmt.Println("result", namedThenPanic()) }

func anonymousThenPanic(number int) int {
	defer sayRecovered()
	if number == 7 {
		panic("anonymous")
	}
	return number
}

func anonymousAfterRecover() {
	fmt.Println("result", anonymousThenPanic(6))
	fmt.Println("result", anonymousThenPanic(7))
}

func returnThenPanic() int {
	defer sayRecovered()
	defer func() { panic("after the return") }()
	return 5
}

func setThenPanic() { fmt.Println("result", returnThenPanic()) }

func recoverInto() (result int) {
	defer func() {
		recover()
		result = -1
	}()
	panic("replaced by a result")
}

func recoverSets() { fmt.Println("result", recoverInto()) }

func changedInTurn() (result int) {
	defer func() { result += 1 }()
	defer func() { result *= 10 }()
	return 4
}

func inTurn() { fmt.Println("result", changedInTurn()) }

func two() (number int, text string) {
	defer sayRecovered()
	number, text = 3, "three"
	panic("two")
}

func twoResults() {
	number, text := two()
	fmt.Println("results", number, text)
}

func returned() (result int) {
	defer func() { sayNumber(result) }()
	return 8
}

func seesResult() { fmt.Println("result", returned()) }
