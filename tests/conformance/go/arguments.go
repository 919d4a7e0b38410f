package main

import "fmt"

var _ = add(map[string]func(){
	"an_argument_is_taken_at_registration":               argumentTaken,
	"a_struct_argument_is_copied_at_registration":        structCopied,
	"a_receiver_by_value_is_copied_at_registration":      receiverByValue,
	"a_receiver_by_pointer_shows_what_it_is_by_then":     receiverByPointer,
	"the_function_value_is_taken_at_registration":        functionTaken,
	"a_closure_sees_what_its_variable_is_by_then":        closureByReference,
	"closures_of_a_loop_share_its_variable":              loopVariableShared,
	"a_loop_variable_as_argument_keeps_each_value":       loopVariableArgument,
	"of_a_chained_call_only_the_last_is_deferred":        chainedCall,
	"an_argument_that_panics_registers_nothing":          argumentPanics,
	"a_nil_function_panics_at_the_exit":                  nilAtTheExit,
	"a_nil_function_lets_the_calls_before_it_run":        nilLetsOthersRun,
	"a_large_argument_is_copied_in_a_loop":               largeArguments,
	"a_large_argument_stays_whole_in_a_call_that_panics": largeArgumentPanics,
})

func argumentTaken() {
	number := 1
	defer sayNumber(number)
	number = 2
	fmt.Println("by then", number)
}

type point struct{ x, y, z int }

func sayPoint(p point) { fmt.Println("point", p.x, p.y, p.z) }

func structCopied() {
	p := point{1, 2, 3}
	defer sayPoint(p)
	p.x = 9
	fmt.Println("by then", p.x)
}

func (p point) say()         { sayPoint(p) }
func (p *point) sayPointed() { sayPoint(*p) }

func receiverByValue() {
	p := point{1, 2, 3}
	defer p.say()
	p.x = 9
}

func receiverByPointer() {
	p := point{1, 2, 3}
	defer p.sayPointed()
	p.x = 9
}

func functionTaken() {
	call := func() { say("the old one") }
	defer call()
	call = func() { say("the new one") }
	call()
}

func closureByReference() {
	number := 1
	defer func() { sayNumber(number) }()
	number = 2
}

func loopVariableShared() {
	for i := 0; i < 3; i++ {
		defer func() { sayNumber(i) }()
	}
}

func loopVariableArgument() {
	for i := 0; i < 3; i++ {
		defer func(number int) { sayNumber(number) }(i)
	}
}

func begin() func() {
	say("begin")
	return func() { say("end") }
}

func chainedCall() {
	defer begin()()
	say("body")
}

func badArgument() int { panic("argument") }

func argumentPanics() {
	defer sayRecovered()
	defer sayNumber(badArgument())
	say("not reached")
}

func nilAtTheExit() {
	defer sayRecoveredError()
	var nothing func()
	defer nothing()
	say("registered")
}

func nilLetsOthersRun() {
	defer sayRecoveredError()
	defer say("before")
	var nothing func()
	defer nothing()
	defer say("after")
	say("registered")
}

type large [32]int

func sayLarge(numbers large) { fmt.Println("large", numbers[0], numbers[31]) }

func largeArguments() {
	var numbers large
	for i := 0; i < 3; i++ {
		numbers[0], numbers[31] = i, 10*i
		defer sayLarge(numbers)
	}
	numbers[0] = 99
}

func panicLarge(numbers large) {
	sayLarge(numbers)
	panic("large")
}

func largeArgumentPanics() {
	defer sayRecovered()
	var numbers large
	for i := 0; i < 2; i++ {
		numbers[0], numbers[31] = i, 10*i
		defer sayLarge(numbers)
		defer panicLarge(numbers)
	}
}
