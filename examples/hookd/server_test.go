package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

var testBuild = buildIdentity{Version: "1.2.3", Commit: "0123abc", Date: "2026-01-02T03:04:05Z", Go: "go1.26.8"}

func request(t *testing.T, method, path string) *http.Response {
	t.Helper()
	recorder := httptest.NewRecorder()
	newHandler(testBuild).ServeHTTP(recorder, httptest.NewRequest(method, path, nil))
	return recorder.Result()
}

func bodyOf(t *testing.T, response *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestHealthReportsStatusAndBuild(t *testing.T) {
	response := request(t, http.MethodGet, "/healthz")
	if response.StatusCode != http.StatusOK {
		t.Errorf("status %d", response.StatusCode)
	}
	want := `{"status":"ok","version":"1.2.3","commit":"0123abc","date":"2026-01-02T03:04:05Z","go":"go1.26.8"}` + "\n"
	if body := bodyOf(t, response); body != want {
		t.Errorf("body %s", body)
	}
}

func TestEveryAnswerIsUncachedJSON(t *testing.T) {
	for _, test := range []struct {
		name, method, path string
		status             int
		allow              string
	}{
		{"health", http.MethodGet, "/healthz", 200, ""},
		{"post to health", http.MethodPost, "/healthz", 405, "GET, HEAD"},
		{"delete of health", http.MethodDelete, "/healthz", 405, "GET, HEAD"},
		{"options of health", http.MethodOptions, "/healthz", 405, "GET, HEAD"},
		{"version", http.MethodGet, "/version", 200, ""},
		{"post to version", http.MethodPost, "/version", 405, "GET, HEAD"},
		{"root", http.MethodGet, "/", 404, ""},
		{"unknown path", http.MethodPost, "/nothing", 404, ""},
		{"below health", http.MethodGet, "/healthz/", 404, ""},
		{"doubled slash", http.MethodGet, "//healthz", 404, ""},
		{"dots", http.MethodGet, "/x/../healthz", 404, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			response := request(t, test.method, test.path)
			if response.StatusCode != test.status {
				t.Errorf("status %d, want %d", response.StatusCode, test.status)
			}
			if allow := response.Header.Get("Allow"); allow != test.allow {
				t.Errorf("Allow %q, want %q", allow, test.allow)
			}
			for name, want := range map[string]string{
				"Content-Type":           "application/json",
				"Cache-Control":          "no-store",
				"X-Content-Type-Options": "nosniff",
			} {
				if got := response.Header.Get(name); got != want {
					t.Errorf("%s %q, want %q", name, got, want)
				}
			}
			var body map[string]string
			if err := json.Unmarshal([]byte(bodyOf(t, response)), &body); err != nil {
				t.Errorf("body is not JSON: %v", err)
			}
			if test.status != 200 && body["error"] == "" {
				t.Errorf("no error in %v", body)
			}
		})
	}
}

func TestVersionIsTheBuild(t *testing.T) {
	var got buildIdentity
	if err := json.Unmarshal([]byte(bodyOf(t, request(t, http.MethodGet, "/version"))), &got); err != nil || got != testBuild {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestASickBuildNeverBecomesHealthy(t *testing.T) {
	defer func(before string) { sick = before }(sick)
	sick = "true"
	response := request(t, http.MethodGet, "/healthz")
	if body := bodyOf(t, response); response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(body, `"version":"1.2.3"`) {
		t.Errorf("status %d, body %s", response.StatusCode, body)
	}
}

func TestHeadHasTheHeadersOfGetAndNoBody(t *testing.T) {
	service := httptest.NewServer(newHandler(testBuild))
	defer service.Close()
	get, err := http.Get(service.URL + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer get.Body.Close()
	head, err := http.Head(service.URL + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	defer head.Body.Close()
	if head.StatusCode != http.StatusOK || head.ContentLength != int64(len(bodyOf(t, get))) {
		t.Errorf("HEAD: status %d, length %d", head.StatusCode, head.ContentLength)
	}
	if body := bodyOf(t, head); body != "" {
		t.Errorf("HEAD has a body: %s", body)
	}
}

func TestServerBoundsEveryPhaseOfAConnection(t *testing.T) {
	server := newServer(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	for name, timeout := range map[string]time.Duration{
		"ReadHeaderTimeout": server.ReadHeaderTimeout,
		"ReadTimeout":       server.ReadTimeout,
		"WriteTimeout":      server.WriteTimeout,
		"IdleTimeout":       server.IdleTimeout,
	} {
		if timeout <= 0 {
			t.Errorf("%s is not set", name)
		}
	}
	if server.MaxHeaderBytes <= 0 {
		t.Error("MaxHeaderBytes is not set")
	}
}

// slowService serves one handler that reports when it has started and ends when released.
type slowService struct {
	url      string
	started  chan struct{}
	released chan struct{}
	stop     context.CancelFunc
	ended    chan error
}

func startSlowService(t *testing.T, grace time.Duration) slowService {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	service := slowService{
		url:      "http://" + listener.Addr().String(),
		started:  make(chan struct{}),
		released: make(chan struct{}),
		stop:     stop,
		ended:    make(chan error, 1),
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(service.started)
		<-service.released
		writeJSON(w, http.StatusOK, map[string]string{"status": "done"})
	})
	logger := slog.New(slog.DiscardHandler)
	go func() { service.ended <- serve(ctx, newServer(handler, logger), listener, grace, logger) }()
	return service
}

func TestShutdownLetsARunningRequestFinish(t *testing.T) {
	service := startSlowService(t, 10*time.Second)
	type answer struct {
		status int
		err    error
	}
	answered := make(chan answer, 1)
	go func() {
		response, err := http.Get(service.url)
		if err != nil {
			answered <- answer{err: err}
			return
		}
		response.Body.Close()
		answered <- answer{status: response.StatusCode}
	}()

	<-service.started
	service.stop()
	// New connections are refused from here on, while the running request is still open.
	waitUntilRefused(t, service.url)
	select {
	case err := <-service.ended:
		t.Fatalf("ended with %v before the request did", err)
	default:
	}
	close(service.released)

	if got := <-answered; got.err != nil || got.status != http.StatusOK {
		t.Errorf("the running request got %+v", got)
	}
	if err := <-service.ended; err != nil {
		t.Errorf("serve: %v", err)
	}
}

func TestShutdownCutsARequestThatOutlastsTheGrace(t *testing.T) {
	service := startSlowService(t, 50*time.Millisecond)
	defer close(service.released)
	answered := make(chan error, 1)
	go func() {
		response, err := http.Get(service.url)
		if err == nil {
			response.Body.Close()
		}
		answered <- err
	}()

	<-service.started
	service.stop()
	if err := <-service.ended; err == nil || !strings.Contains(err.Error(), "still running after 50ms") {
		t.Errorf("serve: %v", err)
	}
	if err := <-answered; err == nil {
		t.Error("the request was answered")
	}
}

func TestServeReportsAListenerThatFails(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	logger := slog.New(slog.DiscardHandler)
	if err := serve(t.Context(), newServer(http.NotFoundHandler(), logger), listener, time.Second, logger); err == nil {
		t.Error("no error")
	}
}

func waitUntilRefused(t *testing.T, url string) {
	t.Helper()
	address := strings.TrimPrefix(url, "http://")
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		connection.Close()
	}
	t.Fatal("still accepts connections")
}
