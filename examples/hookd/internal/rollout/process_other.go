//go:build !unix

package rollout

import (
	"os"
	"os/exec"
)

func ownGroup(*exec.Cmd) {}

// terminate can only kill here: there is no signal that asks.
func terminate(process *os.Process) error { return process.Kill() }

// killGroup can do nothing here: there are no groups.
func killGroup(*os.Process) {}
