package main

import "fmt"

var _ = add(map[string]func(){
	"a_division_by_zero_is_recovered":               zeroRecovered,
	"an_access_through_a_null_pointer_is_recovered": nullRecovered,
	"a_fault_in_a_deferred_call_runs_the_rest":      faultInDeferred,
	"a_fault_passes_three_functions":                faultThrough,
	"an_unsaved_division_by_zero":                   zeroUnsaved,
	"an_unsaved_null_pointer":                       nullUnsaved,
})

//go:noinline
func divide(a, b int) int { return a / b }

//go:noinline
func load(p *int) int { return *p }

func safeDivide(a, b int) (result int) {
	defer sayRecoveredError()
	result = -1
	result = divide(a, b)
	return result
}

func zeroRecovered() { fmt.Println("result", safeDivide(1, 0)) }

func safeLoad(p *int) (result int) {
	defer sayRecoveredError()
	return load(p)
}

func nullRecovered() { fmt.Println("result", safeLoad(nil)) }

func faultInDeferred() {
	defer sayRecoveredError()
	defer say("rest")
	defer func() { sayNumber(divide(1, 0)) }()
	say("body")
}

func faultingThird() {
	defer say("third")
	sayNumber(load(nil))
}

func faultingSecond() {
	defer say("second")
	faultingThird()
}

func faultThrough() {
	defer sayRecoveredError()
	faultingSecond()
	say("not reached")
}

func zeroUnsaved() {
	defer say("deferred")
	sayNumber(divide(1, 0))
}

func nullUnsaved() {
	defer say("deferred")
	sayNumber(load(nil))
}
