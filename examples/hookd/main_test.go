package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asProgram makes the test binary be hookd itself, so that signals and exit codes are the real ones.
const asProgram = "HOOKD_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	code := m.Run()
	removeBuilds()
	os.Exit(code)
}

func hookd(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), self, args...)
	command.Env = append(os.Environ(), asProgram+"=1")
	return command
}

func TestSignalEndsTheServiceGracefully(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("windows cannot send these signals to another process")
	}
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			service := hookd(t, "-addr", "127.0.0.1:0")
			stderr, err := service.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := service.Start(); err != nil {
				t.Fatal(err)
			}
			// Ends the service, and with it the wait for its log, should the test hang.
			defer time.AfterFunc(20*time.Second, func() { _ = service.Process.Kill() }).Stop()

			log := bufio.NewScanner(stderr)
			started := nextLogLine(t, log)
			if started["msg"] != "listening" || strings.HasSuffix(started["addr"], ":0") {
				t.Fatalf("first line of the log: %v", started)
			}
			if out, err := hookd(t, "-healthcheck", "-addr", started["addr"]).CombinedOutput(); err != nil {
				t.Errorf("-healthcheck while serving: %v %s", err, out)
			}

			if err := service.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"shutting down", "stopped"} {
				if line := nextLogLine(t, log); line["msg"] != want || line["level"] != "INFO" {
					t.Errorf("log: %v, want %q", line, want)
				}
			}
			if err := service.Wait(); err != nil {
				t.Errorf("after %s: %v", signal, err)
			}
			if err := hookd(t, "-healthcheck", "-addr", started["addr"]).Run(); exitCode(err) != exitFailed {
				t.Errorf("-healthcheck after the end: %v", err)
			}
		})
	}
}

func TestCommandLine(t *testing.T) {
	for _, test := range []struct {
		name   string
		args   []string
		code   int
		stdout string
		stderr string
	}{
		{"version", []string{"-version"}, exitOK, "hookd ", ""},
		{"help", []string{"-h"}, exitOK, "", "-healthcheck"},
		{"unknown flag", []string{"-nonsense"}, exitUsage, "", "not defined: -nonsense"},
		{"stray argument", []string{"server"}, exitUsage, "", `unexpected argument "server"`},
		{"version of serve", []string{"serve", "-version"}, exitOK, "hookd ", ""},
		{"receive without a folder", []string{"receive"}, exitUsage, "", "-dir is missing"},
		{"receive without a source", []string{"receive", "-dir", "x"}, exitUsage, "", "-from is missing"},
		{"receive from anywhere", []string{"receive", "-dir", "x", "-from", "http://example.com/"}, exitUsage, "", "https URL"},
		{"receive without secrets", []string{"receive", "-dir", "x", "-from", "https://example.com/"}, exitUsage, "", "no secret is given"},
		{"address that cannot be used", []string{"-addr", "127.0.0.1:-1"}, exitFailed, "", "cannot listen"},
		{"healthcheck without a port", []string{"-healthcheck", "-addr", "127.0.0.1:0"}, exitFailed, "", "names no port"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if code := run(test.args, &stdout, &stderr); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			for _, stream := range []struct{ name, got, want string }{
				{"stdout", stdout.String(), test.stdout},
				{"stderr", stderr.String(), test.stderr},
			} {
				if !strings.Contains(stream.got, stream.want) || (stream.want == "" && stream.got != "") {
					t.Errorf("%s %q, want %q", stream.name, stream.got, stream.want)
				}
			}
		})
	}
}

func nextLogLine(t *testing.T, log *bufio.Scanner) map[string]string {
	t.Helper()
	if !log.Scan() {
		t.Fatalf("the log ended: %v", log.Err())
	}
	var line map[string]string
	if err := json.Unmarshal(log.Bytes(), &line); err != nil {
		t.Fatalf("log line %q: %v", log.Text(), err)
	}
	return line
}

func exitCode(err error) int {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode()
	}
	return -1
}
