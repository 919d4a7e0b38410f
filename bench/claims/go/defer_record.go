package main

import (
	"debug/dwarf"
	"errors"
	"runtime"
	"runtime/debug"
	"strings"
)

// What a record of a deferred call holds and takes: as this program's debug
// information has it, and as the heap sees it.

func init() {
	register("defer_record", 1, "fields and bytes of a deferred call's record",
		printDeferRecord)
}

const deferRecordsRegistered = 100e3

func printDeferRecord(p *printer) {
	record, err := deferRecordType()
	if err != nil {
		p.Text("", "failure", err.Error())
	} else {
		p.Value("", "size", "bytes", float64(record.ByteSize))
		p.Text("", "fields", strings.Join(fieldNames(record), ", "))
	}
	p.Value("in a loop", "allocated", "bytes per defer", allocatedPerDefer())
}

func deferRecordType() (*dwarf.StructType, error) {
	symbols, err := readSymbols()
	if err != nil {
		return nil, err
	}
	reader := symbols.types.Reader()
	for {
		entry, err := reader.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			return nil, errors.New("no runtime._defer in the debug information")
		}
		if entry.Tag == dwarf.TagStructType &&
			entry.Val(dwarf.AttrName) == "runtime._defer" {
			found, err := symbols.types.Type(entry.Offset)
			record, _ := found.(*dwarf.StructType)
			return record, err
		}
		if entry.Tag == dwarf.TagSubprogram {
			reader.SkipChildren()
		}
	}
}

func fieldNames(structure *dwarf.StructType) []string {
	var names []string
	for _, field := range structure.Field {
		names = append(names, field.Name)
	}
	return names
}

// allocatedPerDefer is what the heap gives for each defer of a loop, when no
// record is left over from before. Idle records of this thread are few.
func allocatedPerDefer() float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	deferOften(deferRecordsRegistered)
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / deferRecordsRegistered
}

func deferOften(count int) {
	for i := 0; i < count; i++ {
		defer deferNothing()
	}
}

//go:noinline
func deferNothing() {}
