package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// send asks handler for /healthz as the client at remoteAddr.
func send(handler http.Handler, remoteAddr string) *http.Response {
	request := httptest.NewRequest(http.MethodGet, "/healthz", nil)
	request.RemoteAddr = remoteAddr
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder.Result()
}

// synctest's clock stands still between sleeps, so the buckets' levels are exact.

func TestRateLimitRefusesAClientAboveItsBurstUntilTimePasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handler := newHandler(testBuild)
		for n := range requestBurst {
			if status := send(handler, "192.0.2.1:1000").StatusCode; status != http.StatusOK {
				t.Fatalf("request %d: status %d", n+1, status)
			}
		}
		// Another port is the same client.
		refused := send(handler, "192.0.2.1:2000")
		if refused.StatusCode != http.StatusTooManyRequests {
			t.Errorf("above the burst: status %d", refused.StatusCode)
		}
		if refused.Header.Get("Retry-After") != "1" || refused.Header.Get("Content-Type") != "application/json" {
			t.Errorf("headers %v", refused.Header)
		}
		if status := send(handler, "192.0.2.2:1000").StatusCode; status != http.StatusOK {
			t.Errorf("another client: status %d", status)
		}

		time.Sleep(time.Second)
		for n := range requestsPerSecond {
			if status := send(handler, "192.0.2.1:1000").StatusCode; status != http.StatusOK {
				t.Errorf("a second later, request %d: status %d", n+1, status)
			}
		}
		if status := send(handler, "192.0.2.1:1000").StatusCode; status != http.StatusTooManyRequests {
			t.Errorf("a second's worth later: status %d", status)
		}
	})
}

func TestRateLimitKeepsItsTableBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limiter := newRateLimiter(1, 1)
		handler := limiter.limit(http.NotFoundHandler())
		for n := range maxClients {
			send(handler, fmt.Sprintf("10.0.%d.%d:1", n/256, n%256))
		}
		// The table is full of clients with empty buckets: newcomers share one bucket.
		if status := send(handler, "192.0.2.1:1").StatusCode; status != http.StatusNotFound {
			t.Errorf("first newcomer: status %d", status)
		}
		if status := send(handler, "192.0.2.2:1").StatusCode; status != http.StatusTooManyRequests {
			t.Errorf("second newcomer: status %d", status)
		}
		if len(limiter.clients) != maxClients {
			t.Errorf("%d clients in the table", len(limiter.clients))
		}

		// Full again, the old buckets are forgotten and the newcomer gets its own.
		time.Sleep(2 * time.Second)
		if status := send(handler, "192.0.2.2:1").StatusCode; status != http.StatusNotFound {
			t.Errorf("newcomer after the sweep: status %d", status)
		}
		if len(limiter.clients) != 1 {
			t.Errorf("%d clients in the table after the sweep", len(limiter.clients))
		}
	})
}

func TestClientOf(t *testing.T) {
	for _, test := range []struct{ name, remoteAddr, want string }{
		{"IPv4 address", "192.0.2.1:1000", "192.0.2.1/32"},
		{"IPv4 in IPv6", "[::ffff:192.0.2.1]:1000", "192.0.2.1/32"},
		{"IPv6 network", "[2001:db8:1:2:3:4:5:6]:1000", "2001:db8:1:2::/64"},
		{"IPv6 with zone", "[fe80::1%eth0]:1000", "fe80::/64"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := clientOf(test.remoteAddr); got != netip.MustParsePrefix(test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	if got := clientOf("not an address"); got.IsValid() {
		t.Errorf("an unreadable address became %s", got)
	}
}
