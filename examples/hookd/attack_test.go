package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/hookd/internal/delivery"
	"example.com/hookd/internal/rollout"
)

// noDeployments takes every request and deploys nothing.
type noDeployments struct{ accepted int }

func (d *noDeployments) Allow(rollout.Request) error { return nil }
func (d *noDeployments) Accept(rollout.Request, string) (bool, error) {
	d.accepted++
	return false, nil
}
func (d *noDeployments) Status(context.Context) rollout.Status { return rollout.Status{Status: "ok"} }

// bareReceiver is the receiver without its rate limit, with a log to look at.
func bareReceiver(t *testing.T) (http.Handler, *noDeployments, *lockedBuffer) {
	t.Helper()
	verifier, err := delivery.NewVerifier(delivery.Secrets{GitHub: githubSecret, GitLab: gitlabSecret, Standard: standardSecret}, 5*time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	log, deployments := &lockedBuffer{}, &noDeployments{}
	return receiverRoutes(verifier, deployments, testBuild, slog.New(slog.NewJSONHandler(log, nil))), deployments, log
}

func TestReceiverTellsRefusalsApart(t *testing.T) {
	good := jsonOf(t, map[string]string{"delivery_id": "one", "timestamp": time.Now().Format(time.RFC3339), "version": "1.2.3",
		"url": "https://example.com/hookd", "sha256": strings.Repeat("0", 64)})
	old := bytes.Replace(good, []byte(time.Now().Format("2006-")), []byte("2001-"), 1)
	notJSON := []byte("version=1.2.3&url=https://example.com/")
	large := bytes.Repeat([]byte(" "), maxBody+1)
	fits := append(bytes.Repeat([]byte(" "), maxBody-len(good)), good...)
	forged := map[string]string{"X-Hub-Signature-256": "sha256=" + strings.Repeat("0", 64)}
	for _, test := range []struct {
		name    string
		method  string
		headers map[string]string
		body    []byte
		code    int
	}{
		{"good", "POST", githubHeaders(good), good, 202},
		{"as large as may be", "POST", githubHeaders(fits), fits, 202},
		{"get", "GET", nil, nil, 405},
		{"put", "PUT", githubHeaders(good), good, 405},
		{"unsigned", "POST", nil, good, 401},
		{"forged", "POST", forged, good, 401},
		{"forged and not JSON", "POST", forged, notJSON, 401},
		{"signed for another body", "POST", githubHeaders(good), old, 401},
		{"wrong token", "POST", map[string]string{"X-Gitlab-Token": "wrong"}, good, 401},
		{"stale standard delivery", "POST", standardHeaders(t, "one", time.Now().Add(-time.Hour), good), good, 401},
		{"stale body", "POST", githubHeaders(old), old, 401},
		{"too large, unsigned", "POST", nil, large, 413},
		{"too large, signed", "POST", githubHeaders(large), large, 413},
		{"not JSON", "POST", githubHeaders(notJSON), notJSON, 400},
		{"empty", "POST", githubHeaders(nil), nil, 400},
		{"no field", "POST", githubHeaders([]byte("{}")), []byte("{}"), 422},
		{"form", "POST", map[string]string{"Content-Type": "application/x-www-form-urlencoded", "X-Gitlab-Token": gitlabSecret}, notJSON, 415},
	} {
		t.Run(test.name, func(t *testing.T) {
			handler, deployments, log := bareReceiver(t)
			for _, chunked := range []bool{false, true} {
				request := httptest.NewRequest(test.method, "/deploy", bytes.NewReader(test.body))
				want := test.code
				if chunked {
					request.ContentLength = -1
					// Without a declared length, what is unsigned is refused before its size is known.
					if test.name == "too large, unsigned" {
						want = 401
					}
				}
				request.Header.Set("Content-Type", "application/json; charset=utf-8")
				for name, value := range test.headers {
					request.Header.Set(name, value)
				}
				answer := httptest.NewRecorder()
				handler.ServeHTTP(answer, request)
				if answer.Code != want || answer.Header().Get("Content-Type") != "application/json" {
					t.Errorf("chunked %t: %d %s, want %d", chunked, answer.Code, answer.Body, want)
				}
				if want == 405 && answer.Header().Get("Allow") != "POST" {
					t.Errorf("Allow %q", answer.Header().Get("Allow"))
				}
			}
			if (deployments.accepted > 0) != (test.code == 202) {
				t.Errorf("%d deployments", deployments.accepted)
			}
			for _, secret := range []string{githubSecret, gitlabSecret, standardSecret, "sha256=", "wrong"} {
				if strings.Contains(log.String(), secret) && secret != "" {
					t.Errorf("the log holds %q: %s", secret, log)
				}
			}
		})
	}
}

func TestSlowClientsAreCutAndOthersServed(t *testing.T) {
	handler, _, log := bareReceiver(t)
	server := newServer(handler, slog.New(slog.NewJSONHandler(log, nil)))
	server.ReadHeaderTimeout, server.ReadTimeout, server.WriteTimeout = 300*time.Millisecond, 600*time.Millisecond, 5*time.Second
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	addr := listener.Addr().String()

	const clients = 40
	started := "POST /deploy HTTP/1.1\r\nHost: hookd\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=00\r\n"
	answers := make(chan string, 2*clients)
	for n := range 2 * clients {
		opening, rest := started, "X-Slow: "
		if n%2 == 1 {
			opening, rest = started+"Content-Length: 100000\r\n\r\n", "{"
		}
		go func() { answers <- trickle(addr, opening, rest) }()
	}
	// Meanwhile the receiver works.
	good := jsonOf(t, map[string]string{"delivery_id": "one", "timestamp": time.Now().Format(time.RFC3339), "version": "1.2.3",
		"url": "https://example.com/hookd", "sha256": strings.Repeat("0", 64)})
	if code, answer := post(t, "http://"+addr, githubHeaders(good), good); code != http.StatusAccepted {
		t.Errorf("beside slow clients: %d %v", code, answer)
	}
	got := map[string]int{}
	for range 2 * clients {
		got[<-answers]++
	}
	if got["closed"] != clients || got["408"] != clients {
		t.Errorf("%v, want %d of 408 for slow bodies and %d closed for slow headers", got, clients, clients)
	}
}

// trickle sends opening and then a little every 50 ms until the server has had enough. It returns
// the status, or "closed" if there was none.
func trickle(addr, opening, rest string) string {
	connection, err := net.Dial("tcp", addr)
	if err != nil {
		return err.Error()
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(20 * time.Second))
	answered := make(chan string, 1)
	go func() {
		line, err := bufio.NewReader(connection).ReadString('\n')
		switch fields := strings.Fields(line); {
		case errors.Is(err, os.ErrDeadlineExceeded):
			answered <- "never ended"
		case len(fields) > 1:
			answered <- fields[1]
		default:
			answered <- "closed"
		}
	}()
	_, _ = io.WriteString(connection, opening)
	for {
		select {
		case answer := <-answered:
			return answer
		case <-time.After(50 * time.Millisecond):
			_, _ = io.WriteString(connection, rest)
		}
	}
}

// The receiver as its own process, attacked from loopback, one kind of attack after the other.
func TestReceiverUnderAttack(t *testing.T) {
	needSignals(t)
	receiver := startReceiver(t, t.TempDir(), "https://example.com/", freeAddr(t))
	huge := bytes.Repeat([]byte("x"), 10<<20)

	t.Run("bodies of 10 MB", func(t *testing.T) {
		got := together(20, func(n int) int {
			// A reader without a length makes the client send it in chunks.
			var body io.Reader = bytes.NewReader(huge)
			if n%2 == 1 {
				body = io.MultiReader(body)
			}
			return attack(receiver.url, githubHeaders([]byte("another body")), body)
		})
		// Chunked ones may also meet the bound on how many large bodies are read at once.
		if got[413]+got[503] != 20 || got[413] < 10 {
			t.Errorf("%v", got)
		}
	})

	t.Run("bodies of 10 MB, sent without waiting for a word", func(t *testing.T) {
		got := together(8, func(n int) int { return pushThrough(receiver.url, n%2 == 0, huge) })
		if got[413]+got[503] != 8 || got[413] < 4 {
			t.Errorf("%v", got)
		}
	})

	time.Sleep(2 * time.Second) // until the allowance of this client is full again
	t.Run("200 bad signatures at once", func(t *testing.T) {
		body := []byte(`{"version":"9.9.9"}`)
		got := together(200, func(n int) int {
			headers := map[string]string{"X-Hub-Signature-256": fmt.Sprintf("sha256=%064x", n)}
			return attack(receiver.url, headers, bytes.NewReader(body))
		})
		if got[401]+got[429] != 200 || got[401] < requestBurst {
			t.Errorf("%v, want 401, and 429 above the allowance", got)
		}
	})

	time.Sleep(2 * time.Second)
	t.Run("replays", func(t *testing.T) {
		body := jsonOf(t, map[string]string{"delivery_id": "replayed", "timestamp": time.Now().Format(time.RFC3339), "version": "1.2.3",
			"url": "https://example.com/not-there/hookd", "sha256": strings.Repeat("0", 64)})
		got := together(20, func(n int) int {
			headers := githubHeaders(body)
			headers["X-GitHub-Delivery"] = strconv.Itoa(n) // not signed, so an attacker can vary it
			return attack(receiver.url, headers, bytes.NewReader(body))
		})
		if got[202] != 1 || got[200] != 19 {
			t.Errorf("%v, want one accepted and 19 known", got)
		}
	})

	if err := checkHealth(t.Context(), strings.TrimPrefix(receiver.url, "http://")); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if peak, ok := peakMemory(t, receiver.command.Process.Pid); ok && peak > 96<<20 && !raceDetector {
		t.Errorf("the receiver took %d MiB", peak>>20)
	} else if ok {
		t.Logf("peak memory of the receiver: %d MiB", peak>>20)
	}
}

// together does n things at once and counts their results.
func together(n int, do func(n int) int) map[int]int {
	results := make([]int, n)
	var all sync.WaitGroup
	for each := range n {
		all.Go(func() { results[each] = do(each) })
	}
	all.Wait()
	counted := map[int]int{}
	for _, result := range results {
		counted[result]++
	}
	return counted
}

// attack returns the status, or -1 where the connection broke before one.
func attack(url string, headers map[string]string, body io.Reader) int {
	request, err := http.NewRequest(http.MethodPost, url+"/deploy", body)
	if err != nil {
		return -1
	}
	request.Header.Set("Content-Type", "application/json")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	// Waits for the server's word before it sends a body, so that an early refusal is seen whole.
	if request.ContentLength > maxBody {
		request.Header.Set("Expect", "100-continue")
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, ExpectContinueTimeout: 10 * time.Second}, Timeout: 30 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		return -1
	}
	response.Body.Close()
	return response.StatusCode
}

// pushThrough sends all of a body before it looks for an answer, and returns the status, or -1 where
// the connection broke before one.
func pushThrough(url string, chunked bool, body []byte) int {
	connection, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		return -1
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(30 * time.Second))
	length, end := fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)), ""
	if chunked {
		length, end = fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n", len(body)), "\r\n0\r\n\r\n"
	}
	head := "POST /deploy HTTP/1.1\r\nHost: hookd\r\nContent-Type: application/json\r\nX-Hub-Signature-256: sha256=00\r\n" + length
	for _, part := range [][]byte{[]byte(head), body, []byte(end)} {
		if _, err := connection.Write(part); err != nil {
			return -1
		}
	}
	response, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		return -1
	}
	response.Body.Close()
	return response.StatusCode
}

// peakMemory is the most that a process ever had in memory, in bytes, where /proc tells.
func peakMemory(t *testing.T, pid int) (int64, bool) {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return kilobytes << 10, true
		}
	}
	return 0, false
}
