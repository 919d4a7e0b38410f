package main

import (
	"os"
	"os/exec"
)

// childFor is this program once more, for the same experiment, in a process
// that finds the setting's name by settingHere. It is not started yet.
func childFor(setting string) (*exec.Cmd, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, err
	}
	child := exec.Command(path, os.Args[1:]...)
	child.Env = append(os.Environ(), settingVariable+"="+setting)
	return child, nil
}
