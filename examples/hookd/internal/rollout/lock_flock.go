//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package rollout

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the file for this process until it is closed, or fails with ErrInUse. Programs
// that this one starts do not inherit it.
func lockFile(name string) (*os.File, error) {
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			err = ErrInUse
		}
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
