package delivery

import (
	"errors"
	"time"
)

// maxSeen bounds what is remembered. One deployment runs at a time and takes seconds, so a sender
// that holds the secret cannot fill it within the window in which an entry is kept.
const maxSeen = 1024

// ErrFull says that too many deliveries were accepted lately to remember one more.
var ErrFull = errors.New("too many deliveries in a short time")

// Seen remembers the accepted deliveries for as long as a repeat of them would still be fresh.
// Its zero value is empty and ready. It is not safe for concurrent use.
type Seen struct {
	// Keys maps a Proof's key to the moment from which on a repeat is stale anyway.
	Keys map[string]time.Time `json:"keys"`
}

// Has tells whether a delivery with this key was accepted before.
func (s *Seen) Has(key string, now time.Time) bool {
	until, ok := s.Keys[key]
	return ok && now.Before(until)
}

// Add remembers a key for twice the tolerance: a delivery may come from a clock that is ahead by
// one tolerance and is stale one tolerance after that. It fails with ErrFull rather than forget an
// entry that still protects.
func (s *Seen) Add(key string, now time.Time, tolerance time.Duration) error {
	for known, until := range s.Keys {
		if !now.Before(until) {
			delete(s.Keys, known)
		}
	}
	if len(s.Keys) >= maxSeen {
		return ErrFull
	}
	if s.Keys == nil {
		s.Keys = make(map[string]time.Time)
	}
	s.Keys[key] = now.Add(2 * tolerance)
	return nil
}
