package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"
)

const (
	statusOK = "ok"

	// probeTimeout bounds one -healthcheck from connecting to the last byte.
	probeTimeout = 3 * time.Second
	// probeBodyLimit, in bytes, is far above what healthHandler sends.
	probeBodyLimit = 64 << 10
)

// healthReport is the body of GET /healthz.
type healthReport struct {
	Status string `json:"status"`
	buildIdentity
}

// sick makes a build that never becomes healthy, to try what a rollout does with one:
// -X main.sick=true. Nothing but the linker can set it.
var sick string

func healthHandler(build buildIdentity) http.Handler {
	status, report := http.StatusOK, healthReport{Status: statusOK, buildIdentity: build}
	if sick == "true" {
		status, report.Status = http.StatusServiceUnavailable, "sick"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, status, report)
	})
}

func versionHandler(build buildIdentity) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, build)
	})
}

// checkHealth asks the service that listens on addr; nil means it is healthy.
func checkHealth(ctx context.Context, addr string) error {
	target, err := probeAddress(addr)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+target+"/healthz", nil)
	if err != nil {
		return err
	}
	// A transport of its own has no proxy: the probe must reach this host, whatever HTTP_PROXY says.
	client := &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true},
		// hookd never redirects, so a redirect comes from something else on this port.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answered %s", request.URL, response.Status)
	}
	var report healthReport
	if err := json.NewDecoder(io.LimitReader(response.Body, probeBodyLimit)).Decode(&report); err != nil {
		return fmt.Errorf("%s answered something else than a health report: %w", request.URL, err)
	}
	if report.Status != statusOK {
		return fmt.Errorf("%s reports status %q", request.URL, report.Status)
	}
	return nil
}

// probeAddress turns a listen address into one to connect to: loopback where the service listens
// on every address, else the address itself, since nothing else would reach it.
func probeAddress(addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", err
	}
	if port == "" || port == "0" {
		return "", fmt.Errorf("-addr %q names no port to ask; give the one the service listens on", addr)
	}
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "", err == nil && ip.Is4() && ip.IsUnspecified():
		host = "127.0.0.1"
	case err == nil && ip.IsUnspecified():
		host = "::1"
	}
	return net.JoinHostPort(host, port), nil
}
