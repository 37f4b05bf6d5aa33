package delivery

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	// GitHub publishes this vector in "Validating webhook deliveries".
	vectorSecret    = "It's a Secret to Everybody"
	vectorBody      = "Hello, World!"
	vectorSignature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

	// The vector that the reference libraries of Standard Webhooks test with.
	standardVectorSecret    = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	standardVectorID        = "msg_p5jXN8AQM9LWM0D4loKWxJek"
	standardVectorSeconds   = 1614265330
	standardVectorBody      = `{"test": 2432232314}`
	standardVectorSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

	token     = "a-gitlab-token-of-31-characters"
	tolerance = 5 * time.Minute
)

var vectorTime = time.Unix(standardVectorSeconds, 0)

func newVerifier(t *testing.T, secrets Secrets) *Verifier {
	t.Helper()
	verifier, err := NewVerifier(secrets, tolerance)
	if err != nil {
		t.Fatal(err)
	}
	return verifier
}

func allStyles(t *testing.T) *Verifier {
	t.Helper()
	return newVerifier(t, Secrets{GitHub: vectorSecret, GitLab: token, Standard: standardVectorSecret})
}

// headers takes name, value, name, value...; a name may come twice.
func headers(pairs ...string) http.Header {
	header := http.Header{}
	for n := 0; n < len(pairs); n += 2 {
		header.Add(pairs[n], pairs[n+1])
	}
	return header
}

func standardHeaders(id, seconds, signature string) http.Header {
	return headers("webhook-id", id, "webhook-timestamp", seconds, "webhook-signature", signature)
}

func TestPublishedVectorsAreAccepted(t *testing.T) {
	for _, test := range []struct {
		name   string
		header http.Header
		body   string
		style  string
	}{
		{"GitHub", headers("X-Hub-Signature-256", vectorSignature), vectorBody, "github"},
		{"GitLab", headers("X-Gitlab-Token", token), vectorBody, "gitlab"},
		{"Standard Webhooks", standardHeaders(standardVectorID, strconv.Itoa(standardVectorSeconds), standardVectorSignature), standardVectorBody, "standard"},
		{"Standard Webhooks with the signature of a key before", standardHeaders(standardVectorID, strconv.Itoa(standardVectorSeconds),
			"v1a,AAAA v1,"+base64.StdEncoding.EncodeToString(make([]byte, 32))+" "+standardVectorSignature), standardVectorBody, "standard"},
	} {
		t.Run(test.name, func(t *testing.T) {
			proof, err := allStyles(t).Verify(test.header, []byte(test.body), vectorTime)
			if err != nil || proof.Style != test.style || proof.Key == "" {
				t.Errorf("%+v, %v", proof, err)
			}
		})
	}
}

