package rollout

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"
)

const (
	maxRedirects  = 5
	fetchTries    = 3
	fetchBackoff  = time.Second
	dialTimeout   = 10 * time.Second
	answerTimeout = 30 * time.Second
)

// Fetcher downloads release assets.
type Fetcher struct {
	sources  Sources
	maxBytes int64
	client   *http.Client
}

// NewFetcher allows what sources allow, up to maxBytes for one asset. It honours HTTPS_PROXY and
// NO_PROXY.
func NewFetcher(sources Sources, maxBytes int64) *Fetcher {
	return &Fetcher{
		sources:  sources,
		maxBytes: maxBytes,
		client: &http.Client{
			Transport: &http.Transport{
				Proxy:                 http.ProxyFromEnvironment,
				DialContext:           (&net.Dialer{Timeout: dialTimeout}).DialContext,
				TLSHandshakeTimeout:   dialTimeout,
				ResponseHeaderTimeout: answerTimeout,
				ForceAttemptHTTP2:     true,
				// The digest is over the bytes as published, also if those are gzip.
				DisableCompression: true,
				DisableKeepAlives:  true,
			},
			CheckRedirect: func(request *http.Request, via []*http.Request) error {
				if len(via) > maxRedirects {
					return refusal{fmt.Errorf("more than %d redirects", maxRedirects)}
				}
				request.Header.Del("Referer")
				if err := sources.allowRedirect(request.URL); err != nil {
					return refusal{err}
				}
				return nil
			},
		},
	}
}

// Allow tells whether a delivery may name this URL.
func (f *Fetcher) Allow(asset *url.URL) error { return f.sources.Allow(asset) }

// fault is a failure that another try may not have.
type fault struct{ error }

// refusal is a failure by our own rules.
type refusal struct{ error }

// Fetch writes the asset to file and checks its digest. What could be a passing fault of network or
// server is tried again, up to three times in all; ctx bounds the whole.
func (f *Fetcher) Fetch(ctx context.Context, request Request, file *os.File) error {
	if err := f.sources.Allow(request.URL); err != nil {
		return err
	}
	for try := 1; ; try++ {
		err := f.once(ctx, request, file)
		var passing fault
		if err == nil || !errors.As(err, &passing) || try == fetchTries || ctx.Err() != nil {
			return err
		}
		select {
		case <-time.After(time.Duration(try) * fetchBackoff):
		case <-ctx.Done():
			return err
		}
	}
}

func (f *Fetcher) once(ctx context.Context, request Request, file *os.File) error {
	if err := rewind(file); err != nil {
		return err
	}
	query, err := http.NewRequestWithContext(ctx, http.MethodGet, request.URL.String(), nil)
	if err != nil {
		return errors.New("the asset's URL cannot be asked")
	}
	query.Header.Set("Accept", "application/octet-stream")
	response, err := f.client.Do(query)
	if err != nil {
		failure := fmt.Errorf("cannot fetch %s: %w", withoutQuery(request.URL), withoutURL(err))
		var ours refusal
		if errors.As(err, &ours) {
			return failure
		}
		return fault{failure}
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		refused := fmt.Errorf("%s answered %d", withoutQuery(request.URL), response.StatusCode)
		if response.StatusCode >= 500 || response.StatusCode == http.StatusTooManyRequests {
			return fault{refused}
		}
		return refused
	}
	tooLarge := fmt.Errorf("the asset is larger than %d bytes", f.maxBytes)
	if response.ContentLength > f.maxBytes {
		return tooLarge
	}
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, hash), io.LimitReader(response.Body, f.maxBytes+1))
	if err != nil {
		return fault{fmt.Errorf("the download of %s broke off after %d bytes: %w", withoutQuery(request.URL), size, withoutURL(err))}
	}
	if size > f.maxBytes {
		return tooLarge
	}
	if got := hex.EncodeToString(hash.Sum(nil)); got != request.SHA256 {
		return fmt.Errorf("the asset has SHA-256 %s, not %s as signed", got, request.SHA256)
	}
	return nil
}

func rewind(file *os.File) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// withoutURL drops the address that net/http puts before an error: after a redirect it can hold a
// signature that grants access.
func withoutURL(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return wrapped.Err
	}
	return err
}
