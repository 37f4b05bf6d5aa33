// Package rollout turns a request for a version into a running service: fetch, check, switch,
// watch, and back to the version before if the new one stays sick.
package rollout

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

const maxVersion = 128

var (
	// A semantic version 2.0.0 (https://semver.org), with or without the v of a tag. It becomes the
	// name of a folder, so it must stay free of separators.
	versionPattern = regexp.MustCompile(`\Av?(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)` +
		`(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\z`)
	digestPattern = regexp.MustCompile(`\A[0-9a-f]{64}\z`)
	idPattern     = regexp.MustCompile(`\A[0-9A-Za-z_-]{1,64}\z`)
)

// Request says which release asset shall serve.
type Request struct {
	// ID is the sender's name for the delivery.
	ID string
	// Version is a semantic version without a leading v.
	Version string
	// URL is where the asset is.
	URL *url.URL
	// SHA256 of the asset, in lower-case hexadecimal digits.
	SHA256 string
	// Sent is when the sender made the delivery.
	Sent time.Time
	kind assetKind
}

// ErrNotJSON says that a body is not one JSON object of the expected shape.
var ErrNotJSON = errors.New("the body is not a JSON object with fields of the expected types")

// ParseRequest reads the body of a delivery. Fields it does not know are left alone. The error is
// ErrNotJSON or tells which field is wrong, in words that may be sent back.
func ParseRequest(body []byte) (Request, error) {
	var payload *struct {
		DeliveryID string `json:"delivery_id"`
		Timestamp  string `json:"timestamp"`
		Version    string `json:"version"`
		URL        string `json:"url"`
		SHA256     string `json:"sha256"`
	}
	// JSON null leaves the pointer nil.
	if err := json.Unmarshal(body, &payload); err != nil || payload == nil {
		return Request{}, ErrNotJSON
	}
	if !idPattern.MatchString(payload.DeliveryID) {
		return Request{}, invalid("delivery_id", payload.DeliveryID, "letters, digits, - and _, at most 64")
	}
	sent, err := time.Parse(time.RFC3339, payload.Timestamp)
	if err != nil {
		return Request{}, invalid("timestamp", payload.Timestamp, "a moment as in RFC 3339, such as 2026-03-01T12:00:00Z")
	}
	if len(payload.Version) > maxVersion || !versionPattern.MatchString(payload.Version) {
		return Request{}, invalid("version", payload.Version, "a semantic version, such as 1.2.3 or v1.2.3")
	}
	digest := strings.TrimPrefix(payload.SHA256, "sha256:")
	if !digestPattern.MatchString(digest) {
		return Request{}, invalid("sha256", payload.SHA256, "64 lower-case hexadecimal digits")
	}
	source, err := parseAssetURL(payload.URL)
	if err != nil {
		return Request{}, err
	}
	kind, err := kindOf(source.Path)
	if err != nil {
		return Request{}, err
	}
	return Request{
		ID:      payload.DeliveryID,
		Version: strings.TrimPrefix(payload.Version, "v"),
		URL:     source,
		SHA256:  digest,
		Sent:    sent,
		kind:    kind,
	}, nil
}

// invalid describes a field with a value that is cut to a length fit for a log.
func invalid(field, value, want string) error {
	const most = 80
	if len(value) > most {
		value = value[:most] + "…"
	}
	return fmt.Errorf("%s is %q, which is not %s", field, value, want)
}
