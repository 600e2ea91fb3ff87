package main

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

var (
	instruction = regexp.MustCompile(`^\t0x[0-9a-f]+ \d+ \([^\t]*\)\t`)
	// Line tables, and what only the garbage collector and tracebacks read.
	aside = regexp.MustCompile(`^(PCDATA|FUNCDATA|NOP$)`)
	named = regexp.MustCompile(`[^\s(),]+(\+\d+\(SP\))`)
	about = regexp.MustCompile(` SDWARF|^gclocals|\.(inlinfo|arginfo\d*|argliveinfo|stkobj|opendefer) `)
)

// code writes the compiler's listing of every package below src to fd 3, without
// what tells of lines and names of variables: it is the same for the same machine
// code.
func code(src string) int {
	cmd := exec.Command("go", "build", "-gcflags=-S -dwarf=false", "./...")
	cmd.Dir = src
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		os.Stderr.Write(said.Bytes())
		if exit, ok := err.(*exec.ExitError); ok && exit.ExitCode() > 0 {
			return exit.ExitCode()
		}
		fail(err.Error())
	}
	results := os.NewFile(3, "results")
	results.WriteString(strings.Join(symbols(said.String()), ""))
	return 0
}

// symbols are the functions and data of a listing, sorted: their order says nothing.
func symbols(listing string) []string {
	var found []string
	kept := false
	for line := range strings.Lines(listing) {
		switch {
		case strings.HasPrefix(line, "#"):
			kept = false
		case !strings.HasPrefix(line, "\t"):
			kept = !about.MatchString(line)
			if kept {
				found = append(found, line)
			}
		case !kept:
		case instruction.MatchString(line):
			line = instruction.ReplaceAllString(line, "")
			if !aside.MatchString(line) {
				found[len(found)-1] += named.ReplaceAllString(line, "$1")
			}
		default:
			found[len(found)-1] += line
		}
	}
	slices.Sort(found)
	return found
}
