package main

import (
	"fmt"
	"os"
)

// An experiment that needs another setting of the runtime starts this program
// again, for the same experiment, in a process that knows the setting's name
// and prints its own lines.
const settingVariable = "CLEANUP_CLAIMS_SETTING"

// settingHere is the name of the setting that this process measures; empty in
// the process that was started first.
func settingHere() string {
	return os.Getenv(settingVariable)
}

// runAgain has a process measure the setting, with the variable ("NAME=VALUE")
// in its environment.
func runAgain(setting, variable string) error {
	again, err := childFor(setting)
	if err != nil {
		return err
	}
	again.Env = append(again.Env, variable)
	again.Stdout, again.Stderr = os.Stdout, os.Stderr
	return again.Run()
}

// stop ends an experiment that failed; what it printed does not count.
func stop(err error) {
	fmt.Fprintln(os.Stderr, "cleanup-claims-go:", err)
	os.Exit(1)
}
