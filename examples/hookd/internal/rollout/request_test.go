package rollout

import (
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"path"
	"strings"
	"testing"
)

var digest = strings.Repeat("0a", 32)

// payload is a delivery as the deploy action sends it, with changes; nil removes a field.
func payload(t *testing.T, changes map[string]any) []byte {
	t.Helper()
	fields := map[string]any{
		"event": "ship_go_deploy", "delivery_id": "1b4e28ba-2fa1-41d2-883f-0016d3cca427", "timestamp": "2026-03-01T12:00:00Z",
		"repository": "owner/app", "commit": strings.Repeat("c", 40), "ref": "refs/tags/v1.2.3",
		"version": "v1.2.3", "url": "https://example.com/app/hookd_1.2.3_linux_amd64.tar.gz", "sha256": digest,
	}
	maps.Copy(fields, changes)
	for name, value := range fields {
		if value == nil {
			delete(fields, name)
		}
	}
	body, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestRequestOfTheDeployAction(t *testing.T) {
	request, err := ParseRequest(payload(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if request.Version != "1.2.3" || request.SHA256 != digest || request.URL.Host != "example.com" || request.kind != tarGz ||
		request.ID != "1b4e28ba-2fa1-41d2-883f-0016d3cca427" || request.Sent.Unix() != 1772366400 {
		t.Errorf("%+v", request)
	}
}

func TestRequestFieldsAreChecked(t *testing.T) {
	for _, test := range []struct {
		name  string
		field string
		value any
		ok    bool
	}{
		{"version without v", "version", "1.2.3", true},
		{"pre-release and build", "version", "v1.2.3-rc.1+build.5", true},
		{"snapshot", "version", "0.0.1-snapshot.0123abc", true},
		{"no version", "version", nil, false},
		{"version of two numbers", "version", "1.2", false},
		{"version with a command", "version", "v1.2.3;rm -rf /", false},
		{"version with a path", "version", "1.2.3-../../etc", false},
		{"version with a line break", "version", "1.2.3\n", false},
		{"version without end", "version", "1.2.3-" + strings.Repeat("a", 200), false},
		{"digest with its name", "sha256", "sha256:" + digest, true},
		{"no digest", "sha256", nil, false},
		{"digest in capitals", "sha256", strings.ToUpper(digest), false},
		{"digest too short", "sha256", digest[1:], false},
		{"digest of another kind", "sha256", "sha512:" + digest, false},
		{"zip", "url", "https://example.com/app/x.zip", true},
		{"bare program", "url", "https://example.com/app/hookd", true},
		{"loopback without TLS", "url", "http://127.0.0.1:8000/app/hookd", true},
		{"no url", "url", nil, false},
		{"without TLS", "url", "http://example.com/app/hookd", false},
		{"file", "url", "file:///etc/passwd", false},
		{"user in the url", "url", "https://user:password@example.com/app/hookd", false},
		{"dots", "url", "https://example.com/app/../hookd", false},
		{"encoded dots", "url", "https://example.com/app/%2e%2e/hookd", false},
		{"encoded slash", "url", "https://example.com/app%2fhookd", false},
		{"backslash", "url", `https://example.com/app\hookd`, false},
		{"fragment", "url", "https://example.com/app/hookd#x", false},
		{"archive that nobody here can read", "url", "https://example.com/app/x.tar.zst", false},
		{"no id", "delivery_id", nil, false},
		{"id with a line break", "delivery_id", "a\nb", false},
		{"no time", "timestamp", nil, false},
		{"time in words", "timestamp", "yesterday", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseRequest(payload(t, map[string]any{test.field: test.value}))
			if (err == nil) != test.ok || errors.Is(err, ErrNotJSON) {
				t.Fatalf("%v", err)
			}
			if err != nil && (!strings.Contains(err.Error(), strings.TrimSuffix(test.field, "x")) || strings.Contains(err.Error(), "password") || len(err.Error()) > 300) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestWhatIsNotAnObjectIsNotJSON(t *testing.T) {
	for _, body := range []string{"", "null", "[]", `"text"`, "version=1.2.3", `{"version":"1.2.3"`, `{} {}`, `{"version":1}`, strings.Repeat("[", 20000)} {
		if _, err := ParseRequest([]byte(body)); !errors.Is(err, ErrNotJSON) {
			t.Errorf("%.20q: %v", body, err)
		}
	}
}

func TestSources(t *testing.T) {
	sources, err := ParseSources([]string{"https://example.com/owner/app/"}, []string{"https://cdn.example.net"})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		url             string
		allow, redirect bool
	}{
		{"https://example.com/owner/app/hookd", true, true},
		{"https://EXAMPLE.com:443/owner/app/v1.2.3/hookd", true, true},
		{"https://example.com/owner/app/", false, false},
		{"https://example.com/owner/apparatus/hookd", false, false},
		{"https://example.com/other/app/hookd", false, false},
		{"https://example.com.evil.test/owner/app/hookd", false, false},
		{"https://example.com:8443/owner/app/hookd", false, false},
		{"http://example.com/owner/app/hookd", false, false},
		{"https://cdn.example.net/any/thing?signature=x", false, true},
		{"http://cdn.example.net/any/thing", false, false},
		{"http://127.0.0.1/owner/app/hookd", false, false},
		{"https://169.254.169.254/latest/meta-data", false, false},
	} {
		asset, err := url.Parse(test.url)
		if err != nil {
			t.Fatal(err)
		}
		if err := sources.Allow(asset); (err == nil) != test.allow {
			t.Errorf("allow %s: %v", test.url, err)
		}
		if err := sources.allowRedirect(asset); (err == nil) != test.redirect {
			t.Errorf("redirect %s: %v", test.url, err)
		}
	}
	for _, wrong := range []struct{ prefixes, redirects []string }{
		{nil, nil},
		{[]string{"https://example.com/app"}, nil},
		{[]string{"http://example.com/app/"}, nil},
		{[]string{"https://example.com/app/?x=/"}, nil},
		{[]string{"https://example.com/"}, []string{"https://example.net/path"}},
		{[]string{"https://example.com/"}, []string{"example.net"}},
	} {
		if _, err := ParseSources(wrong.prefixes, wrong.redirects); err == nil {
			t.Errorf("%v was taken", wrong)
		}
	}
}

func FuzzParseRequest(f *testing.F) {
	f.Add([]byte(`{"delivery_id":"a","timestamp":"2026-03-01T12:00:00Z","version":"v1.2.3","url":"https://example.com/a","sha256":"` + digest + `"}`))
	f.Add([]byte(`{"delivery_id":"a","timestamp":"2026-03-01T12:00:00+05:00","version":"1.2.3-a.b+c","url":"http://[::1]:80/a.zip","sha256":"sha256:` + digest + `"}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, body []byte) {
		request, err := ParseRequest(body)
		if err != nil {
			return
		}
		// What becomes a path has to be one element of it.
		folder := Release{Version: request.Version, SHA256: request.SHA256}.folder()
		if path.Base(folder) != folder || strings.ContainsAny(folder, "\\/:\x00\n") || strings.HasPrefix(folder, ".") {
			t.Errorf("folder %q", folder)
		}
		if len(request.SHA256) != 64 || request.URL.User != nil || request.URL.Host == "" {
			t.Errorf("%+v", request)
		}
		again, err := parseAssetURL(request.URL.String())
		if err != nil || !sameOrigin(again, request.URL) || again.Path != request.URL.Path {
			t.Errorf("%s reads as %s, %v", request.URL, again, err)
		}
	})
}
