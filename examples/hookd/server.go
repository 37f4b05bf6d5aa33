package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 10 * time.Second
	// writeTimeout starts with readTimeout, and leaves time to tell a slow client that it was.
	writeTimeout   = 15 * time.Second
	idleTimeout    = 60 * time.Second
	maxHeaderBytes = 16 << 10

	// shutdownGrace stays below the 10 s after which docker stop kills.
	shutdownGrace = 8 * time.Second
)

// newHandler is the whole HTTP interface of the service: the routes behind the rate limit. Every
// answer is JSON.
func newHandler(build buildIdentity) http.Handler {
	mux := http.NewServeMux()
	handleGet(mux, "/healthz", healthHandler(build))
	handleGet(mux, "/version", versionHandler(build))
	mux.HandleFunc("/", notFound)
	return newRateLimiter(requestsPerSecond, requestBurst).limit(exactPaths(mux))
}

// handleGet serves path for GET and HEAD, and refuses the other methods.
func handleGet(mux *http.ServeMux, path string, handler http.Handler) {
	mux.Handle("GET "+path, handler)
	mux.Handle(path, methodNotAllowed("GET, HEAD"))
}

// newServer bounds what one connection may cost in time and memory.
func newServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// serve answers on listener until ctx ends, then lets running requests finish for at most grace.
// It returns nil after a graceful end, and an error when serving failed or requests had to be cut.
func serve(ctx context.Context, server *http.Server, listener net.Listener, grace time.Duration, logger *slog.Logger) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	select {
	case err := <-failed:
		return fmt.Errorf("serve on %s: %w", listener.Addr(), err)
	case <-ctx.Done():
	}

	logger.Info("shutting down", "grace", grace.String())
	bounded, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := server.Shutdown(bounded); err != nil {
		return fmt.Errorf("requests still running after %s: %w", grace, errors.Join(err, server.Close()))
	}
	return nil
}

// exactPaths answers 404 for a path ServeMux would redirect, such as //healthz: its redirects are HTML.
func exactPaths(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/") || path.Clean(r.URL.Path) != r.URL.Path {
			notFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func notFound(w http.ResponseWriter, _ *http.Request) {
	writeError(w, http.StatusNotFound, "not found")
}

// methodNotAllowed answers 405 and names the methods that are allowed (RFC 9110, section 15.5.6).
func methodNotAllowed(allow string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allow)
		writeError(w, http.StatusMethodNotAllowed, "method not allowed")
	})
}

func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, struct {
		Error string `json:"error"`
	}{message})
}

// writeJSON sends body as one line of JSON that no cache may keep.
func writeJSON(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		// Bodies are structs of strings; one that cannot be marshalled is a bug, and net/http logs it.
		panic(err)
	}
	text = append(text, '\n')
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Content-Length", strconv.Itoa(len(text)))
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	// A failed write means the client has gone: there is nobody left to tell.
	_, _ = w.Write(text)
}
