package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"example.com/hookd/internal/delivery"
	"example.com/hookd/internal/rollout"
)

// list is a flag that may come several times.
type list []string

func (l *list) String() string { return strings.Join(*l, " ") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

type receiveFlags struct {
	addr, dir, program, initial, health    string
	from, redirect                         list
	maxBytes                               int64
	fetchWithin, healthyWithin, stopWithin time.Duration
	tolerance                              time.Duration
	serviceArgs                            []string
	serviceStdout, serviceStderr           io.Writer
	environ                                []string
	lookup                                 func(string) (string, bool)
}

func runReceive(args []string, stdout, stderr io.Writer) int {
	given := receiveFlags{serviceStdout: stdout, serviceStderr: stderr, environ: os.Environ(), lookup: os.LookupEnv}
	flags := newFlags("hookd receive [flags] -- [arguments of the service]", stderr)
	flags.StringVar(&given.addr, "addr", "127.0.0.1:9000", "`host:port` to receive deliveries on")
	flags.StringVar(&given.dir, "dir", "", "`folder` for programs and state (required)")
	flags.Var(&given.from, "from", "`URL` prefix that assets may come from, ending in a slash (required, may be repeated)")
	flags.Var(&given.redirect, "redirect-to", "`origin` that a download may be redirected to (may be repeated)")
	flags.StringVar(&given.program, "program", "hookd", "`name` of the program in an archive")
	flags.StringVar(&given.initial, "initial", "", "`file` to run as the service until the first deployment")
	flags.StringVar(&given.health, "health", "http://127.0.0.1:8080/healthz", "`URL` of the service's health, JSON with a field version")
	flags.Int64Var(&given.maxBytes, "max-bytes", 256<<20, "most `bytes` an asset may have, packed and unpacked")
	flags.DurationVar(&given.fetchWithin, "fetch-within", 5*time.Minute, "how long a download may take")
	flags.DurationVar(&given.healthyWithin, "healthy-within", 30*time.Second, "how long a new version may take to become healthy")
	flags.DurationVar(&given.stopWithin, "stop-within", 10*time.Second, "how long the service may take to end before it is killed")
	flags.DurationVar(&given.tolerance, "tolerance", 5*time.Minute, "how old a delivery may be")
	if code, ok := parseFlags(flags, args); !ok {
		return code
	}
	given.serviceArgs = flags.Args()
	logger := newLogger(stderr)

	verifier, options, err := given.resolve()
	if err != nil {
		fmt.Fprintf(stderr, "hookd receive: %v\n", err)
		return exitUsage
	}
	options.Logger = logger
	if options.Store, err = rollout.OpenStore(given.dir, given.program); err != nil {
		fmt.Fprintf(stderr, "hookd receive: -dir: %v\n", err)
		return exitFailed
	}
	defer options.Store.Close()
	deployer, err := rollout.NewDeployer(options)
	if err != nil {
		fmt.Fprintf(stderr, "hookd receive: -dir: %v\n", err)
		return exitFailed
	}
	if given.initial != "" {
		if err := deployer.Adopt(given.initial); err != nil {
			fmt.Fprintf(stderr, "hookd receive: -initial: %v\n", err)
			return exitFailed
		}
	}
	build := thisBuild()
	return listenAndServe(given.addr, newReceiver(verifier, deployer, build, logger), build, logger, deployer.Close)
}

// resolve checks everything that can be checked before anything is touched.
func (f *receiveFlags) resolve() (*delivery.Verifier, rollout.Options, error) {
	fail := func(err error) (*delivery.Verifier, rollout.Options, error) { return nil, rollout.Options{}, err }
	if f.dir == "" {
		return fail(fmt.Errorf("-dir is missing: a folder that outlives a restart"))
	}
	if len(f.from) == 0 {
		return fail(fmt.Errorf("-from is missing, such as https://github.com/OWNER/REPO/releases/download/"))
	}
	for name, value := range map[string]time.Duration{
		"-fetch-within": f.fetchWithin, "-healthy-within": f.healthyWithin, "-stop-within": f.stopWithin, "-tolerance": f.tolerance,
	} {
		if value <= 0 {
			return fail(fmt.Errorf("%s is %s; it must be above zero", name, value))
		}
	}
	if f.maxBytes <= 0 {
		return fail(fmt.Errorf("-max-bytes is %d; it must be above zero", f.maxBytes))
	}
	sources, err := rollout.ParseSources(f.from, f.redirect)
	if err != nil {
		return fail(err)
	}
	secrets, err := readSecrets(f.lookup)
	if err != nil {
		return fail(err)
	}
	verifier, err := delivery.NewVerifier(secrets, f.tolerance)
	if err != nil {
		return fail(fmt.Errorf("%w (HOOKD_GITHUB_SECRET, HOOKD_GITLAB_TOKEN, HOOKD_STANDARD_SECRET)", err))
	}
	probe, err := rollout.NewProbe(f.health, f.healthyWithin)
	if err != nil {
		return fail(err)
	}
	return verifier, rollout.Options{
		Fetcher: rollout.NewFetcher(sources, f.maxBytes),
		Probe:   probe,
		Command: rollout.Command{
			Args:       f.serviceArgs,
			Env:        environmentOfService(f.environ),
			Stdout:     f.serviceStdout,
			Stderr:     f.serviceStderr,
			StopWithin: f.stopWithin,
		},
		FetchWithin: f.fetchWithin,
		MaxBytes:    f.maxBytes,
		Tolerance:   f.tolerance,
	}, nil
}
