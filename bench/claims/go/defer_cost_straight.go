package main

// Plain and deferred calls written out: what defer_cost.go times. The argument
// is not used; all cases are called alike.

func plain1(int) {
	deferStore(deferFirst + 0)
}

func deferred1(int) {
	defer deferStore(deferFirst + 0)
}

func plain2(int) {
	deferStore(deferFirst + 0)
	deferStore(deferFirst + 1)
}

func deferred2(int) {
	defer deferStore(deferFirst + 0)
	defer deferStore(deferFirst + 1)
}

func plain4(int) {
	deferStore(deferFirst + 0)
	deferStore(deferFirst + 1)
	deferStore(deferFirst + 2)
	deferStore(deferFirst + 3)
}

func deferred4(int) {
	defer deferStore(deferFirst + 0)
	defer deferStore(deferFirst + 1)
	defer deferStore(deferFirst + 2)
	defer deferStore(deferFirst + 3)
}

func plain8(int) {
	deferStore(deferFirst + 0)
	deferStore(deferFirst + 1)
	deferStore(deferFirst + 2)
	deferStore(deferFirst + 3)
	deferStore(deferFirst + 4)
	deferStore(deferFirst + 5)
	deferStore(deferFirst + 6)
	deferStore(deferFirst + 7)
}

func deferred8(int) {
	defer deferStore(deferFirst + 0)
	defer deferStore(deferFirst + 1)
	defer deferStore(deferFirst + 2)
	defer deferStore(deferFirst + 3)
	defer deferStore(deferFirst + 4)
	defer deferStore(deferFirst + 5)
	defer deferStore(deferFirst + 6)
	defer deferStore(deferFirst + 7)
}

func plain9(int) {
	deferStore(deferFirst + 0)
	deferStore(deferFirst + 1)
	deferStore(deferFirst + 2)
	deferStore(deferFirst + 3)
	deferStore(deferFirst + 4)
	deferStore(deferFirst + 5)
	deferStore(deferFirst + 6)
	deferStore(deferFirst + 7)
	deferStore(deferFirst + 8)
}

func deferred9(int) {
	defer deferStore(deferFirst + 0)
	defer deferStore(deferFirst + 1)
	defer deferStore(deferFirst + 2)
	defer deferStore(deferFirst + 3)
	defer deferStore(deferFirst + 4)
	defer deferStore(deferFirst + 5)
	defer deferStore(deferFirst + 6)
	defer deferStore(deferFirst + 7)
	defer deferStore(deferFirst + 8)
}

func plain16(int) {
	deferStore(deferFirst + 0)
	deferStore(deferFirst + 1)
	deferStore(deferFirst + 2)
	deferStore(deferFirst + 3)
	deferStore(deferFirst + 4)
	deferStore(deferFirst + 5)
	deferStore(deferFirst + 6)
	deferStore(deferFirst + 7)
	deferStore(deferFirst + 8)
	deferStore(deferFirst + 9)
	deferStore(deferFirst + 10)
	deferStore(deferFirst + 11)
	deferStore(deferFirst + 12)
	deferStore(deferFirst + 13)
	deferStore(deferFirst + 14)
	deferStore(deferFirst + 15)
}

func deferred16(int) {
	defer deferStore(deferFirst + 0)
	defer deferStore(deferFirst + 1)
	defer deferStore(deferFirst + 2)
	defer deferStore(deferFirst + 3)
	defer deferStore(deferFirst + 4)
	defer deferStore(deferFirst + 5)
	defer deferStore(deferFirst + 6)
	defer deferStore(deferFirst + 7)
	defer deferStore(deferFirst + 8)
	defer deferStore(deferFirst + 9)
	defer deferStore(deferFirst + 10)
	defer deferStore(deferFirst + 11)
	defer deferStore(deferFirst + 12)
	defer deferStore(deferFirst + 13)
	defer deferStore(deferFirst + 14)
	defer deferStore(deferFirst + 15)
}
