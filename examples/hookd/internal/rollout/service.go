package rollout

import (
	"log/slog"
	"sync"
	"time"
)

const (
	firstRestartDelay = 500 * time.Millisecond
	maxRestartDelay   = 30 * time.Second
	// steadyAfter is how long a service must have run for its next restart to be quick again.
	steadyAfter = time.Minute
)

// service keeps one program running until it is stopped.
type service struct {
	stopOnce sync.Once
	stopping chan struct{}
	stopped  chan struct{}
	// failed closes at the first end that nobody asked for; reason is set before.
	failed chan struct{}
	reason string
}

func startService(program string, how Command, logger *slog.Logger) *service {
	s := &service{
		stopping: make(chan struct{}),
		stopped:  make(chan struct{}),
		failed:   make(chan struct{}),
	}
	go s.keep(program, how, logger)
	return s
}

// stop ends the service and returns when its process is gone.
func (s *service) stop() {
	s.stopOnce.Do(func() { close(s.stopping) })
	<-s.stopped
}

func (s *service) keep(program string, how Command, logger *slog.Logger) {
	defer close(s.stopped)
	var first sync.Once
	delay := firstRestartDelay
	for {
		begun := time.Now()
		running, err := startProcess(program, how)
		if err == nil {
			logger.Info("service started", "pid", running.command.Process.Pid)
			select {
			case <-s.stopping:
				running.stop(how.StopWithin)
				logger.Info("service stopped", "how", describeEnd(running.err))
				return
			case <-running.ended:
				err = running.err
			}
		}
		reason := describeEnd(err)
		first.Do(func() {
			s.reason = reason
			close(s.failed)
		})
		if time.Since(begun) >= steadyAfter {
			delay = firstRestartDelay
		}
		logger.Error("service is not running", "reason", reason, "restart_in", delay.String())
		select {
		case <-s.stopping:
			return
		case <-time.After(delay):
		}
		delay = min(2*delay, maxRestartDelay)
	}
}
