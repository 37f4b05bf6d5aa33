package main

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	githubSecret   = "a-github-secret-for-the-tests"
	gitlabSecret   = "a-gitlab-token-for-the-tests"
	standardSecret = "whsec_dGhlIGtleSBvZiB0aGUgdGVzdHMsIDI0Kw=="
)

// releases are real builds of this module, served over HTTP as a release's assets.
type releases struct {
	server  *httptest.Server
	prefix  string
	content map[string][]byte
	// held, if not nil, keeps every download waiting until it closes.
	held chan struct{}
}

// buildReleases has hookd in each version; one that ends in -sick never becomes healthy.
func buildReleases(t *testing.T, versions ...string) *releases {
	t.Helper()
	built := &releases{content: map[string][]byte{}}
	for _, v := range versions {
		program, err := os.ReadFile(buildProgram(t, v))
		if err != nil {
			t.Fatal(err)
		}
		built.content[v] = program
	}
	built.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if built.held != nil {
			<-built.held
		}
		program, ok := built.content[strings.TrimPrefix(r.URL.Path, "/assets/hookd_")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(program)
	}))
	t.Cleanup(built.server.Close)
	built.prefix = built.server.URL + "/assets/"
	return built
}

// builds are the programs that were built so far, by version, in a folder that TestMain removes.
var builds struct {
	folder string
	paths  map[string]string
}

func buildProgram(t *testing.T, v string) string {
	t.Helper()
	if builds.paths == nil {
		folder, err := os.MkdirTemp("", "hookd-test-")
		if err != nil {
			t.Fatal(err)
		}
		builds.folder, builds.paths = folder, map[string]string{}
	}
	if known, ok := builds.paths[v]; ok {
		return known
	}
	flags := "-s -w -X main.version=" + v
	if strings.HasSuffix(v, "-sick") {
		flags += " -X main.sick=true"
	}
	program := filepath.Join(builds.folder, "hookd_"+v)
	command := exec.Command("go", "build", "-ldflags", flags, "-o", program, ".")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	builds.paths[v] = program
	return program
}

func removeBuilds() {
	if builds.folder != "" {
		_ = os.RemoveAll(builds.folder)
	}
}

// payload is what the deploy action sends for a version.
func (r *releases) payload(t *testing.T, id, version string) []byte {
	t.Helper()
	digest := sha256.Sum256(r.content[version])
	return jsonOf(t, map[string]string{
		"event": "ship_go_deploy", "delivery_id": id, "timestamp": time.Now().UTC().Format(time.RFC3339),
		"version": "v" + version, "url": r.prefix + "hookd_" + version, "sha256": hex.EncodeToString(digest[:]),
	})
}

func jsonOf(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func needSignals(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("windows cannot send SIGTERM to another process")
	}
}

// receiving is a running `hookd receive`.
type receiving struct {
	command *exec.Cmd
	url     string
	log     *lockedBuffer
}

// lockedBuffer is written by a process and read by the test.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(text []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(text)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// handedOut are the ports that a test got from freeAddr.
var handedOut = map[int]bool{}

// freeAddr is an address on loopback that nothing listens on. Its port is below those that the
// system gives to outgoing connections, so that none of them takes it in the meantime.
func freeAddr(t *testing.T) string {
	t.Helper()
	for range 100 {
		port := 10000 + rand.IntN(20000)
		addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		listener, err := net.Listen("tcp", addr)
		if err != nil {
			continue
		}
		listener.Close()
		if handedOut[port] {
			continue
		}
		handedOut[port] = true
		return addr
	}
	t.Fatal("no free port")
	return ""
}

