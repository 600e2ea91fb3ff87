package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"harness/test2json"
)

var (
	frame    = regexp.MustCompile(`^\s*(=== |--- (PASS|FAIL|SKIP):)`)
	crash    = regexp.MustCompile(`^(panic: |fatal error: |SIG[A-Z]+: )`)
	starving = regexp.MustCompile(`^(fatal error: (runtime: )?(out of memory|cannot allocate memory)` +
		`|runtime: (out of memory|cannot allocate memory)|fatal error: runtime: cannot)`)
)

// A listener reads what a test binary prints.
type listener struct {
	converter *test2json.Converter
	ids       map[string]string // name -> test id
	tests     []*outcome
	byName    map[string]*outcome
	panicked  bool
	starved   bool
	ended     bool
}

type event struct{ Action, Test, Output string }

func newListener(ids, names []string) *listener {
	l := &listener{ids: map[string]string{}, byName: map[string]*outcome{}}
	for i, name := range names {
		l.ids[name] = ids[i]
	}
	l.converter = test2json.NewConverter(events{l}, "", 0)
	return l
}

func (l *listener) Write(p []byte) (int, error) { return l.converter.Write(p) }

func (l *listener) close(failed error) {
	// The converter calls a test failed that did not get to its end.
	l.ended = true
	l.converter.Exited(failed)
	l.converter.Close()
}

// running tells whether a test has begun and not ended.
func (l *listener) running() bool {
	for _, o := range l.tests {
		if o.status == "" {
			return true
		}
	}
	return false
}

func (l *listener) outcomes() []*outcome { return l.tests }

// events takes the converter's lines.
type events struct{ l *listener }

func (e events) Write(p []byte) (int, error) {
	for _, line := range bytes.Split(bytes.TrimSpace(p), []byte{'\n'}) {
		var seen event
		if json.Unmarshal(line, &seen) == nil {
			e.l.hear(seen)
		}
	}
	return len(p), nil
}

func (l *listener) hear(e event) {
	crashed := e.Action == "output" && crash.MatchString(e.Output)
	l.panicked = l.panicked || crashed
	l.starved = l.starved || e.Action == "output" && starving.MatchString(e.Output)
	name, row, _ := strings.Cut(e.Test, "/")
	id, known := l.ids[name]
	if !known {
		return
	}
	o := l.byName[name]
	if o == nil {
		o = &outcome{id: id}
		l.byName[name] = o
		l.tests = append(l.tests, o)
	}
	if e.Action == "output" && row == "" && frame.MatchString(e.Output) {
		o.told = o.told || !strings.HasPrefix(e.Output, "=== ")
	}
	switch {
	case e.Action == "output" && !frame.MatchString(e.Output) && len(o.message) < 4000:
		o.message += e.Output
	case row != "" || o.status != "":
	case e.Action == "pass":
		o.status, o.message = "passed", ""
	case e.Action == "skip":
		o.status = "skipped"
	case e.Action == "fail" && (o.told || !l.ended):
		o.status = "failed"
	}
	// The panic may be told before the failure or after it.
	o.crashed = o.crashed || crashed
	if o.crashed && o.status == "failed" {
		o.status = "errored"
	}
}
