package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// Set by the linker: -X main.version=1.2.3 -X main.commit=<sha> -X main.date=<commit date>.
var version, commit, date string

// unknown stands for what neither the linker nor the go command recorded.
const unknown = "unknown"

// buildIdentity says which build this is; every field is filled.
type buildIdentity struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Date    string `json:"date"`
	Go      string `json:"go"`
}

// describeBuild takes what the linker stamped and fills each gap from info, which may be nil.
func describeBuild(info *debug.BuildInfo) buildIdentity {
	build := buildIdentity{Version: version, Commit: commit, Date: date, Go: runtime.Version()}
	if info != nil {
		build.Version = firstOf(build.Version, moduleVersion(info))
		build.Commit = firstOf(build.Commit, setting(info, "vcs.revision"))
		build.Date = firstOf(build.Date, setting(info, "vcs.time"))
	}
	build.Version = firstOf(build.Version, "dev")
	build.Commit = firstOf(build.Commit, unknown)
	build.Date = firstOf(build.Date, unknown)
	return build
}

// String is the line -version prints.
func (b buildIdentity) String() string {
	return fmt.Sprintf("hookd %s (commit %s, %s)", b.Version, b.Commit, b.Go)
}

// moduleVersion is the main module's version without its v, or "" for a build without one.
func moduleVersion(info *debug.BuildInfo) string {
	if info.Main.Version == "(devel)" {
		return ""
	}
	return strings.TrimPrefix(info.Main.Version, "v")
}

func setting(info *debug.BuildInfo, key string) string {
	for _, s := range info.Settings {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

func firstOf(value, fallback string) string {
	if value != "" {
		return value
	}
	return fallback
}
