package rollout

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type entry struct {
	name, content string
	link          bool
}

func tarGzOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var packed bytes.Buffer
	compressor := gzip.NewWriter(&packed)
	archive := tar.NewWriter(compressor)
	for _, e := range entries {
		header := &tar.Header{Name: e.name, Mode: 0o755, Size: int64(len(e.content))}
		if e.link {
			header.Typeflag, header.Linkname, header.Size = tar.TypeSymlink, e.content, 0
		}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if !e.link {
			if _, err := archive.Write([]byte(e.content)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if archive.Close() != nil || compressor.Close() != nil {
		t.Fatal("cannot close")
	}
	return packed.Bytes()
}

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.link {
			header.SetMode(os.ModeSymlink | 0o777)
		}
		file, err := archive.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(e.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func unpackBytes(t testing.TB, content []byte, kind assetKind, maxBytes int64) (string, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "asset")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out bytes.Buffer
	err = unpack(file, kind, "hookd", &out, maxBytes)
	return out.String(), err
}

func TestUnpackTakesTheOneProgram(t *testing.T) {
	entries := []entry{{name: "README.md", content: "read"}, {name: "hookd_1.2.3/hookd", content: "program"}, {name: "other", content: "hookd", link: true}}
	for name, asset := range map[string]struct {
		content []byte
		kind    assetKind
	}{
		"tar.gz": {tarGzOf(t, entries...), tarGz},
		"zip":    {zipOf(t, entries...), zipArchive},
		"bare":   {[]byte("program"), bareProgram},
	} {
		if got, err := unpackBytes(t, asset.content, asset.kind, 1<<20); err != nil || got != "program" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestUnpackRefuses(t *testing.T) {
	zeros := strings.Repeat("\x00", 2<<20)
	whole := tarGzOf(t, entry{name: "hookd", content: strings.Repeat("program", 1000)})
	for _, test := range []struct {
		name    string
		content []byte
		kind    assetKind
		want    string
	}{
		{"tar without the program", tarGzOf(t, entry{name: "README", content: "x"}), tarGz, "holds no file hookd"},
		{"zip without the program", zipOf(t, entry{name: "README", content: "x"}), zipArchive, "holds no file hookd"},
		{"link in a tar", tarGzOf(t, entry{name: "hookd", content: "/bin/sh", link: true}), tarGz, "holds no file hookd"},
		{"link in a zip", zipOf(t, entry{name: "hookd", content: "/bin/sh", link: true}), zipArchive, "holds no file hookd"},
		{"two in a tar", tarGzOf(t, entry{name: "a/hookd", content: "1"}, entry{name: "b/hookd", content: "2"}), tarGz, "more than one"},
		{"two in a zip", zipOf(t, entry{name: "a/hookd", content: "1"}, entry{name: "b/hookd", content: "2"}), zipArchive, "more than one"},
		{"bomb in a tar", tarGzOf(t, entry{name: "hookd", content: zeros}), tarGz, "unpacks to more than"},
		{"bomb beside the program", tarGzOf(t, entry{name: "bomb", content: zeros}, entry{name: "hookd", content: "x"}), tarGz, "unpacks to more than"},
		{"bomb in a zip", zipOf(t, entry{name: "hookd", content: zeros}), zipArchive, "unpacks to more than"},
		{"large program", []byte(zeros), bareProgram, "unpacks to more than"},
		{"no gzip", []byte("text"), tarGz, "no gzip"},
		{"no zip", []byte("text"), zipArchive, "no zip"},
		{"cut tar", whole[:len(whole)/2], tarGz, "EOF"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := unpackBytes(t, test.content, test.kind, 1<<20); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want one with %q", err, test.want)
			}
		})
	}
}

func FuzzUnpack(f *testing.F) {
	f.Add(tarGzOf(f, entry{name: "hookd", content: "program"}), uint8(tarGz))
	f.Add(zipOf(f, entry{name: "hookd", content: "program"}), uint8(zipArchive))
	f.Fuzz(func(t *testing.T, content []byte, kind uint8) {
		got, err := unpackBytes(t, content, assetKind(kind%3), 4096)
		if err == nil && len(got) > 4096 {
			t.Errorf("%d bytes", len(got))
		}
	})
}
