package main

// Several resources in one function, written out. A return in the middle, as
// the rungs in C have it, would make 9 returns x 8 defers, and beyond 15 Go's
// compiler codes none open.

func explicitStraight(count int) {
	switch count {
	case 1:
		explicit1()
	case 2:
		explicit2()
	case 4:
		explicit4()
	case 8:
		explicit8()
	}
}

func openCodedStraight(count int) {
	switch count {
	case 1:
		openCoded1()
	case 2:
		openCoded2()
	case 4:
		openCoded4()
	case 8:
		openCoded8()
	}
}

//go:noinline
func openCoded1() {
	if r := take(1); r != 0 {
		defer letGo(r)
	}
}

//go:noinline
func openCoded2() {
	if r := take(1); r != 0 {
		defer letGo(r)
	}
	if r := take(2); r != 0 {
		defer letGo(r)
	}
}

//go:noinline
func openCoded4() {
	if r := take(1); r != 0 {
		defer letGo(r)
	}
	if r := take(2); r != 0 {
		defer letGo(r)
	}
	if r := take(3); r != 0 {
		defer letGo(r)
	}
	if r := take(4); r != 0 {
		defer letGo(r)
	}
}

//go:noinline
func openCoded8() {
	if r := take(1); r != 0 {
		defer letGo(r)
	}
	if r := take(2); r != 0 {
		defer letGo(r)
	}
	if r := take(3); r != 0 {
		defer letGo(r)
	}
	if r := take(4); r != 0 {
		defer letGo(r)
	}
	if r := take(5); r != 0 {
		defer letGo(r)
	}
	if r := take(6); r != 0 {
		defer letGo(r)
	}
	if r := take(7); r != 0 {
		defer letGo(r)
	}
	if r := take(8); r != 0 {
		defer letGo(r)
	}
}

//go:noinline
func explicit1() {
	r1 := take(1)
	if r1 != 0 {
		letGo(r1)
	}
}

//go:noinline
func explicit2() {
	r1 := take(1)
	r2 := take(2)
	if r2 != 0 {
		letGo(r2)
	}
	if r1 != 0 {
		letGo(r1)
	}
}

//go:noinline
func explicit4() {
	r1 := take(1)
	r2 := take(2)
	r3 := take(3)
	r4 := take(4)
	if r4 != 0 {
		letGo(r4)
	}
	if r3 != 0 {
		letGo(r3)
	}
	if r2 != 0 {
		letGo(r2)
	}
	if r1 != 0 {
		letGo(r1)
	}
}

//go:noinline
func explicit8() {
	r1 := take(1)
	r2 := take(2)
	r3 := take(3)
	r4 := take(4)
	r5 := take(5)
	r6 := take(6)
	r7 := take(7)
	r8 := take(8)
	if r8 != 0 {
		letGo(r8)
	}
	if r7 != 0 {
		letGo(r7)
	}
	if r6 != 0 {
		letGo(r6)
	}
	if r5 != 0 {
		letGo(r5)
	}
	if r4 != 0 {
		letGo(r4)
	}
	if r3 != 0 {
		letGo(r3)
	}
	if r2 != 0 {
		letGo(r2)
	}
	if r1 != 0 {
		letGo(r1)
	}
}
