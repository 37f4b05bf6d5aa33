// Command hookd is a small HTTP service that reports its health and version, and the receiver that
// deploys new versions of such a service when a signed webhook says so.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
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
	role := "serve"
	if len(args) > 0 && (args[0] == "serve" || args[0] == "receive") {
		role, args = args[0], args[1:]
	}
	if role == "receive" {
		return runReceive(args, stdout, stderr)
	}
	return runServe(args, stdout, stderr)
}

func runServe(args []string, stdout, stderr io.Writer) int {
	flags := newFlags("hookd [serve] [flags]\n       hookd receive [flags] -- [arguments of the service]", stderr)
	addr := flags.String("addr", ":8080", "`host:port` to listen on; port 0 picks a free one")
	showVersion := flags.Bool("version", false, "print the version and exit")
	healthcheck := flags.Bool("healthcheck", false, "ask the service on -addr for its health and exit 0 or 1")
	if code, ok := parseFlags(flags, args); !ok {
		return code
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "hookd: unexpected argument %q\n", flags.Arg(0))
		return exitUsage
	}
	build := thisBuild()
	switch {
	case *showVersion:
		fmt.Fprintln(stdout, build)
		return exitOK
	case *healthcheck:
		return probe(*addr, stderr)
	default:
		return listenAndServe(*addr, newHandler(build), build, newLogger(stderr))
	}
}

// newFlags takes what follows "usage: ".
func newFlags(usage string, stderr io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet("hookd", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprintf(stderr, "usage: %s\n", usage)
		flags.PrintDefaults()
	}
	return flags
}

// parseFlags returns the exit code where the program ends here.
func parseFlags(flags *flag.FlagSet, args []string) (code int, ok bool) {
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return exitOK, false
	case err != nil:
		return exitUsage, false
	}
	return exitOK, true
}

func newLogger(stderr io.Writer) *slog.Logger { return slog.New(slog.NewJSONHandler(stderr, nil)) }

func thisBuild() buildIdentity {
	info, _ := debug.ReadBuildInfo()
	return describeBuild(info)
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

// listenAndServe serves until SIGINT or SIGTERM and returns the exit code. The functions of atStop
// run from the signal on, beside the requests that still finish, and are waited for.
func listenAndServe(addr string, handler http.Handler, build buildIdentity, logger *slog.Logger, atStop ...func()) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Once the first signal is in, a second one ends the program at once.
	context.AfterFunc(ctx, stop)

	stopped := make(chan struct{})
	serving, ended := context.WithCancel(ctx)
	go func() {
		defer close(stopped)
		<-serving.Done()
		for _, each := range atStop {
			each()
		}
	}()
	code := exitOK
	if err := listen(ctx, addr, handler, build, logger); err != nil {
		logger.Error("stopped", "error", err)
		code = exitFailed
	}
	ended()
	<-stopped
	if code == exitOK {
		logger.Info("stopped")
	}
	return code
}

func listen(ctx context.Context, addr string, handler http.Handler, build buildIdentity, logger *slog.Logger) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", addr, err)
	}
	logger.Info("listening", "addr", listener.Addr().String(), "version", build.Version, "commit", build.Commit)
	return serve(ctx, newServer(handler, logger), listener, shutdownGrace, logger)
}
