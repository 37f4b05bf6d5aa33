package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/hookd/internal/delivery"
)

func TestSecretsComeFromVariablesOrFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("from a file\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name      string
		variables map[string]string
		want      delivery.Secrets
		wrong     string
	}{
		{"none", nil, delivery.Secrets{}, ""},
		{"all three", map[string]string{"HOOKD_GITHUB_SECRET": "a", "HOOKD_GITLAB_TOKEN": "b", "HOOKD_STANDARD_SECRET_FILE": file},
			delivery.Secrets{GitHub: "a", GitLab: "b", Standard: "from a file"}, ""},
		{"both ways", map[string]string{"HOOKD_GITHUB_SECRET": "hunter2", "HOOKD_GITHUB_SECRET_FILE": file}, delivery.Secrets{}, "both set"},
		{"empty variable", map[string]string{"HOOKD_GITLAB_TOKEN": ""}, delivery.Secrets{}, "HOOKD_GITLAB_TOKEN is empty"},
		{"empty file", map[string]string{"HOOKD_GITLAB_TOKEN_FILE": empty}, delivery.Secrets{}, "HOOKD_GITLAB_TOKEN is empty"},
		{"no such file", map[string]string{"HOOKD_GITLAB_TOKEN_FILE": file + "-not"}, delivery.Secrets{}, "HOOKD_GITLAB_TOKEN_FILE"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := readSecrets(func(name string) (string, bool) {
				value, ok := test.variables[name]
				return value, ok
			})
			if got != test.want || (err != nil) != (test.wrong != "") {
				t.Fatalf("%+v, %v", got, err)
			}
			if err != nil && (!strings.Contains(err.Error(), test.wrong) || strings.Contains(err.Error(), "hunter2")) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestTheServiceDoesNotSeeTheReceiversVariables(t *testing.T) {
	got := environmentOfService([]string{"PATH=/bin", "HOOKD_GITHUB_SECRET=s", "hookd_gitlab_token=s", "HOME=/", "MY_HOOKD_=x"})
	if !slices.Equal(got, []string{"PATH=/bin", "HOME=/", "MY_HOOKD_=x"}) {
		t.Error(got)
	}
}