// startReceiver runs the receiver as a process of its own, which supervises a service on service.
func startReceiver(t *testing.T, dir, from, service string, more ...string) *receiving {
	t.Helper()
	addr := freeAddr(t)
	args := append([]string{"receive", "-addr", addr, "-dir", dir, "-from", from, "-health", "http://" + service + "/healthz",
		"-healthy-within", "5s", "-stop-within", "5s"}, more...)
	command := hookd(t, append(args, "--", "serve", "-addr", service)...)
	command.Env = append(command.Env, "HOOKD_GITHUB_SECRET="+githubSecret, "HOOKD_GITLAB_TOKEN="+gitlabSecret, "HOOKD_STANDARD_SECRET="+standardSecret)
	started := &receiving{command: command, url: "http://" + addr, log: &lockedBuffer{}}
	command.Stdout, command.Stderr = started.log, started.log
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		timer := time.AfterFunc(20*time.Second, func() { _ = command.Process.Kill() })
		_ = command.Wait()
		timer.Stop()
		for _, secret := range []string{githubSecret, gitlabSecret, standardSecret, standardSecret[6:]} {
			if strings.Contains(started.log.String(), secret) {
				t.Error("a secret is in the log")
			}
		}
		if t.Failed() {
			t.Logf("log of the receiver:\n%s", started.log)
		}
	})
	eventually(t, "the receiver listens", func() bool {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		return checkHealth(ctx, addr) == nil
	})
	return started
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

func sha256HMAC(key, text []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write(text)
	return mac.Sum(nil)
}

func githubHeaders(body []byte) map[string]string {
	return map[string]string{"X-Hub-Signature-256": "sha256=" + hex.EncodeToString(sha256HMAC([]byte(githubSecret), body))}
}

func standardHeaders(t *testing.T, id string, sent time.Time, body []byte) map[string]string {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(standardSecret[6:])
	if err != nil {
		t.Fatal(err)
	}
	signature := sha256HMAC(key, fmt.Appendf(nil, "%s.%d.%s", id, sent.Unix(), body))
	return map[string]string{"webhook-id": id, "webhook-timestamp": fmt.Sprint(sent.Unix()),
		"webhook-signature": "v1," + base64.StdEncoding.EncodeToString(signature)}
}

// post sends a delivery and returns the status and the answer's JSON.
func post(t *testing.T, url string, headers map[string]string, body []byte) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/deploy", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode, readJSON(t, response.Body)
}

func readJSON(t *testing.T, body io.Reader) map[string]any {
	t.Helper()
	var answer map[string]any
	if err := json.NewDecoder(body).Decode(&answer); err != nil {
		t.Fatalf("the answer is not JSON: %v", err)
	}
	return answer
}

// shown is what GET /status tells.
type shown struct {
	code                   int
	status, version, state string
	deployment, reason     string
}

