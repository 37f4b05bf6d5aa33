//go:build unix || windows

package rollout

import (
	"errors"
	"os"
	"testing"
)

func TestAFolderBelongsToOneReceiverAtATime(t *testing.T) {
	folder := t.TempDir()
	first, err := OpenStore(folder, "hookd")
	if err != nil {
		t.Fatal(err)
	}
	download, done, err := first.Download()
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	if _, err := OpenStore(folder, "hookd"); !errors.Is(err, ErrInUse) {
		t.Fatalf("a second receiver: %v", err)
	}
	if _, err := os.Stat(download.Name()); err != nil {
		t.Errorf("the first one's download: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second, err := OpenStore(folder, "hookd")
	if err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	if err := second.Close(); err != nil {
		t.Error(err)
	}
}
