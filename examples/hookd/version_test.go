package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

func TestDescribeBuild(t *testing.T) {
	recorded := &debug.BuildInfo{
		Main: debug.Module{Path: "example.com/hookd", Version: "v0.9.0"},
		Settings: []debug.BuildSetting{
			{Key: "vcs.revision", Value: "feedface"},
			{Key: "vcs.time", Value: "2026-02-03T04:05:06Z"},
		},
	}
	unrecorded := &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}
	stamped := buildIdentity{Version: "1.2.3", Commit: "0123abc", Date: "2026-01-02T03:04:05Z"}

	for _, test := range []struct {
		name    string
		stamped buildIdentity
		info    *debug.BuildInfo
		want    buildIdentity
	}{
		{"the linker's stamp wins", stamped, recorded, stamped},
		{"without a stamp the go command's record serves", buildIdentity{}, recorded,
			buildIdentity{Version: "0.9.0", Commit: "feedface", Date: "2026-02-03T04:05:06Z"}},
		{"each gap is filled by itself", buildIdentity{Version: "1.2.3"}, recorded,
			buildIdentity{Version: "1.2.3", Commit: "feedface", Date: "2026-02-03T04:05:06Z"}},
		{"a development build says so", buildIdentity{}, unrecorded,
			buildIdentity{Version: "dev", Commit: "unknown", Date: "unknown"}},
		{"no build information at all", buildIdentity{}, nil,
			buildIdentity{Version: "dev", Commit: "unknown", Date: "unknown"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			defer func(v, c, d string) { version, commit, date = v, c, d }(version, commit, date)
			version, commit, date = test.stamped.Version, test.stamped.Commit, test.stamped.Date
			test.want.Go = runtime.Version()
			if got := describeBuild(test.info); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestVersionLine(t *testing.T) {
	if line := testBuild.String(); line != "hookd 1.2.3 (commit 0123abc, go1.26.8)" {
		t.Error(line)
	}
}
