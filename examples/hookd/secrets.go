package main

import (
	"fmt"
	"os"
	"strings"

	"example.com/hookd/internal/delivery"
)

// ownVariables start the names of what is meant for the receiver alone.
const ownVariables = "HOOKD_"

// readSecrets takes each secret from its variable, or from the file that the variable with _FILE
// behind its name points to. Flags would show in the list of processes.
func readSecrets(lookup func(name string) (string, bool)) (delivery.Secrets, error) {
	var secrets delivery.Secrets
	for _, each := range []struct {
		name   string
		target *string
	}{
		{"HOOKD_GITHUB_SECRET", &secrets.GitHub},
		{"HOOKD_GITLAB_TOKEN", &secrets.GitLab},
		{"HOOKD_STANDARD_SECRET", &secrets.Standard},
	} {
		value, given := lookup(each.name)
		file, inFile := lookup(each.name + "_FILE")
		switch {
		case given && inFile:
			return delivery.Secrets{}, fmt.Errorf("%s and %s_FILE are both set; keep one", each.name, each.name)
		case inFile:
			text, err := os.ReadFile(file)
			if err != nil {
				return delivery.Secrets{}, fmt.Errorf("%s_FILE: %w", each.name, err)
			}
			value, given = strings.TrimRight(string(text), "\r\n"), true
		}
		if given && value == "" {
			return delivery.Secrets{}, fmt.Errorf("%s is empty: anybody could sign with it", each.name)
		}
		*each.target = value
	}
	return secrets, nil
}

// environmentOfService is environ without the receiver's own variables.
func environmentOfService(environ []string) []string {
	var passed []string
	for _, pair := range environ {
		// Windows does not tell upper from lower case here.
		if !strings.HasPrefix(strings.ToUpper(pair), ownVariables) {
			passed = append(passed, pair)
		}
	}
	return passed
}