func TestForgedDeliveriesAreRefused(t *testing.T) {
	seconds := strconv.Itoa(standardVectorSeconds)
	for _, test := range []struct {
		name   string
		header http.Header
		body   string
		want   error
	}{
		{"nothing", headers(), vectorBody, ErrUnsigned},
		{"SHA-1 alone", headers("X-Hub-Signature", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59"), vectorBody, ErrUnsigned},
		{"body changed", headers("X-Hub-Signature-256", vectorSignature), "Hello, World?", ErrForged},
		{"no body", headers("X-Hub-Signature-256", vectorSignature), "", ErrForged},
		{"signature changed", headers("X-Hub-Signature-256", vectorSignature[:70]+"8"), vectorBody, ErrForged},
		{"signature cut", headers("X-Hub-Signature-256", vectorSignature[:39]), vectorBody, ErrForged},
		{"signature without its name", headers("X-Hub-Signature-256", vectorSignature[7:]), vectorBody, ErrForged},
		{"signature without digits", headers("X-Hub-Signature-256", "sha256="), vectorBody, ErrForged},
		{"two signatures", headers("X-Hub-Signature-256", vectorSignature, "X-Hub-Signature-256", vectorSignature), vectorBody, ErrForged},
		{"token changed", headers("X-Gitlab-Token", token+"x"), vectorBody, ErrForged},
		{"token cut", headers("X-Gitlab-Token", token[:10]), vectorBody, ErrForged},
		{"right signature beside a wrong token", headers("X-Hub-Signature-256", vectorSignature, "X-Gitlab-Token", "wrong"), vectorBody, ErrForged},
		{"right token beside a wrong signature", headers("X-Hub-Signature-256", "sha256=00", "X-Gitlab-Token", token), vectorBody, ErrForged},
		{"standard: body changed", standardHeaders(standardVectorID, seconds, standardVectorSignature), "{}", ErrForged},
		{"standard: other id", standardHeaders("msg_other", seconds, standardVectorSignature), standardVectorBody, ErrForged},
		{"standard: id with a dot", standardHeaders("a.b", seconds, standardVectorSignature), standardVectorBody, ErrForged},
		{"standard: other time", standardHeaders(standardVectorID, "1614265331", standardVectorSignature), standardVectorBody, ErrForged},
		{"standard: time is no number", standardHeaders(standardVectorID, "now", standardVectorSignature), standardVectorBody, ErrForged},
		{"standard: no id", headers("webhook-timestamp", seconds, "webhook-signature", standardVectorSignature), standardVectorBody, ErrForged},
		{"standard: other version of the scheme", standardHeaders(standardVectorID, seconds, "v2"+standardVectorSignature[2:]), standardVectorBody, ErrForged},
		{"standard: empty signature", standardHeaders(standardVectorID, seconds, " "), standardVectorBody, ErrForged},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := allStyles(t).Verify(test.header, []byte(test.body), vectorTime); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
		})
	}
}

func TestAStyleWithoutASecretIsOff(t *testing.T) {
	verifier := newVerifier(t, Secrets{GitHub: vectorSecret})
	// An HMAC with an empty key is easy to make, and an empty token easy to send.
	emptyKey := hmac.New(sha256.New, nil)
	emptyKey.Write([]byte(standardVectorID + ".1614265330." + standardVectorBody))
	for name, header := range map[string]http.Header{
		"gitlab":   headers("X-Gitlab-Token", token),
		"standard": standardHeaders(standardVectorID, "1614265330", "v1,"+base64.StdEncoding.EncodeToString(emptyKey.Sum(nil))),
	} {
		if verifier.Signed(header) {
			t.Errorf("%s counts as signed", name)
		}
		if _, err := verifier.Verify(header, []byte(standardVectorBody), vectorTime); !errors.Is(err, ErrUnsigned) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestStandardDeliveriesAreStaleOutsideTheWindow(t *testing.T) {
	header := standardHeaders(standardVectorID, strconv.Itoa(standardVectorSeconds), standardVectorSignature)
	for _, test := range []struct {
		off  time.Duration
		want error
	}{
		{0, nil}, {tolerance, nil}, {-tolerance, nil},
		{tolerance + time.Second, ErrStale}, {-tolerance - time.Second, ErrStale},
	} {
		_, err := allStyles(t).Verify(header, []byte(standardVectorBody), vectorTime.Add(test.off))
		if !errors.Is(err, test.want) {
			t.Errorf("%s off: %v, want %v", test.off, err, test.want)
		}
	}
}

func TestSecretsThatCannotProtectAreRefused(t *testing.T) {
	for _, test := range []struct {
		name    string
		secrets Secrets
		want    string
	}{
		{"none", Secrets{}, "no secret"},
		{"short GitHub secret", Secrets{GitHub: "hunter2"}, "7 bytes"},
		{"short GitLab token", Secrets{GitLab: "hunter2"}, "7 bytes"},
		{"Standard Webhooks without whsec_", Secrets{Standard: "hunter2hunter2hunter2"}, "whsec_"},
		{"Standard Webhooks without base64", Secrets{Standard: "whsec_hunter2!"}, "base64"},
		{"Standard Webhooks key of 23 bytes", Secrets{Standard: "whsec_" + base64.StdEncoding.EncodeToString(make([]byte, 23))}, "24 to 64"},
		{"Standard Webhooks key of 65 bytes", Secrets{Standard: "whsec_" + base64.StdEncoding.EncodeToString(make([]byte, 65))}, "24 to 64"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := NewVerifier(test.secrets, tolerance)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("%v, want one with %q and without the secret", err, test.want)
			}
		})
	}
}

