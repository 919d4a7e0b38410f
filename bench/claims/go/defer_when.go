package main

import "strings"

// When a deferred call runs: at the end of the function, or of a function
// literal around the block.

func init() {
	register("defer_when", 1, "when a deferred call runs", func(p *printer) {
		p.Text("defer", "order", eventsOf(deferInBlock))
		p.Text("scoped", "order", eventsOf(deferInLiteral))
	})
}

func eventsOf(run func(happens func(event string))) string {
	var events []string
	happens := func(event string) { events = append(events, event) }
	run(happens)
	happens("caller goes on")
	return strings.Join(events, ", ")
}

func deferInBlock(happens func(event string)) {
	{
		defer happens("deferred call")
		happens("block ends")
	}
	happens("function ends")
}

func deferInLiteral(happens func(event string)) {
	func() {
		defer happens("deferred call")
		happens("block ends")
	}()
	happens("function ends")
}