func statusOf(t *testing.T, url string) shown {
	t.Helper()
	response, err := http.Get(url + "/status")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var body struct {
		Status, Version string
		Deployment      struct{ ID, State, Error string }
	}
	if err := json.NewDecoder(response.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return shown{response.StatusCode, body.Status, body.Version, body.Deployment.State, body.Deployment.ID, body.Deployment.Error}
}

// deployAndWait sends a version and waits for the end of its deployment.
func deployAndWait(t *testing.T, receiver *receiving, assets *releases, id, version string) shown {
	t.Helper()
	body := assets.payload(t, id, version)
	if code, answer := post(t, receiver.url, githubHeaders(body), body); code != http.StatusAccepted {
		t.Fatalf("%s: %d %v", version, code, answer)
	}
	return waitForEnd(t, receiver, id)
}

func waitForEnd(t *testing.T, receiver *receiving, id string) shown {
	t.Helper()
	var last shown
	eventually(t, "the deployment "+id+" ends", func() bool {
		last = statusOf(t, receiver.url)
		return last.deployment == id && last.state != "accepted" && last.state != "fetching" && last.state != "switching"
	})
	return last
}

func TestReceiverDeploysRollsBackAndRemembers(t *testing.T) {
	needSignals(t)
	assets := buildReleases(t, "1.0.0", "2.0.0", "3.0.0-sick")
	assets.content["4.0.0"] = []byte("no program")
	dir, service := t.TempDir(), freeAddr(t)
	receiver := startReceiver(t, dir, assets.prefix, service)
	if first := statusOf(t, receiver.url); first.code != http.StatusServiceUnavailable || first.status != "none" {
		t.Errorf("before any deployment: %+v", first)
	}

	for _, version := range []string{"1.0.0", "2.0.0"} {
		got := deployAndWait(t, receiver, assets, "deploy-"+version[:1], version)
		if got.state != "succeeded" || got.version != version || got.status != "ok" || got.code != http.StatusOK {
			t.Fatalf("%s: %+v", version, got)
		}
	}

	sick := deployAndWait(t, receiver, assets, "deploy-3", "3.0.0-sick")
	if sick.state != "rolled-back" || sick.version != "2.0.0" || sick.status != "ok" || !strings.Contains(sick.reason, "503") {
		t.Fatalf("sick version: %+v", sick)
	}

	// What is signed and cannot even start.
	broken := deployAndWait(t, receiver, assets, "deploy-4", "4.0.0")
	if broken.state != "rolled-back" || broken.version != "2.0.0" || !strings.Contains(broken.reason, "cannot run") {
		t.Errorf("no program: %+v", broken)
	}

	elsewhere := jsonOf(t, map[string]string{"delivery_id": "elsewhere", "timestamp": time.Now().Format(time.RFC3339), "version": "1.0.0",
		"url": "https://example.com/assets/hookd_1.0.0", "sha256": strings.Repeat("0", 64)})
	if code, answer := post(t, receiver.url, githubHeaders(elsewhere), elsewhere); code != http.StatusUnprocessableEntity {
		t.Errorf("asset from elsewhere: %d %v", code, answer)
	}

	// A wrong digest never touches the service.
	wrong := jsonOf(t, map[string]string{"delivery_id": "wrong-digest", "timestamp": time.Now().Format(time.RFC3339), "version": "1.0.0",
		"url": assets.prefix + "hookd_1.0.0", "sha256": strings.Repeat("0", 64)})
	if code, answer := post(t, receiver.url, githubHeaders(wrong), wrong); code != http.StatusAccepted {
		t.Fatalf("wrong digest: %d %v", code, answer)
	}
	if got := waitForEnd(t, receiver, "wrong-digest"); got.state != "failed" || got.version != "2.0.0" || !strings.Contains(got.reason, "SHA-256") {
		t.Errorf("wrong digest: %+v", got)
	}

	kept, err := filepath.Glob(filepath.Join(dir, "releases", "*"))
	if err != nil || len(kept) != 2 {
		t.Errorf("releases on disk: %v %v", kept, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "incoming-*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}

	// The receiver ends its service with itself, and starts the same one again.
	if err := receiver.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := receiver.command.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
	if connection, err := net.Dial("tcp", service); err == nil {
		connection.Close()
		t.Error("the service outlives the receiver")
	}
	again := startReceiver(t, dir, assets.prefix, service)
	eventually(t, "2.0.0 serves again", func() bool { return statusOf(t, again.url).version == "2.0.0" })
	if code, answer := post(t, again.url, githubHeaders(wrong), wrong); code != http.StatusOK || answer["status"] != "repeated" {
		t.Errorf("a repeat after a restart: %d %v", code, answer)
	}
}

func TestServiceThatEndsIsStartedAgain(t *testing.T) {
	needSignals(t)
	service := freeAddr(t)
	receiver := startReceiver(t, t.TempDir(), "https://example.com/", service, "-initial", buildProgram(t, "1.0.0"))
	eventually(t, "the initial program serves", func() bool { return statusOf(t, receiver.url).version == "1.0.0" })

	pid := lastPID(t, receiver)
	process, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it serves again", func() bool { return lastPID(t, receiver) != pid && statusOf(t, receiver.url).version == "1.0.0" })

	// A killed receiver takes its service along where the kernel can do that.
	if runtime.GOOS == "linux" {
		if err := receiver.command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the service ends with its receiver", func() bool {
			connection, err := net.Dial("tcp", service)
			if err == nil {
				connection.Close()
			}
			return err != nil
		})
	}
}

// lastPID is the process that the receiver says it started last.
func lastPID(t *testing.T, receiver *receiving) int {
	t.Helper()
	pid := 0
	for line := range strings.Lines(receiver.log.String()) {
		var entry struct {
			Msg string
			PID int
		}
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "service started" {
			pid = entry.PID
		}
	}
	return pid
}

func TestOneDeploymentAtATime(t *testing.T) {
	needSignals(t)
	assets := buildReleases(t, "1.0.0")
	assets.held = make(chan struct{})
	receiver := startReceiver(t, t.TempDir(), assets.prefix, freeAddr(t))
	first := assets.payload(t, "first", "1.0.0")
	second := assets.payload(t, "second", "1.0.0")
	third := assets.payload(t, "third", "1.0.0")

	for n, step := range []struct {
		headers map[string]string
		body    []byte
		code    int
		status  any
	}{
		{githubHeaders(first), first, http.StatusAccepted, "accepted"},
		{githubHeaders(second), second, http.StatusConflict, nil},
		{map[string]string{"X-Gitlab-Token": gitlabSecret}, second, http.StatusConflict, nil},
		{standardHeaders(t, "third", time.Now(), third), third, http.StatusConflict, nil},
		{githubHeaders(first), first, http.StatusOK, "repeated"},
	} {
		if code, answer := post(t, receiver.url, step.headers, step.body); code != step.code || answer["status"] != step.status {
			t.Errorf("step %d: %d %v", n+1, code, answer)
		}
	}
	close(assets.held)
	if got := waitForEnd(t, receiver, "first"); got.state != "succeeded" {
		t.Fatalf("%+v", got)
	}
	// What was refused as busy may come again; each style is taken.
	if code, answer := post(t, receiver.url, map[string]string{"X-Gitlab-Token": gitlabSecret}, second); code != http.StatusAccepted {
		t.Fatalf("gitlab: %d %v", code, answer)
	}
	waitForEnd(t, receiver, "second")
	if code, answer := post(t, receiver.url, standardHeaders(t, "third", time.Now(), third), third); code != http.StatusAccepted {
		t.Fatalf("standard: %d %v", code, answer)
	}
	waitForEnd(t, receiver, "third")
	// The same delivery, sent anew: another time and signature, the same id.
	if code, answer := post(t, receiver.url, standardHeaders(t, "third", time.Now().Add(2*time.Second), third), third); code != http.StatusOK {
		t.Errorf("standard, repeated: %d %v", code, answer)
	}
}

func TestAReceiverThatIsKilledHalfWayStartsTheVersionBefore(t *testing.T) {
	needSignals(t)
	assets, stuck := buildReleases(t, "1.0.0"), buildReleases(t, "2.0.0")
	stuck.held = make(chan struct{})
	defer close(stuck.held)
	dir, service := t.TempDir(), freeAddr(t)
	receiver := startReceiver(t, dir, assets.prefix, service, "-from", stuck.prefix)
	if got := deployAndWait(t, receiver, assets, "deploy-1", "1.0.0"); got.state != "succeeded" {
		t.Fatalf("%+v", got)
	}
	for n, signal := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
		id := fmt.Sprintf("half-way-%d", n)
		body := stuck.payload(t, id, "2.0.0")
		if code, answer := post(t, receiver.url, githubHeaders(body), body); code != http.StatusAccepted {
			t.Fatalf("%s: %d %v", signal, code, answer)
		}
		if err := receiver.command.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := receiver.command.Wait(); (err == nil) != (signal == syscall.SIGTERM) {
			t.Errorf("%s: %v", signal, err)
		}
		eventually(t, "the service has ended as well", func() bool {
			connection, err := net.Dial("tcp", service)
			if err == nil {
				connection.Close()
			}
			return err != nil
		})
		receiver = startReceiver(t, dir, assets.prefix, service, "-from", stuck.prefix)
		eventually(t, "1.0.0 serves", func() bool { return statusOf(t, receiver.url).version == "1.0.0" })
		if got := statusOf(t, receiver.url); got.state != "interrupted" || got.deployment != id {
			t.Errorf("%s: %+v", signal, got)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "incoming-*")); len(left) != 0 {
			t.Errorf("%s: left behind %v", signal, left)
		}
	}
}
