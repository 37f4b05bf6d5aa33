package rollout

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path"
	"strings"
)

// Sources says where assets may come from. Its zero value allows nothing.
type Sources struct {
	prefixes  []*url.URL
	redirects []*url.URL
}

// ParseSources reads prefixes of asset URLs, each ending in a slash, and origins that a download
// may be redirected to.
func ParseSources(prefixes, redirects []string) (Sources, error) {
	var sources Sources
	if len(prefixes) == 0 {
		return Sources{}, errors.New("no source of assets is allowed")
	}
	for _, text := range prefixes {
		prefix, err := parseAssetURL(text)
		if err != nil {
			return Sources{}, err
		}
		if !strings.HasSuffix(prefix.Path, "/") || prefix.RawQuery != "" {
			return Sources{}, fmt.Errorf("the source %q does not end in a slash", text)
		}
		sources.prefixes = append(sources.prefixes, prefix)
	}
	for _, text := range redirects {
		origin, err := parseAssetURL(text)
		if err != nil {
			return Sources{}, err
		}
		if origin.Path != "" && origin.Path != "/" || origin.RawQuery != "" {
			return Sources{}, fmt.Errorf("%q is more than an origin such as https://example.com", text)
		}
		sources.redirects = append(sources.redirects, origin)
	}
	return sources, nil
}

// Allow tells whether a delivery may name this URL.
func (s Sources) Allow(asset *url.URL) error {
	for _, prefix := range s.prefixes {
		if sameOrigin(prefix, asset) && strings.HasPrefix(asset.Path, prefix.Path) && len(asset.Path) > len(prefix.Path) {
			return nil
		}
	}
	return fmt.Errorf("url %s is outside the allowed sources", withoutQuery(asset))
}

// allowRedirect tells whether a download may be redirected to this URL.
func (s Sources) allowRedirect(target *url.URL) error {
	if _, err := parseAssetURL(target.String()); err != nil {
		return err
	}
	for _, origin := range s.redirects {
		if sameOrigin(origin, target) {
			return nil
		}
	}
	if s.Allow(target) == nil {
		return nil
	}
	return fmt.Errorf("redirected to %s://%s, which is not allowed", target.Scheme, target.Host)
}

// parseAssetURL takes https, and http on loopback, where nobody listens in. Whatever a server could
// read in another way than the check against the prefixes does is refused.
func parseAssetURL(text string) (*url.URL, error) {
	const want = "an https URL without user, fragment, dots or encoded slashes in its path"
	asset, err := url.Parse(text)
	if err != nil || asset.Hostname() == "" || asset.Opaque != "" || asset.User != nil || asset.Fragment != "" {
		return nil, invalid("url", redacted(asset, text), want)
	}
	if asset.Scheme != "https" && !(asset.Scheme == "http" && isLoopback(asset.Hostname())) {
		return nil, invalid("url", withoutQuery(asset), want)
	}
	escaped := strings.ToLower(asset.EscapedPath())
	clean := path.Clean(asset.Path)
	if strings.HasSuffix(asset.Path, "/") && clean != "/" {
		clean += "/"
	}
	ambiguous := strings.Contains(escaped, "%2f") || strings.Contains(escaped, "%5c") || strings.ContainsAny(asset.Path, "\\;\x00")
	if ambiguous || asset.Path != "" && clean != asset.Path {
		return nil, invalid("url", withoutQuery(asset), want)
	}
	return asset, nil
}

// redacted is a URL without what could be a password, as far as it can be read at all.
func redacted(parsed *url.URL, text string) string {
	if parsed == nil || parsed.User != nil {
		return "(not shown)"
	}
	before, _, _ := strings.Cut(text, "?")
	return before
}

// withoutQuery leaves out what may be a signature that grants access.
func withoutQuery(address *url.URL) string {
	return address.Scheme + "://" + address.Host + address.EscapedPath()
}

func sameOrigin(left, right *url.URL) bool {
	return left.Scheme == right.Scheme && strings.EqualFold(left.Hostname(), right.Hostname()) && portOf(left) == portOf(right)
}

func portOf(address *url.URL) string {
	if port := address.Port(); port != "" {
		return port
	}
	if address.Scheme == "http" {
		return "80"
	}
	return "443"
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	if addr, err := netip.ParseAddr(host); err == nil {
		return net.IP(addr.AsSlice()).IsLoopback()
	}
	return false
}
