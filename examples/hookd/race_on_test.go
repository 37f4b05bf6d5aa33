//go:build race

package main

// The race detector multiplies what a program has in memory.
const raceDetector = true
