package rollout

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"example.com/hookd/internal/delivery"
)

// Release is a program on disk.
type Release struct {
	// Version without a leading v; empty for the program that was there before any deployment.
	Version string `json:"version"`
	// SHA256 of the asset it came in.
	SHA256 string `json:"sha256,omitempty"`
}

// folder names the release within releases/. The digest is in it, so that two assets with the same
// version never share a folder.
func (r Release) folder() string {
	if r.Version == "" {
		return "initial"
	}
	return r.Version + "_" + r.SHA256[:16]
}

func (r Release) String() string {
	if r.Version == "" {
		return "the initial program"
	}
	return r.Version
}

// record is what outlives a restart of the receiver. Current is always a release that was healthy.
type record struct {
	Current    *Release      `json:"current,omitempty"`
	Previous   *Release      `json:"previous,omitempty"`
	Deployment *Deployment   `json:"deployment,omitempty"`
	Deliveries delivery.Seen `json:"deliveries"`
}

// Deployment is one accepted delivery and what became of it.
type Deployment struct {
	ID      string    `json:"id"`
	Version string    `json:"version"`
	SHA256  string    `json:"sha256"`
	State   string    `json:"state"`
	Error   string    `json:"error,omitempty"`
	Started time.Time `json:"started"`
	Ended   time.Time `json:"ended,omitzero"`
}

// The states of a Deployment, in their order. The last four end it.
const (
	StateAccepted    = "accepted"
	StateFetching    = "fetching"
	StateSwitching   = "switching"
	StateSucceeded   = "succeeded"
	StateFailed      = "failed"      // the service before it was not touched, or there was none
	StateRolledBack  = "rolled-back" // the service before it runs again
	StateInterrupted = "interrupted" // the receiver was stopped meanwhile
)

// incoming starts the name of everything that is not complete yet.
const incoming = "incoming-"

// ErrInUse says that another receiver works in the folder.
var ErrInUse = errors.New("another receiver is using it")

// Store is the receiver's folder: releases/<version>_<digest>/<program> and state.json. Each
// changes by one rename, so that a crash leaves either the old or the new. It belongs to one
// process at a time, which holds the file lock.
type Store struct {
	directory string
	program   string
	lock      *os.File
}

// OpenStore makes the folder if it is missing, for this user alone, takes it for this process and
// removes what an interrupted deployment left behind. The error is ErrInUse where another process
// has it: its downloads and its record are not ours to touch.
func OpenStore(directory, program string) (*Store, error) {
	if program == "" || program != filepath.Base(program) || program == "." || program == ".." {
		return nil, fmt.Errorf("%q is not the name of a program", program)
	}
	if runtime.GOOS == "windows" && !strings.HasSuffix(program, ".exe") {
		program += ".exe"
	}
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return nil, err
	}
	store := &Store{directory: absolute, program: program}
	if err := os.MkdirAll(store.releases(), 0o700); err != nil {
		return nil, err
	}
	if store.lock, err = lockFile(filepath.Join(absolute, "lock")); err != nil {
		return nil, fmt.Errorf("%s: %w", absolute, err)
	}
	for _, folder := range []string{absolute, store.releases()} {
		if err := removeIncoming(folder); err != nil {
			return nil, errors.Join(err, store.Close())
		}
	}
	return store, nil
}

// Close gives the folder to the next process. The kernel does as much when this one ends.
func (s *Store) Close() error { return s.lock.Close() }

func removeIncoming(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), incoming) {
			if err := os.RemoveAll(filepath.Join(folder, entry.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) releases() string  { return filepath.Join(s.directory, "releases") }
func (s *Store) stateFile() string { return filepath.Join(s.directory, "state.json") }

// Path of the release's program.
func (s *Store) Path(release Release) string {
	return filepath.Join(s.releases(), release.folder(), s.program)
}

// Has tells whether the release is on disk, complete.
func (s *Store) Has(release Release) bool {
	info, err := os.Stat(s.Path(release))
	return err == nil && info.Mode().IsRegular()
}

// Put makes a release whose program fill writes.
func (s *Store) Put(release Release, fill func(program io.Writer) error) (err error) {
	folder, err := os.MkdirTemp(s.releases(), incoming)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(folder))
		}
	}()
	file, err := os.OpenFile(filepath.Join(folder, s.program), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o700)
	if err != nil {
		return err
	}
	if err := errors.Join(fill(file), file.Sync(), file.Close()); err != nil {
		return err
	}
	// Else a power cut could leave the folder's name without the file in it.
	if err := syncFolder(folder); err != nil {
		return err
	}
	final := filepath.Dir(s.Path(release))
	// Only an incomplete one can be there: callers ask Has first.
	if err := os.RemoveAll(final); err != nil {
		return err
	}
	if err := os.Rename(folder, final); err != nil {
		return err
	}
	return syncFolder(s.releases())
}

// Download is an empty file for an asset; done closes and removes it.
func (s *Store) Download() (file *os.File, done func(), err error) {
	file, err = os.CreateTemp(s.directory, incoming)
	if err != nil {
		return nil, nil, err
	}
	return file, func() {
		_ = file.Close()
		_ = os.Remove(file.Name())
	}, nil
}

// Prune removes every release but those to keep.
func (s *Store) Prune(keep ...*Release) error {
	entries, err := os.ReadDir(s.releases())
	if err != nil {
		return err
	}
	kept := map[string]bool{}
	for _, release := range keep {
		if release != nil {
			kept[release.folder()] = true
		}
	}
	var failed error
	for _, entry := range entries {
		if !kept[entry.Name()] {
			failed = errors.Join(failed, os.RemoveAll(filepath.Join(s.releases(), entry.Name())))
		}
	}
	return failed
}

func (s *Store) load() (record, error) {
	text, err := os.ReadFile(s.stateFile())
	if errors.Is(err, fs.ErrNotExist) {
		return record{}, nil
	}
	if err != nil {
		return record{}, err
	}
	var loaded record
	if err := json.Unmarshal(text, &loaded); err != nil {
		return record{}, fmt.Errorf("%s is damaged: %w", s.stateFile(), err)
	}
	for _, release := range []*Release{loaded.Current, loaded.Previous} {
		known := release == nil || release.Version == "" ||
			versionPattern.MatchString(release.Version) && digestPattern.MatchString(release.SHA256)
		if !known {
			return record{}, fmt.Errorf("%s is damaged: it names a release %q", s.stateFile(), release.Version)
		}
	}
	return loaded, nil
}

func (s *Store) save(state record) error {
	text, err := json.MarshalIndent(state, "", "  ")
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(s.directory, incoming)
	if err != nil {
		return err
	}
	_, err = file.Write(append(text, '\n'))
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	if err := os.Rename(file.Name(), s.stateFile()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return syncFolder(s.directory)
}

// syncFolder makes a rename last through a power cut. Windows has no such call for folders.
func syncFolder(name string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
