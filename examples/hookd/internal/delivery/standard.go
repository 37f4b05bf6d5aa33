package delivery

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

const (
	standardKeyPrefix = "whsec_"
	minStandardKey    = 24
	maxStandardKey    = 64
	maxStandardID     = 256
	// maxStandardSignatures leaves room for keys that are being exchanged.
	maxStandardSignatures = 16
)

// parseStandardKey reads whsec_ and base64 of 24 to 64 bytes. The error never shows the key.
func parseStandardKey(text string) ([]byte, error) {
	encoded, ok := strings.CutPrefix(text, standardKeyPrefix)
	if !ok {
		return nil, errors.New("the Standard Webhooks secret does not start with whsec_")
	}
	key, ok := decodeBase64(encoded)
	if !ok {
		return nil, errors.New("the Standard Webhooks secret is not base64 after whsec_")
	}
	if len(key) < minStandardKey || len(key) > maxStandardKey {
		return nil, errors.New("the Standard Webhooks secret does not hold 24 to 64 bytes")
	}
	return key, nil
}

// standardMatches returns the delivery's id once signature and time are right.
func (v *Verifier) standardMatches(header http.Header, body []byte, now time.Time) (string, error) {
	id, okID := only(header, standardID)
	timestamp, okTime := only(header, standardTimestamp)
	value, okSignature := only(header, standardSignature)
	// The signed text joins its parts with dots, so an id with a dot would make it ambiguous.
	if !okID || !okTime || !okSignature || id == "" || len(id) > maxStandardID || strings.Contains(id, ".") {
		return "", ErrForged
	}
	sent, ok := parseUnixSeconds(timestamp)
	if !ok {
		return "", ErrForged
	}
	mac := hmac.New(sha256.New, v.standard)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	want := mac.Sum(nil)
	for _, signature := range parseStandardSignatures(value) {
		if hmac.Equal(signature, want) {
			return id, v.Fresh(sent, now)
		}
	}
	return "", ErrForged
}

// parseStandardSignatures reads a list of "v1,<base64>" with spaces between, and passes over
// entries of other versions and malformed ones: one of several keys is enough.
func parseStandardSignatures(value string) [][]byte {
	var signatures [][]byte
	for entry := range strings.SplitSeq(value, " ") {
		encoded, ok := strings.CutPrefix(entry, "v1,")
		if !ok {
			continue
		}
		signature, ok := decodeBase64(encoded)
		if !ok || len(signature) != sha256.Size {
			continue
		}
		if signatures = append(signatures, signature); len(signatures) == maxStandardSignatures {
			break
		}
	}
	return signatures
}

// decodeBase64 reads the one encoding of some bytes. Go's decoder, even when strict, passes over line ends, so that
// one signature could be written in many ways.
func decodeBase64(text string) ([]byte, bool) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, false
	}
	decoded, err := base64.StdEncoding.Strict().DecodeString(text)
	return decoded, err == nil
}

// parseUnixSeconds reads a whole number of seconds since 1970, in digits alone.
func parseUnixSeconds(text string) (time.Time, bool) {
	seconds, err := strconv.ParseUint(text, 10, 40)
	if err != nil {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}
