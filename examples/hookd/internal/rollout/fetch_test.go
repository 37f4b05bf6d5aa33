package rollout

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

func sum(content string) string {
	digest := sha256.Sum256([]byte(content))
	return hex.EncodeToString(digest[:])
}

// fetch asks for /assets/program of server, with the redirects that are allowed.
func fetch(t *testing.T, server *httptest.Server, sha string, redirects ...string) (string, error) {
	t.Helper()
	sources, err := ParseSources([]string{server.URL + "/assets/"}, redirects)
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(server.URL + "/assets/program")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(t.TempDir(), "asset"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	err = NewFetcher(sources, 1000).Fetch(t.Context(), Request{URL: address, SHA256: sha}, file)
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(file.Name())
	return string(text), err
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func TestFetchChecksTheDigest(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "program") })
	if got, err := fetch(t, server, sum("program")); err != nil || got != "program" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := fetch(t, server, sum("another")); err == nil || !strings.Contains(err.Error(), sum("program")) {
		t.Errorf("other digest: %v", err)
	}
}

func TestFetchFollowsOnlyAllowedRedirects(t *testing.T) {
	elsewhere := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Referer") != "" {
			t.Error("the redirect tells where it came from")
		}
		_, _ = io.WriteString(w, "program")
	})
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/blob?signature=secret", http.StatusFound)
	})
	if got, err := fetch(t, server, sum("program"), elsewhere.URL); err != nil || got != "program" {
		t.Errorf("allowed: %q, %v", got, err)
	}
	_, err := fetch(t, server, sum("program"))
	if err == nil || !strings.Contains(err.Error(), "not allowed") || strings.Contains(err.Error(), "secret") {
		t.Errorf("not allowed: %v", err)
	}
	loop := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	if _, err := fetch(t, loop, sum("program")); err == nil || !strings.Contains(err.Error(), "more than 5 redirects") {
		t.Errorf("loop: %v", err)
	}
}

func TestFetchBoundsTheSize(t *testing.T) {
	for name, declare := range map[string]bool{"declared": true, "not declared": false} {
		server := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if !declare {
				w.(http.Flusher).Flush()
			}
			_, _ = io.WriteString(w, strings.Repeat("x", 1001))
		})
		if _, err := fetch(t, server, sum("program")); err == nil || !strings.Contains(err.Error(), "larger than 1000") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFetchTriesPassingFaultsAgainAndNoOthers(t *testing.T) {
	for _, test := range []struct {
		name  string
		first http.HandlerFunc
		asked int64
	}{
		{"unavailable", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, 2},
		{"cut", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "7")
			_, _ = io.WriteString(w, "pro")
		}, 2},
		{"not there", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int64
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if asked.Add(1) == 1 {
					test.first(w, r)
					return
				}
				_, _ = io.WriteString(w, "program")
			})
			_, err := fetch(t, server, sum("program"))
			if (err == nil) != (test.asked == 2) || asked.Load() != test.asked {
				t.Errorf("asked %d times: %v", asked.Load(), err)
			}
		})
	}
}
