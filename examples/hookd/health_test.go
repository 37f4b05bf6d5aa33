package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthcheckAcceptsALiveService(t *testing.T) {
	service := httptest.NewServer(newHandler(testBuild))
	defer service.Close()
	if err := checkHealth(t.Context(), service.Listener.Addr().String()); err != nil {
		t.Error(err)
	}
}

func TestHealthcheckReachesAServiceOnEveryAddressOverLoopback(t *testing.T) {
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	service := httptest.NewUnstartedServer(newHandler(testBuild))
	service.Listener.Close()
	service.Listener = listener
	service.Start()
	defer service.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if err := checkHealth(t.Context(), ":"+port); err != nil {
		t.Error(err)
	}
}

func TestHealthcheckRefusesWhatIsNotHealthy(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
	}{
		{"server error", func(w http.ResponseWriter, _ *http.Request) {
			writeError(w, http.StatusServiceUnavailable, "down")
		}, "503"},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/elsewhere" {
				writeJSON(w, http.StatusOK, healthReport{Status: statusOK})
				return
			}
			http.Redirect(w, r, "/elsewhere", http.StatusFound)
		}, "302"},
		{"another service", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte("<html>"))
		}, "something else than a health report"},
		{"another status", func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, http.StatusOK, healthReport{Status: "draining"})
		}, `status "draining"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			service := httptest.NewServer(test.answer)
			defer service.Close()
			err := checkHealth(t.Context(), service.Listener.Addr().String())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestProbeAddress(t *testing.T) {
	for _, test := range []struct{ name, addr, want string }{
		{"no host", ":8080", "127.0.0.1:8080"},
		{"every IPv4 address", "0.0.0.0:8080", "127.0.0.1:8080"},
		{"every IPv6 address", "[::]:8080", "[::1]:8080"},
		{"loopback", "127.0.0.1:8080", "127.0.0.1:8080"},
		{"one address", "192.0.2.7:8080", "192.0.2.7:8080"},
		{"a name", "localhost:8080", "localhost:8080"},
		{"no port", "127.0.0.1", ""},
		{"empty port", "127.0.0.1:", ""},
		{"port that is picked at start", "127.0.0.1:0", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := probeAddress(test.addr)
			if got != test.want || (err != nil) != (test.want == "") {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}
