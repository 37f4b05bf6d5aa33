package main

import (
	"net/http"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// requestsPerSecond and requestBurst leave room for a poller, and for one proxy in front of all clients.
	requestsPerSecond = 20
	requestBurst      = 40
	// maxClients bounds the table: about 1 MB.
	maxClients = 4096
)

// rateLimiter gives every client a token bucket of its own, in bounded memory.
type rateLimiter struct {
	perSecond rate.Limit
	burst     int

	mu        sync.Mutex
	clients   map[netip.Prefix]*rate.Limiter
	nextSweep time.Time
	// crowd is the one bucket of all clients that find the table full.
	crowd *rate.Limiter
}

func newRateLimiter(perSecond rate.Limit, burst int) *rateLimiter {
	return &rateLimiter{
		perSecond: perSecond,
		burst:     burst,
		clients:   make(map[netip.Prefix]*rate.Limiter),
		crowd:     rate.NewLimiter(perSecond, burst),
	}
}

// limit answers 429 to a client whose bucket is empty, and passes everything else on.
func (l *rateLimiter) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.bucket(clientOf(r.RemoteAddr)).Allow() {
			// A bucket gains a token well within Retry-After's smallest step.
			w.Header().Set("Retry-After", "1")
			writeError(w, http.StatusTooManyRequests, "too many requests")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// bucket finds or makes the client's bucket.
func (l *rateLimiter) bucket(client netip.Prefix) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.clients[client]; ok {
		return known
	}
	if len(l.clients) >= maxClients {
		l.sweep(time.Now())
	}
	if len(l.clients) >= maxClients {
		return l.crowd
	}
	fresh := rate.NewLimiter(l.perSecond, l.burst)
	l.clients[client] = fresh
	return fresh
}

// sweep forgets clients whose bucket is full again, which a new bucket would be as well. It runs
// at most once a second, so that a flood of addresses cannot make every request walk the table.
func (l *rateLimiter) sweep(now time.Time) {
	if now.Before(l.nextSweep) {
		return
	}
	l.nextSweep = now.Add(time.Second)
	for client, bucket := range l.clients {
		if bucket.TokensAt(now) >= float64(l.burst) {
			delete(l.clients, client)
		}
	}
}

// clientOf is the network a request came from: one IPv4 address, or the /64 that one IPv6 client
// usually owns. X-Forwarded-For is not read, since any client can write it.
func clientOf(remoteAddr string) netip.Prefix {
	source, err := netip.ParseAddrPort(remoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	addr := source.Addr().Unmap()
	bits := 64
	if addr.Is4() {
		bits = 32
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}
