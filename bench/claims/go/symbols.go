package main

import (
	"debug/dwarf"
	"debug/elf"
	"fmt"
	"os"
	"reflect"
	"unsafe"
)

// symbols finds what the runtime keeps to itself by what the linker wrote into
// this very program: variables by its symbols, fields by its debug
// information.
type symbols struct {
	addresses map[string]uintptr
	moved     uintptr // from where the linker put things
	types     *dwarf.Data
}

func readSymbols() (*symbols, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	file, err := elf.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	list, err := file.Symbols()
	if err != nil {
		return nil, err
	}
	types, err := file.DWARF()
	if err != nil {
		return nil, err
	}
	s := &symbols{addresses: make(map[string]uintptr), types: types}
	for _, symbol := range list {
		s.addresses[symbol.Name] = uintptr(symbol.Value)
	}
	s.moved = reflect.ValueOf(readSymbols).Pointer() -
		s.addresses["main.readSymbols"]
	return s, nil
}

// variable is where the variable lies; it must exist.
func (s *symbols) variable(name string) unsafe.Pointer {
	return unsafe.Add(nil, s.addresses[name]+s.moved)
}

// offset is where a field of a structure lies in it, in bytes.
func (s *symbols) offset(structure, field string) (int64, error) {
	reader := s.types.Reader()
	for {
		entry, err := reader.Next()
		if err != nil {
			return 0, err
		}
		if entry == nil {
			return 0, fmt.Errorf("no %s.%s in the debug information",
				structure, field)
		}
		if entry.Tag == dwarf.TagStructType &&
			entry.Val(dwarf.AttrName) == structure {
			return s.fieldOffset(entry, field)
		}
		if entry.Tag == dwarf.TagSubprogram {
			reader.SkipChildren()
		}
	}
}

func (s *symbols) fieldOffset(entry *dwarf.Entry, name string) (int64, error) {
	found, err := s.types.Type(entry.Offset)
	if err != nil {
		return 0, err
	}
	for _, field := range found.(*dwarf.StructType).Field {
		if field.Name == name {
			return field.ByteOffset, nil
		}
	}
	return 0, fmt.Errorf("%v has no field %s", found, name)
}
