package main

import (
	"bytes"
	"strings"
	"sync"
)

// What the next user of a pooled buffer reads, with and without a reset.

const (
	resetTrials = 100
	resetSecret = "the first user's password"
)

func keepText(*bytes.Buffer) {}

func emptyText(buffer *bytes.Buffer) { buffer.Reset() }

func clearText(buffer *bytes.Buffer) {
	buffer.Reset()
	all := buffer.Bytes()[:buffer.Cap()]
	for i := range all {
		all[i] = 0
	}
}

func tryReset(p *printer, setting string, reset func(*bytes.Buffer)) {
	pool := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	asText, asBytes, text := 0.0, 0.0, ""
	for i := 0; i < resetTrials; i++ {
		buffer := pool.Get().(*bytes.Buffer)
		buffer.Reset()
		buffer.WriteString(resetSecret)
		pool.Put(buffer)

		buffer = pool.Get().(*bytes.Buffer)
		reset(buffer)
		text = buffer.String()
		if text != "" {
			asText++
		}
		if strings.Contains(string(buffer.Bytes()[:buffer.Cap()]), resetSecret) {
			asBytes++
		}
		pool.Put(buffer)
	}
	p.Value(setting, "old_text", "of 100 reads", 100*asText/resetTrials)
	p.Value(setting, "old_bytes", "of 100 reads", 100*asBytes/resetTrials)
	p.Text(setting, "next_user_reads", text)
}

func init() {
	register("pool_reset", 1, "what the next user of a pooled buffer reads",
		func(p *printer) {
			tryReset(p, "no reset", keepText)
			tryReset(p, "emptied", emptyText)
			tryReset(p, "cleared", clearText)
		})
}
