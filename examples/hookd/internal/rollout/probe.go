package rollout

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	probeTry      = 2 * time.Second
	probeInterval = 250 * time.Millisecond
	// probeInARow keeps a service that dies right after its first answer from passing.
	probeInARow    = 3
	probeBodyLimit = 64 << 10
)

// Probe asks a service for its health: 200 and a JSON object with its version.
type Probe struct {
	url    string
	within time.Duration
	client *http.Client
}

// NewProbe takes the http URL of the service's health and how long a started service may take to
// become healthy.
func NewProbe(address string, within time.Duration) (*Probe, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "http" || parsed.Host == "" || parsed.User != nil {
		return nil, fmt.Errorf("%q is not an http URL to ask for health", address)
	}
	return &Probe{
		url:    address,
		within: within,
		client: &http.Client{
			// No proxy: the service is on this machine.
			Transport:     &http.Transport{DisableKeepAlives: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Timeout:       probeTry,
		},
	}, nil
}

// Version asks once. It returns what the service says its version is, also with an error that says
// why it does not count as healthy.
func (p *Probe) Version(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url, nil)
	if err != nil {
		return "", err
	}
	response, err := p.client.Do(request)
	if err != nil {
		return "", withoutURL(err)
	}
	defer response.Body.Close()
	var report struct {
		Version string `json:"version"`
	}
	decodeErr := json.NewDecoder(io.LimitReader(response.Body, probeBodyLimit)).Decode(&report)
	if response.StatusCode != http.StatusOK {
		return report.Version, fmt.Errorf("health answered %s", response.Status)
	}
	if decodeErr != nil {
		return "", errors.New("health answered something else than JSON with a version")
	}
	return report.Version, nil
}

// await returns nil once the service has been healthy with this version three times in a row; any
// version will do where the wanted one is empty. It fails as soon as failed closes.
func (p *Probe) await(ctx context.Context, version string, failed <-chan struct{}) error {
	bounded, cancel := context.WithTimeout(ctx, p.within)
	defer cancel()
	inARow := 0
	last := errors.New("it was never asked")
	for {
		got, err := p.Version(bounded)
		switch {
		case bounded.Err() != nil:
			// The budget ended this try; the one before says more.
		case err != nil:
			inARow, last = 0, err
		case version != "" && strings.TrimPrefix(got, "v") != version:
			inARow, last = 0, fmt.Errorf("health reports version %q, not %q", got, version)
		default:
			if inARow++; inARow == probeInARow {
				return nil
			}
		}
		select {
		case <-failed:
			return errStopped
		case <-ctx.Done():
			return ctx.Err()
		case <-bounded.Done():
			return fmt.Errorf("not healthy within %s: %w", p.within, last)
		case <-time.After(probeInterval):
		}
	}
}

// errStopped says that the service ended while it was being watched.
var errStopped = errors.New("the service did not keep running")
