package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// A part of the artefact: the header line lists them, their bytes follow it.
type part struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
}

// build compiles one test binary a package and writes them all to fd 3.
// The go command's words go to stderr; its exit code is returned.
func build(src string, dirs []string) int {
	var parts []part
	var files []string
	for i, dir := range dirs {
		out := filepath.Join("/box", strconv.Itoa(i)+".test")
		cmd := exec.Command("go", "test", "-c", "-vet=off", "-gcflags=-e", "-ldflags=-s -w", "-o", out, ".")
		cmd.Dir = filepath.Join(src, dir)
		cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
		if err := cmd.Run(); err != nil {
			if exit, ok := err.(*exec.ExitError); ok && exit.ExitCode() > 0 {
				return exit.ExitCode()
			}
			fail(err.Error())
		}
		info, err := os.Stat(out)
		if os.IsNotExist(err) {
			continue // "no test files": the inventory knows what is missing
		} else if err != nil {
			fail(err.Error())
		}
		parts = append(parts, part{dir, info.Size()})
		files = append(files, out)
	}
	results := os.NewFile(3, "results")
	header, _ := json.Marshal(map[string]any{"parts": parts})
	results.Write(append(header, '\n'))
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			fail(err.Error())
		}
		if _, err := io.Copy(results, file); err != nil {
			fail(err.Error())
		}
		file.Close()
	}
	return 0
}

// hide keeps this process's descriptors, memory and environment from the
// programs it starts: they run under the same user, and fd 3 is ours alone.
func hide() {
	const prSetDumpable = 4
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, prSetDumpable, 0, 0); errno != 0 {
		fail("prctl: " + errno.Error())
	}
	syscall.CloseOnExec(3)
}
