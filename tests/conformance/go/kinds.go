package main

import "fmt"

var _ = add(map[string]func(){
	"eight_calls_run":                              eight,
	"nine_calls_run":                               nine,
	"eight_calls_run_in_a_panic":                   eightPanic,
	"nine_calls_run_in_a_panic":                    ninePanic,
	"fifteen_returns_times_calls":                  fifteen,
	"sixteen_returns_times_calls":                  sixteen,
	"open_coded_calls_run_if_their_bit_is_set":     bits,
	"an_open_coded_call_recovers_and_the_rest_run": openRecovers,
	"an_open_coded_call_panics_and_the_rest_run":   openPanics,
	"a_panic_passes_all_three_kinds":               allKinds,
})

func deferEight() {
	defer sayNumber(1)
	defer sayNumber(2)
	defer sayNumber(3)
	defer sayNumber(4)
	defer sayNumber(5)
	defer sayNumber(6)
	defer sayNumber(7)
	defer sayNumber(8)
	say("body")
}

func deferNine(last string) {
	defer sayNumber(1)
	defer sayNumber(2)
	defer sayNumber(3)
	defer sayNumber(4)
	defer sayNumber(5)
	defer sayNumber(6)
	defer sayNumber(7)
	defer sayNumber(8)
	defer sayNumber(9)
	if last != "" {
		panic(last)
	}
}

func eight() { deferEight() }
func nine()  { deferNine("") }

func panicEight() {
	defer sayNumber(1)
	defer sayNumber(2)
	defer sayNumber(3)
	defer sayNumber(4)
	defer sayNumber(5)
	defer sayNumber(6)
	defer sayNumber(7)
	defer sayNumber(8)
	panic("eight")
}

func eightPanic() {
	defer sayRecovered()
	panicEight()
}

func ninePanic() {
	defer sayRecovered()
	deferNine("nine")
}

func fiveReturns(which int) (result int) {
	defer func() { result += 100 }()
	defer func() { result *= 2 }()
	defer sayNumber(which)
	switch which {
	case 0:
		return 1
	case 1:
		return 2
	case 2:
		return 3
	case 3:
		return 4
	}
	return 5
}

func fifteen() {
	for which := 0; which < 5; which++ {
		fmt.Println("result", fiveReturns(which))
	}
}

func eightReturns(which int) (result int) {
	defer func() { result += 100 }()
	defer sayNumber(which)
	switch which {
	case 0:
		return 1
	case 1:
		return 2
	case 2:
		return 3
	case 3:
		return 4
	case 4:
		return 5
	case 5:
		return 6
	case 6:
		return 7
	}
	return 8
}

func sixteen() {
	for which := 0; which < 8; which++ {
		fmt.Println("result", eightReturns(which))
	}
}

func chosen(mask int) {
	if mask&1 != 0 {
		defer sayNumber(1)
	}
	if mask&2 != 0 {
		defer sayNumber(2)
	}
	if mask&4 != 0 {
		defer sayNumber(3)
	}
	fmt.Println("mask", mask)
}

func bits() {
	for mask := 0; mask < 8; mask++ {
		chosen(mask)
	}
}

func openRecover() (result int) {
	defer func() { result++ }()
	defer say("before the recover")
	defer sayRecovered()
	defer say("after the recover")
	result = 6
	panic("open")
}

func openRecovers() { fmt.Println("result", openRecover()) }

func openPanic() {
	defer say("one")
	defer func() { panic("from an open-coded call") }()
	defer say("two")
	say("body")
}

func openPanics() {
	defer sayRecovered()
	openPanic()
}

func openKind() {
	defer say("open-coded")
	panic("all kinds")
}

func stackKind() {
	defer say("on the stack 1")
	for i := 0; i < 1; i++ {
		defer sayNumber(i)
	}
	defer say("on the stack 2")
	openKind()
}

func heapKind() {
	for i := 0; i < 3; i++ {
		defer sayNumber(i)
	}
	stackKind()
}

func allKinds() {
	defer sayRecovered()
	heapKind()
}
