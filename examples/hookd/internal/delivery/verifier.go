// Package delivery decides whether a webhook delivery is genuine, fresh and new.
package delivery

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// The headers that prove a delivery, one for each style.
const (
	githubSignature   = "X-Hub-Signature-256"
	gitlabToken       = "X-Gitlab-Token"
	standardSignature = "Webhook-Signature"
	standardID        = "Webhook-Id"
	standardTimestamp = "Webhook-Timestamp"
)

// minSecret is the least number of bytes a secret may have. Shorter ones can be guessed offline
// from a single signed body.
const minSecret = 16

var (
	// ErrUnsigned says that no header proves the delivery in a style this receiver has a secret for.
	ErrUnsigned = errors.New("no signature of an accepted style")
	// ErrForged says that a proof is there and wrong.
	ErrForged = errors.New("signature does not match")
	// ErrStale says that the proof is right and too old, or from the future.
	ErrStale = errors.New("timestamp is outside the accepted window")
)

// Secrets are what the sender and this receiver share. An empty one switches its style off.
type Secrets struct {
	// GitHub keys the HMAC-SHA256 of X-Hub-Signature-256.
	GitHub string
	// GitLab is the plain value of X-Gitlab-Token.
	GitLab string
	// Standard is a Standard Webhooks key: whsec_ and base64 of 24 to 64 bytes.
	Standard string
}

// Proof is what a verified delivery is known by.
type Proof struct {
	// Style is github, gitlab or standard.
	Style string
	// Key is the same for every repeat of the delivery, and a sender without the secret cannot
	// change it, except in the gitlab style, which signs nothing.
	Key string
	// Timed says that the proof itself tells the delivery's time, and that it was checked. In the
	// other styles the body has to.
	Timed bool
}

// Verifier checks deliveries. It is safe for concurrent use.
type Verifier struct {
	github, standard []byte
	gitlab           *[sha256.Size]byte
	tolerance        time.Duration
}

// NewVerifier checks the secrets. tolerance is how far a sender's clock may be off either way.
func NewVerifier(secrets Secrets, tolerance time.Duration) (*Verifier, error) {
	verifier := &Verifier{tolerance: tolerance}
	if secrets == (Secrets{}) {
		return nil, errors.New("no secret is given, so no delivery could ever be accepted")
	}
	for _, plain := range []struct{ style, value string }{{"GitHub", secrets.GitHub}, {"GitLab", secrets.GitLab}} {
		if plain.value != "" && len(plain.value) < minSecret {
			return nil, fmt.Errorf("the %s secret has %d bytes; give it at least %d", plain.style, len(plain.value), minSecret)
		}
	}
	verifier.github = []byte(secrets.GitHub)
	if secrets.GitLab != "" {
		digest := sha256.Sum256([]byte(secrets.GitLab))
		verifier.gitlab = &digest
	}
	if secrets.Standard != "" {
		key, err := parseStandardKey(secrets.Standard)
		if err != nil {
			return nil, err
		}
		verifier.standard = key
	}
	return verifier, nil
}

// Signed tells, before anybody reads the body, whether the headers hold a proof that is worth
// checking.
func (v *Verifier) Signed(header http.Header) bool {
	return len(v.github) > 0 && header.Get(githubSignature) != "" ||
		v.gitlab != nil && header.Get(gitlabToken) != "" ||
		len(v.standard) > 0 && header.Get(standardSignature) != ""
}

// Verify checks the proof over the exact bytes of body. Where headers of several accepted styles
// are there, each of them has to be right, so that a second header never weakens the first.
// Errors: ErrUnsigned, ErrForged, ErrStale.
func (v *Verifier) Verify(header http.Header, body []byte, now time.Time) (Proof, error) {
	if !v.Signed(header) {
		return Proof{}, ErrUnsigned
	}
	digest := sha256.Sum256(body)
	var proof Proof
	if v.gitlab != nil && header.Get(gitlabToken) != "" {
		if !v.gitlabMatches(header) {
			return Proof{}, ErrForged
		}
		proof = Proof{Style: "gitlab", Key: "body:" + hex.EncodeToString(digest[:])}
	}
	if len(v.github) > 0 && header.Get(githubSignature) != "" {
		if !v.githubMatches(header, body) {
			return Proof{}, ErrForged
		}
		// X-GitHub-Delivery is not signed: whoever repeats a delivery can write another one there.
		proof = Proof{Style: "github", Key: "body:" + hex.EncodeToString(digest[:])}
	}
	if len(v.standard) > 0 && header.Get(standardSignature) != "" {
		id, err := v.standardMatches(header, body, now)
		if err != nil {
			return Proof{}, err
		}
		proof = Proof{Style: "standard", Key: "id:" + id, Timed: true}
	}
	return proof, nil
}

// Fresh tells whether a moment that the sender signed is within the tolerance of now.
func (v *Verifier) Fresh(sent, now time.Time) error {
	if off := now.Sub(sent); off > v.tolerance || off < -v.tolerance {
		return ErrStale
	}
	return nil
}

// only returns the header's value if it is there exactly once: with two, a proxy and this program
// could each read another.
func only(header http.Header, name string) (string, bool) {
	values := header.Values(name)
	if len(values) != 1 {
		return "", false
	}
	return values[0], true
}

// gitlabMatches compares digests, so that the time it takes does not tell the token's length.
func (v *Verifier) gitlabMatches(header http.Header) bool {
	token, ok := only(header, gitlabToken)
	digest := sha256.Sum256([]byte(token))
	return ok && subtle.ConstantTimeCompare(digest[:], v.gitlab[:]) == 1
}

func (v *Verifier) githubMatches(header http.Header, body []byte) bool {
	value, ok := only(header, githubSignature)
	if !ok {
		return false
	}
	signature, ok := parseGitHubSignature(value)
	if !ok {
		return false
	}
	mac := hmac.New(sha256.New, v.github)
	mac.Write(body)
	return hmac.Equal(mac.Sum(nil), signature)
}

// parseGitHubSignature reads "sha256=" and 64 hexadecimal digits
// (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries).
func parseGitHubSignature(value string) ([]byte, bool) {
	digits, ok := strings.CutPrefix(value, "sha256=")
	if !ok || len(digits) != hex.EncodedLen(sha256.Size) {
		return nil, false
	}
	signature, err := hex.DecodeString(digits)
	return signature, err == nil
}
