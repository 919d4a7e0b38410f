package main

import (
	"os"
	"os/exec"
	"path/filepath"
)

// compileAlone is what the compiler says, with these flags, of a source file
// that imports nothing. An error when there is no toolchain here.
func compileAlone(name, source string, flags ...string) (string, error) {
	folder, err := os.MkdirTemp("", "cleanup-claims-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(source), 0o600); err != nil {
		return "", err
	}
	arguments := append([]string{"tool", "compile", "-p", "main",
		"-o", filepath.Join(folder, "object")}, flags...)
	compile := exec.Command("go", append(arguments, name)...)
	compile.Dir = folder
	said, err := compile.CombinedOutput()
	return string(said), err
}