func TestSeenRemembersForTheWindowAndStaysBounded(t *testing.T) {
	var seen Seen
	now := vectorTime
	for n := range maxSeen {
		if err := seen.Add(strconv.Itoa(n), now, tolerance); err != nil {
			t.Fatal(err)
		}
	}
	if err := seen.Add("one more", now, tolerance); !errors.Is(err, ErrFull) {
		t.Errorf("full: %v", err)
	}
	if !seen.Has("0", now.Add(2*tolerance-time.Second)) {
		t.Error("forgotten while a repeat could be fresh")
	}
	later := now.Add(2 * tolerance)
	if seen.Has("0", later) {
		t.Error("still remembered")
	}
	if err := seen.Add("one more", later, tolerance); err != nil || len(seen.Keys) != 1 {
		t.Errorf("after the window: %v, %d keys", err, len(seen.Keys))
	}
}

func FuzzGitHubSignature(f *testing.F) {
	for _, seed := range []string{vectorSignature, "sha256=", "sha256=" + strings.Repeat("F", 64), "", "sha1=00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		signature, ok := parseGitHubSignature(value)
		if ok && !strings.EqualFold(value, "sha256="+hex.EncodeToString(signature)) {
			t.Errorf("%q was read as %x", value, signature)
		}
	})
}

func FuzzStandardSignatures(f *testing.F) {
	for _, seed := range []string{standardVectorSignature, "v1, v1,AAAA", " ", "v1,=", strings.Repeat(standardVectorSignature+" ", 40), standardVectorSignature[:12] + "\n" + standardVectorSignature[12:]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		signatures := parseStandardSignatures(value)
		if len(signatures) > maxStandardSignatures {
			t.Errorf("%d signatures", len(signatures))
		}
		for _, signature := range signatures {
			if !strings.Contains(value, "v1,"+base64.StdEncoding.EncodeToString(signature)) {
				t.Errorf("%x is not in %q", signature, value)
			}
		}
	})
}

// Nothing but the one right signature of a body may ever pass.
func FuzzVerify(f *testing.F) {
	f.Add("X-Hub-Signature-256", vectorSignature, []byte(vectorBody))
	f.Add("X-Gitlab-Token", token, []byte(vectorBody))
	f.Add("Webhook-Signature", standardVectorSignature, []byte(standardVectorBody))
	// Found by fuzzing: a line end inside the base64.
	f.Add("Webhook-Signature", standardVectorSignature[:12]+"\r"+standardVectorSignature[12:], []byte(standardVectorBody))
	f.Fuzz(func(t *testing.T, name, value string, body []byte) {
		verifier, err := NewVerifier(Secrets{GitHub: vectorSecret, GitLab: token, Standard: standardVectorSecret}, tolerance)
		if err != nil {
			t.Fatal(err)
		}
		header := standardHeaders(standardVectorID, strconv.Itoa(standardVectorSeconds), "v1,")
		header.Del("webhook-signature")
		header.Set(name, value)
		proof, err := verifier.Verify(header, body, vectorTime)
		if err != nil {
			return
		}
		known := proof.Style == "gitlab" && value == token ||
			proof.Style == "github" && strings.EqualFold(value, vectorSignature) && string(body) == vectorBody ||
			proof.Style == "standard" && strings.Contains(value, standardVectorSignature) && bytes.Equal(body, []byte(standardVectorBody))
		if !known {
			t.Errorf("%s: %q passed for %q as %+v", name, value, body, proof)
		}
	})
}
