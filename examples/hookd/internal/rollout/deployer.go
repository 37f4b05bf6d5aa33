package rollout

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"
)

var (
	// ErrBusy says that another deployment is under way.
	ErrBusy = errors.New("another deployment is under way")
	// ErrClosing says that the receiver is being stopped.
	ErrClosing = errors.New("the receiver is being stopped")
)

// Options are the parts of a Deployer and its limits.
type Options struct {
	Store   *Store
	Fetcher *Fetcher
	Probe   *Probe
	Command Command
	Logger  *slog.Logger
	// FetchWithin bounds download and unpacking.
	FetchWithin time.Duration
	// MaxBytes bounds what an asset may unpack to.
	MaxBytes int64
	// Tolerance is how far the clock of a sender may be off.
	Tolerance time.Duration
}

// Deployer runs the service and replaces it, one deployment at a time.
type Deployer struct {
	Options
	ctx    context.Context
	cancel context.CancelFunc
	done   sync.WaitGroup

	mu      sync.Mutex
	state   record
	busy    bool
	closing bool
	service *service
}

// NewDeployer reads what the store knows and starts the current release, if there is one.
func NewDeployer(options Options) (*Deployer, error) {
	state, err := options.Store.load()
	if err != nil {
		return nil, err
	}
	d := &Deployer{Options: options, state: state}
	d.ctx, d.cancel = context.WithCancel(context.Background())
	if last := d.state.Deployment; last != nil && last.Ended.IsZero() {
		last.State, last.Ended = StateInterrupted, time.Now().UTC()
		if err := options.Store.save(d.state); err != nil {
			return nil, err
		}
	}
	if current := d.state.Current; current != nil {
		if !options.Store.Has(*current) {
			return nil, fmt.Errorf("the program of %s is missing: %s", current, options.Store.Path(*current))
		}
		d.service = d.start(*current)
	}
	return d, nil
}

// Adopt makes the program at path the current release, unless a release is there already.
func (d *Deployer) Adopt(path string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state.Current != nil {
		return nil
	}
	source, err := os.Open(path)
	if err != nil {
		return err
	}
	defer source.Close()
	initial := Release{}
	err = d.Store.Put(initial, func(program io.Writer) error {
		_, err := io.Copy(program, source)
		return err
	})
	if err != nil {
		return err
	}
	d.state.Current = &initial
	if err := d.Store.save(d.state); err != nil {
		return err
	}
	d.service = d.start(initial)
	return nil
}

// Allow tells whether the request's asset may be fetched at all.
func (d *Deployer) Allow(request Request) error { return d.Fetcher.Allow(request.URL) }

// Accept starts the deployment in the background, unless the delivery with this key was accepted
// before: then repeated is true and nothing is done. Once Accept has returned, a restart of the
// receiver does not forget the delivery. Errors: ErrBusy, ErrClosing, delivery.ErrFull, those of
// the store.
func (d *Deployer) Accept(request Request, key string) (repeated bool, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := time.Now()
	switch {
	case d.closing:
		return false, ErrClosing
	case d.state.Deliveries.Has(key, now):
		return true, nil
	case d.busy:
		return false, ErrBusy
	}
	if err := d.state.Deliveries.Add(key, now, d.Tolerance); err != nil {
		return false, err
	}
	before := d.state.Deployment
	d.state.Deployment = &Deployment{
		ID: request.ID, Version: request.Version, SHA256: request.SHA256,
		State: StateAccepted, Started: now.UTC(),
	}
	if err := d.Store.save(d.state); err != nil {
		delete(d.state.Deliveries.Keys, key)
		d.state.Deployment = before
		return false, err
	}
	d.busy = true
	d.done.Add(1)
	go func() {
		defer d.done.Done()
		d.deploy(request)
	}()
	return false, nil
}

// Close ends a deployment that is under way, then the service, and returns when both are gone.
func (d *Deployer) Close() {
	d.mu.Lock()
	d.closing = true
	d.mu.Unlock()
	d.cancel()
	d.done.Wait()
	if d.service != nil {
		d.service.stop()
	}
}

// Status is what anybody may know.
type Status struct {
	// Status is ok, unhealthy, or none where nothing was ever deployed.
	Status string `json:"status"`
	// Version is what the service itself reports at this moment.
	Version    string      `json:"version"`
	Reason     string      `json:"reason,omitempty"`
	Current    *Release    `json:"current,omitempty"`
	Previous   *Release    `json:"previous,omitempty"`
	Deployment *Deployment `json:"deployment,omitempty"`
}

