//go:build unix

package rollout

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Each program starts a helper that outlives it. Both hold the pipe, so its end is the end of both.
func TestWhatAProgramLeavesBehindEndsWithIt(t *testing.T) {
	for _, test := range []struct{ name, script string }{
		{"stopped", "#!/bin/sh\nsleep 300 &\necho ready\nwait\n"},
		{"stopped, and deaf", "#!/bin/sh\ntrap '' TERM\nsleep 300 &\necho ready\nwait\nsleep 300\n"},
		{"ended by itself", "#!/bin/sh\nsleep 300 &\necho ready\nexit 1\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			program := filepath.Join(t.TempDir(), "program")
			if err := os.WriteFile(program, []byte(test.script), 0o700); err != nil {
				t.Fatal(err)
			}
			read, write, err := os.Pipe()
			if err != nil {
				t.Fatal(err)
			}
			defer read.Close()
			running, err := startProcess(program, Command{Env: os.Environ(), Stdout: write})
			write.Close()
			if err != nil {
				t.Fatal(err)
			}
			if err := read.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(read, make([]byte, len("ready\n"))); err != nil {
				t.Fatalf("the program did not begin: %v", err)
			}
			if test.name != "ended by itself" {
				running.stop(200 * time.Millisecond)
			}
			if _, err := io.ReadAll(read); err != nil {
				t.Errorf("something still runs: %v", err)
			}
		})
	}
}
