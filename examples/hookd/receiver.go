package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"os"
	"time"

	"example.com/hookd/internal/delivery"
	"example.com/hookd/internal/rollout"
)

const (
	// maxBody, in bytes, is the most a delivery may have.
	maxBody = 1 << 20
	// smallBody is what a delivery usually stays below. Anybody may have that much in memory at a
	// time, but only largeBodies senders may have more.
	smallBody   = 16 << 10
	largeBodies = 8
	// drainLimit, in bytes, is the most of a refused body that is read and thrown away.
	drainLimit = 16 << 20
	// statusTimeout bounds the question to the service behind GET /status.
	statusTimeout = 2 * time.Second
)

// deployments is what the receiver hands a delivery to.
type deployments interface {
	Allow(rollout.Request) error
	Accept(request rollout.Request, key string) (repeated bool, err error)
	Status(context.Context) rollout.Status
}

// receiver turns genuine deliveries into deployments.
type receiver struct {
	verifier    *delivery.Verifier
	deployments deployments
	logger      *slog.Logger
	large       chan struct{}
}

// newReceiver is the whole HTTP interface of the receiver. Every answer is JSON.
func newReceiver(verifier *delivery.Verifier, deployments deployments, build buildIdentity, logger *slog.Logger) http.Handler {
	return newRateLimiter(requestsPerSecond, requestBurst).limit(
		exactPaths(receiverRoutes(verifier, deployments, build, logger)))
}

func receiverRoutes(verifier *delivery.Verifier, deployments deployments, build buildIdentity, logger *slog.Logger) http.Handler {
	r := &receiver{verifier: verifier, deployments: deployments, logger: logger, large: make(chan struct{}, largeBodies)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /deploy", r.deploy)
	mux.Handle("/deploy", methodNotAllowed("POST"))
	handleGet(mux, "/status", http.HandlerFunc(r.status))
	// The receiver's own health and version, whatever the service does.
	handleGet(mux, "/healthz", healthHandler(build))
	handleGet(mux, "/version", versionHandler(build))
	mux.HandleFunc("/", notFound)
	return mux
}

// accepted is the answer to a delivery that was accepted, now or before.
type accepted struct {
	Status  string `json:"status"`
	ID      string `json:"delivery_id"`
	Version string `json:"version"`
}

// deploy checks in an order that costs least for what is refused: headers, then the body's size,
// its signature, and only then what it says.
func (r *receiver) deploy(w http.ResponseWriter, request *http.Request) {
	refuse := func(status int, reason string) { r.refuse(w, request, status, reason) }
	if request.ContentLength > maxBody {
		drainUnasked(request)
		refuse(http.StatusRequestEntityTooLarge, "the body is larger than 1 MiB")
		return
	}
	if !r.verifier.Signed(request.Header) {
		drainUnasked(request)
		refuse(http.StatusUnauthorized, delivery.ErrUnsigned.Error())
		return
	}
	body, release, err := r.readBody(w, request)
	defer release()
	if err != nil {
		drain(request.Body)
		refuse(statusOfReadError(err))
		return
	}
	now := time.Now()
	proof, err := r.verifier.Verify(request.Header, body, now)
	if err != nil {
		refuse(http.StatusUnauthorized, err.Error())
		return
	}
	if kind, _, err := mime.ParseMediaType(request.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		refuse(http.StatusUnsupportedMediaType, "Content-Type is not application/json")
		return
	}
	wanted, err := rollout.ParseRequest(body)
	if errors.Is(err, rollout.ErrNotJSON) {
		refuse(http.StatusBadRequest, err.Error())
		return
	}
	if err == nil {
		err = r.deployments.Allow(wanted)
	}
	if err != nil {
		refuse(http.StatusUnprocessableEntity, err.Error())
		return
	}
	if !proof.Timed {
		if err := r.verifier.Fresh(wanted.Sent, now); err != nil {
			refuse(http.StatusUnauthorized, err.Error())
			return
		}
	}
	repeated, err := r.deployments.Accept(wanted, proof.Key)
	switch {
	case errors.Is(err, rollout.ErrBusy):
		refuse(http.StatusConflict, err.Error())
	case errors.Is(err, rollout.ErrClosing), errors.Is(err, delivery.ErrFull):
		w.Header().Set("Retry-After", "5")
		refuse(http.StatusServiceUnavailable, err.Error())
	case err != nil:
		r.logger.Error("cannot record a delivery", "error", err)
		writeError(w, http.StatusInternalServerError, "the delivery could not be recorded, and nothing was done")
	case repeated:
		r.logger.Info("delivery repeated", "delivery", wanted.ID, "style", proof.Style, "client", clientOf(request.RemoteAddr))
		writeJSON(w, http.StatusOK, accepted{Status: "repeated", ID: wanted.ID, Version: wanted.Version})
	default:
		w.Header().Set("Location", "/status")
		writeJSON(w, http.StatusAccepted, accepted{Status: rollout.StateAccepted, ID: wanted.ID, Version: wanted.Version})
	}
}

// errCrowded says that too many large bodies are being read.
var errCrowded = errors.New("too many large deliveries at once")

// readBody reads the body once and whole. release gives its share of memory back and is never nil.
func (r *receiver) readBody(w http.ResponseWriter, request *http.Request) (body []byte, release func(), err error) {
	release = func() {}
	limited := http.MaxBytesReader(w, request.Body, maxBody)
	body, err = io.ReadAll(io.LimitReader(limited, smallBody+1))
	if err != nil || len(body) <= smallBody {
		return body, release, err
	}
	select {
	case r.large <- struct{}{}:
		release = func() { <-r.large }
	default:
		return nil, release, errCrowded
	}
	rest, err := io.ReadAll(limited)
	return append(body, rest...), release, err
}

// drain reads on for a client that is still sending: closed under it, the connection would be reset,
// and the client would not see the answer. The server's ReadTimeout bounds the time.
func drain(body io.Reader) { _, _ = io.CopyN(io.Discard, body, drainLimit) }

// drainUnasked drains a body of which nothing was read yet, unless the client waits for leave to send
// it (RFC 9110, section 10.1.1): that one gets the answer in place of it.
func drainUnasked(request *http.Request) {
	if request.Header.Get("Expect") == "" {
		drain(request.Body)
	}
}

func statusOfReadError(err error) (status int, reason string) {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, "the body is larger than 1 MiB"
	case errors.Is(err, errCrowded):
		return http.StatusServiceUnavailable, errCrowded.Error()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return http.StatusRequestTimeout, "the body took too long"
	default:
		return http.StatusBadRequest, "the body broke off"
	}
}

// refuse answers and logs. reason never holds a header or a body, but may quote single fields of a
// body whose signature was right.
func (r *receiver) refuse(w http.ResponseWriter, request *http.Request, status int, reason string) {
	if status == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", "1")
	}
	r.logger.Warn("delivery refused", "status", status, "reason", reason, "client", clientOf(request.RemoteAddr))
	writeError(w, status, reason)
}

// status answers 200 if the service is healthy, else 503.
func (r *receiver) status(w http.ResponseWriter, request *http.Request) {
	ctx, cancel := context.WithTimeout(request.Context(), statusTimeout)
	defer cancel()
	status := r.deployments.Status(ctx)
	code := http.StatusOK
	if status.Status != statusOK {
		code = http.StatusServiceUnavailable
	}
	writeJSON(w, code, status)
}
