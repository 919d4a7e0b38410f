package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The article's programs as printed, each a program of its own: what they print.

func init() {
	register("programs", 1, "what the article's programs print", printPrograms)
}

const (
	programsFolder    = "claims-programs" // beside this program
	programsSuffix    = "-go"
	programsLinesMost = 24 // that are kept whole

	// Where they make files, if it is there: on a busy disk 10,000 of them take
	// seconds.
	programsMemory = "/dev/shm"
)

func printPrograms(p *printer) {
	path, err := os.Executable()
	if err != nil {
		p.Text("", "failure", err.Error())
		return
	}
	pattern := filepath.Join(filepath.Dir(path), programsFolder,
		"*"+programsSuffix)
	found, _ := filepath.Glob(pattern)
	if len(found) == 0 {
		p.Text("", "failure", "there is no "+pattern)
	}
	if about, err := os.Stat(programsMemory); err == nil && about.IsDir() {
		os.Setenv("TMPDIR", programsMemory)
	}
	for _, program := range found {
		printProgram(p, program)
	}
}

func printProgram(p *printer, path string) {
	name := strings.TrimSuffix(filepath.Base(path), programsSuffix)
	output, err := exec.Command(path).CombinedOutput()
	if err != nil {
		p.Text(name, "end", err.Error())
	}
	text := bytes.TrimRight(output, "\n\x00")
	lines := bytes.Count(text, []byte("\n"))
	if len(text) > 0 {
		lines++
	}
	p.Text(name, "prints", shortened(string(text), lines))
	p.Value(name, "lines", "lines", float64(lines))
	p.Value(name, "bytes", "bytes", float64(len(output)))
}

// shortened is the whole text, or the first and last lines of many.
func shortened(text string, lines int) string {
	if lines <= programsLinesMost {
		return text
	}
	first := text[:strings.IndexByte(text, '\n')]
	last := text[strings.LastIndexByte(text, '\n')+1:]
	return fmt.Sprintf("%s\n(%d lines between)\n%s", first, lines-2, last)
}
