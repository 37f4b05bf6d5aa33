package rollout

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps Ctrl-C in a terminal from the service, which the receiver ends itself, and ends
// the service should the receiver be killed: left alone, it would hold the port.
func ownGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