// Status asks the service for its health.
func (d *Deployer) Status(ctx context.Context) Status {
	d.mu.Lock()
	status := Status{Current: d.state.Current, Previous: d.state.Previous}
	if last := d.state.Deployment; last != nil {
		shown := *last
		status.Deployment = &shown
	}
	d.mu.Unlock()
	got, err := d.Probe.Version(ctx)
	status.Version = got
	switch {
	case err == nil:
		status.Status = "ok"
	case status.Current == nil:
		status.Status, status.Reason = "none", "nothing was deployed yet"
	default:
		status.Status, status.Reason = "unhealthy", err.Error()
	}
	return status
}

func (d *Deployer) start(release Release) *service {
	d.Logger.Info("starting service", "version", release.String())
	return startService(d.Store.Path(release), d.Command, d.Logger.With("service", release.String()))
}

// deploy is the story of one deployment.
func (d *Deployer) deploy(request Request) {
	logger := d.Logger.With("deployment", request.ID, "version", request.Version)
	release := Release{Version: request.Version, SHA256: request.SHA256}
	logger.Info("deployment accepted", "url", withoutQuery(request.URL), "sha256", request.SHA256)

	d.enter(StateFetching)
	if err := d.obtain(request, release); err != nil {
		d.end(logger, StateFailed, err)
		return
	}
	d.enter(StateSwitching)
	state, err := d.switchTo(release, logger)
	// A release that turned out sick goes as well: asked for again, it is fetched again.
	if err := d.Store.Prune(d.state.Current, d.state.Previous); err != nil {
		logger.Warn("old releases stay on disk", "error", err)
	}
	d.end(logger, state, err)
}

// obtain has the release on disk, checked, before the service is touched.
func (d *Deployer) obtain(request Request, release Release) error {
	if d.Store.Has(release) {
		return nil
	}
	ctx, cancel := context.WithTimeout(d.ctx, d.FetchWithin)
	defer cancel()
	asset, done, err := d.Store.Download()
	if err != nil {
		return err
	}
	defer done()
	if err := d.Fetcher.Fetch(ctx, request, asset); err != nil {
		return err
	}
	return d.Store.Put(release, func(program io.Writer) error {
		return unpack(asset, request.kind, d.Store.program, program, d.MaxBytes)
	})
}

// switchTo replaces the service, and puts the one before back if the new one stays sick. The record
// names the new release only once that is healthy: after a crash in between, the old one starts.
func (d *Deployer) switchTo(release Release, logger *slog.Logger) (string, error) {
	before := d.service
	if before != nil {
		before.stop()
	}
	fresh := d.start(release)
	sick := d.Probe.await(d.ctx, release.Version, fresh.failed)
	if sick == nil {
		sick = d.commit(release)
	}
	if sick == nil {
		d.replace(fresh)
		return StateSucceeded, nil
	}
	fresh.stop()
	if errors.Is(sick, errStopped) {
		sick = fmt.Errorf("%w: %s", sick, fresh.reason)
	}
	previous := d.state.Current
	if d.ctx.Err() != nil {
		d.replace(nil)
		return StateInterrupted, ErrClosing
	}
	if previous == nil {
		d.replace(nil)
		return StateFailed, sick
	}
	logger.Error("new version is sick, going back", "to", previous.String(), "error", sick)
	restored := d.start(*previous)
	d.replace(restored)
	if err := d.Probe.await(d.ctx, previous.Version, restored.failed); err != nil {
		// It stays: it is restarted whenever it ends, and may yet become healthy.
		return StateRolledBack, fmt.Errorf("%w; %s is back but sick as well: %w", sick, previous, err)
	}
	return StateRolledBack, sick
}

// commit makes the release the current one, on disk and in memory.
func (d *Deployer) commit(release Release) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := d.state
	next.Current = &release
	if d.state.Current == nil || *d.state.Current != release {
		next.Previous = d.state.Current
	}
	if err := d.Store.save(next); err != nil {
		return err
	}
	d.state = next
	return nil
}

func (d *Deployer) replace(with *service) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.service = with
}

func (d *Deployer) enter(state string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.state.Deployment.State = state
}

func (d *Deployer) end(logger *slog.Logger, state string, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy = false
	if d.ctx.Err() != nil && state == StateFailed {
		state, err = StateInterrupted, ErrClosing
	}
	last := d.state.Deployment
	last.State, last.Ended = state, time.Now().UTC()
	if err != nil {
		last.Error = err.Error()
	}
	if state == StateSucceeded {
		logger.Info("deployment succeeded", "seconds", last.Ended.Sub(last.Started).Seconds())
	} else {
		logger.Error("deployment did not succeed", "state", state, "error", err)
	}
	if err := d.Store.save(d.state); err != nil {
		logger.Error("cannot record the deployment", "error", err)
	}
}
