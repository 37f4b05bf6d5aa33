//go:build unix && !linux

package rollout

import (
	"os/exec"
	"syscall"
)

// ownGroup keeps Ctrl-C in a terminal from the service, which the receiver ends itself.
func ownGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
