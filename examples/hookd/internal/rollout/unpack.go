package rollout

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// assetKind is how the program lies in an asset.
type assetKind int

const (
	bareProgram assetKind = iota
	tarGz
	zipArchive
)

// kindOf goes by the name's ending.
func kindOf(name string) (assetKind, error) {
	lower := strings.ToLower(name)
	switch {
	case strings.HasSuffix(lower, ".tar.gz"), strings.HasSuffix(lower, ".tgz"):
		return tarGz, nil
	case strings.HasSuffix(lower, ".zip"):
		return zipArchive, nil
	}
	for _, ending := range []string{".tar", ".gz", ".zst", ".xz", ".bz2", ".7z", ".deb", ".rpm", ".apk", ".json", ".txt"} {
		if strings.HasSuffix(lower, ending) {
			return 0, fmt.Errorf("url ends in %s; give a .tar.gz, a .zip or the bare program", ending)
		}
	}
	return bareProgram, nil
}

// unpack writes the one regular file called program, in whatever folder of the asset it lies, to
// target. No other name of the archive ever reaches the disk. More than maxBytes of unpacked data
// are refused.
func unpack(asset *os.File, kind assetKind, program string, target io.Writer, maxBytes int64) error {
	if _, err := asset.Seek(0, io.SeekStart); err != nil {
		return err
	}
	switch kind {
	case tarGz:
		return unpackTar(asset, program, target, maxBytes)
	case zipArchive:
		return unpackZip(asset, program, target, maxBytes)
	default:
		return copyBounded(target, asset, maxBytes)
	}
}

func unpackTar(asset io.Reader, program string, target io.Writer, maxBytes int64) error {
	plain, err := gzip.NewReader(asset)
	if err != nil {
		return fmt.Errorf("the asset is no gzip: %w", err)
	}
	// The bound is on everything in the archive: what is skipped is unpacked as well.
	bounded := &io.LimitedReader{R: plain, N: maxBytes + 1}
	archive := tar.NewReader(bounded)
	found := false
	for {
		entry, err := archive.Next()
		if bounded.N <= 0 {
			return tooLarge(maxBytes)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("the asset is no tar: %w", err)
		}
		if entry.Typeflag != tar.TypeReg || path.Base(entry.Name) != program {
			continue
		}
		if found {
			return twice(program)
		}
		found = true
		err = copyBounded(target, archive, maxBytes)
		if bounded.N <= 0 {
			return tooLarge(maxBytes)
		}
		if err != nil {
			return err
		}
	}
	if !found {
		return missing(program)
	}
	return nil
}

func unpackZip(asset *os.File, program string, target io.Writer, maxBytes int64) error {
	info, err := asset.Stat()
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(asset, info.Size())
	if err != nil {
		return fmt.Errorf("the asset is no zip: %w", err)
	}
	var found *zip.File
	for _, entry := range archive.File {
		if entry.Mode()&fs.ModeType != 0 || path.Base(entry.Name) != program {
			continue
		}
		if found != nil {
			return twice(program)
		}
		found = entry
	}
	if found == nil {
		return missing(program)
	}
	content, err := found.Open()
	if err != nil {
		return fmt.Errorf("cannot read %s in the asset: %w", program, err)
	}
	defer content.Close()
	return copyBounded(target, content, maxBytes)
}

func copyBounded(target io.Writer, source io.Reader, maxBytes int64) error {
	size, err := io.Copy(target, io.LimitReader(source, maxBytes+1))
	if err != nil {
		return fmt.Errorf("cannot unpack the asset: %w", err)
	}
	if size > maxBytes {
		return tooLarge(maxBytes)
	}
	return nil
}

func tooLarge(maxBytes int64) error {
	return fmt.Errorf("the asset unpacks to more than %d bytes", maxBytes)
}

func missing(program string) error { return fmt.Errorf("the asset holds no file %s", program) }
func twice(program string) error   { return fmt.Errorf("the asset holds more than one file %s", program) }
