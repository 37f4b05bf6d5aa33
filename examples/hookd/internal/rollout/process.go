package rollout

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Command is how every release is started. No shell is involved.
type Command struct {
	Args []string
	// Env is the whole environment of the service.
	Env            []string
	Stdout, Stderr io.Writer
	// StopWithin is how long the service may take after SIGTERM before it is killed.
	StopWithin time.Duration
}

// process is one run of a program.
type process struct {
	command *exec.Cmd
	// ended closes once the program has; err is set before.
	ended chan struct{}
	err   error
}

func startProcess(program string, how Command) (*process, error) {
	started := make(chan error, 1)
	p := &process{ended: make(chan struct{})}
	go func() {
		// What tells the kernel to end the service with its parent is bound to the thread that
		// started it, so this thread has to live as long as the service.
		runtime.LockOSThread()
		if err := p.start(program, how); err != nil {
			started <- err
			return
		}
		started <- nil
		p.err = p.command.Wait()
		// Whatever the program started and left behind could still hold its port.
		killGroup(p.command.Process)
		close(p.ended)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return p, nil
}

func (p *process) start(program string, how Command) error {
	for try := 1; ; try++ {
		p.command = exec.Command(program, how.Args...)
		p.command.Env = how.Env
		p.command.Stdout, p.command.Stderr = how.Stdout, how.Stderr
		// Ends the wait for output that a grandchild still holds open.
		p.command.WaitDelay = how.StopWithin
		ownGroup(p.command)
		err := p.command.Start()
		// A child that was forked while the program was written holds it open for a moment
		// (https://go.dev/issue/22315).
		if errors.Is(err, syscall.ETXTBSY) && try < 10 {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		return err
	}
}

// stop ends the process, and those that it started, and returns when they are gone.
func (p *process) stop(within time.Duration) {
	if terminate(p.command.Process) != nil {
		_ = p.command.Process.Kill()
	}
	select {
	case <-p.ended:
	case <-time.After(within):
		_ = p.command.Process.Kill()
		<-p.ended
	}
}

// describeEnd puts the end of a process into words.
func describeEnd(err error) string {
	if err == nil {
		return "ended with status 0"
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "ended: " + exit.Error()
	}
	return fmt.Sprintf("cannot run: %v", err)
}
