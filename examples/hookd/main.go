// Command hookd is a small HTTP service that reports its own health and version.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// Exit codes. Container runtimes read 0 and 1 of -healthcheck as healthy and unhealthy.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program: arguments in, exit code out.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("hookd", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", ":8080", "`host:port` to listen on; port 0 picks a free one")
	showVersion := flags.Bool("version", false, "print the version and exit")
	healthcheck := flags.Bool("healthcheck", false, "ask the service on -addr for its health and exit 0 or 1")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitOK
		}
		return exitUsage
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "hookd: unexpected argument %q\n", flags.Arg(0))
		return exitUsage
	}

	info, _ := debug.ReadBuildInfo()
	build := describeBuild(info)
	switch {
	case *showVersion:
		fmt.Fprintln(stdout, build)
		return exitOK
	case *healthcheck:
		return probe(*addr, stderr)
	default:
		return listenAndServe(*addr, build, slog.New(slog.NewJSONHandler(stderr, nil)))
	}
}

// probe runs -healthcheck; the reason for a failure goes to stderr, where docker inspect shows it.
func probe(addr string, stderr io.Writer) int {
	ctx, cancel := context.WithTimeout(context.Background(), probeTimeout)
	defer cancel()
	if err := checkHealth(ctx, addr); err != nil {
		fmt.Fprintf(stderr, "hookd: unhealthy: %v\n", err)
		return exitFailed
	}
	return exitOK
}

// listenAndServe serves until SIGINT or SIGTERM and returns the exit code.
func listenAndServe(addr string, build buildIdentity, logger *slog.Logger) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Once the first signal is in, a second one ends the program at once.
	context.AfterFunc(ctx, stop)

	listener, err := net.Listen("tcp", addr)
	if err != nil {
		logger.Error("cannot listen", "addr", addr, "error", err)
		return exitFailed
	}
	logger.Info("listening", "addr", listener.Addr().String(), "version", build.Version, "commit", build.Commit)

	server := newServer(newHandler(build), logger)
	if err := serve(ctx, server, listener, shutdownGrace, logger); err != nil {
		logger.Error("stopped", "error", err)
		return exitFailed
	}
	logger.Info("stopped")
	return exitOK
}
