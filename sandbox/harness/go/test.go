package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"harness/test2json"
)

// A plan is written by the host: which binaries, which tests of each.
type plan struct {
	Targets []target `json:"targets"`
}

type target struct {
	Binary  string `json:"binary"`
	Package string `json:"package"`
	Run     string `json:"run"`
}

// runTests runs every binary and sends what it said, as test2json events, to
// fd 3, then one end record signed with the nonce that came on stdin.
func runTests(path string) int {
	nonce, err := io.ReadAll(io.LimitReader(os.Stdin, 1024))
	if err != nil {
		fail(err.Error())
	}
	hide()
	data, err := os.ReadFile(path)
	if err != nil {
		fail(err.Error())
	}
	var p plan
	if err := json.Unmarshal(data, &p); err != nil {
		fail(err.Error())
	}
	// Packages run in their own folder, as `go test` has it, with their fixtures in it.
	if err := os.CopyFS("/box/work", os.DirFS("/job/tree")); err != nil && !os.IsNotExist(err) {
		fail(err.Error())
	}
	before := stamps()
	results := os.NewFile(3, "results")
	code := 0
	for _, t := range p.Targets {
		if c := runOne(t, results); c != 0 && code == 0 {
			code = c
		}
	}
	end, _ := json.Marshal(map[string]any{
		"n": strings.TrimSpace(string(nonce)), "k": "end", "exit": code, "count": len(p.Targets),
		"changed": changed(before),
	})
	if _, err := results.Write(append(end, '\n')); err != nil {
		fail(err.Error())
	}
	return code
}

// fixtures names the suite's data files.
func fixtures() []string {
	names, err := os.ReadFile("/job/fixtures")
	if err != nil {
		fail(err.Error())
	}
	return strings.FieldsFunc(string(names), func(r rune) bool { return r == '\n' })
}

// stamps tells which file lies under each name and when it last changed, which
// nobody inside can set back.
func stamps() map[string][3]int64 {
	found := map[string][3]int64{}
	for _, name := range fixtures() {
		var about syscall.Stat_t
		if syscall.Lstat(filepath.Join("/box/work", name), &about) == nil {
			found[name] = [3]int64{int64(about.Ino), about.Ctim.Sec, about.Ctim.Nsec}
		}
	}
	if len(found) > 0 {
		// The kernel's stamps are some milliseconds coarse.
		time.Sleep(10 * time.Millisecond)
	}
	return found
}

// changed names the suite's data files that no longer are what they were, or
// were something else in between: a solution that writes what it is compared
// with must not pass.
func changed(before map[string][3]int64) []string {
	found := []string{}
	now := stamps()
	for _, name := range fixtures() {
		given, err := os.ReadFile(filepath.Join("/job/tree", name))
		if err != nil {
			fail(err.Error())
		}
		path := filepath.Join("/box/work", name)
		// A named pipe in its place would never end.
		about, err := os.Lstat(path)
		if err != nil || !about.Mode().IsRegular() || about.Size() != int64(len(given)) ||
			now[name] != before[name] {
			found = append(found, name)
		} else if left, err := os.ReadFile(path); err != nil || !bytes.Equal(given, left) {
			found = append(found, name)
		}
	}
	return found
}

// What a shell would read as "killed by a signal" is told as this: the harness
// itself was not killed, and its exit code must not look so.
const abnormal = 125

func runOne(t target, results io.Writer) int {
	dir := filepath.Join("/box/work", t.Package)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		fail(err.Error())
	}
	read, write, err := os.Pipe()
	if err != nil {
		fail(err.Error())
	}
	cmd := exec.Command(t.Binary, "-test.v=test2json", "-test.paniconexit0", "-test.timeout=0",
		"-test.count=1", "-test.run="+t.Run)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = write, write
	if err := cmd.Start(); err != nil {
		fail(err.Error())
	}
	write.Close()
	converter := test2json.NewConverter(results, t.Package, test2json.Timestamp)
	done := make(chan struct{})
	go func() {
		io.Copy(io.MultiWriter(converter, unmarked{os.Stdout}), read)
		close(done)
	}()
	failed := cmd.Wait()
	// A grandchild may hold the pipe open for ever: what it says now is not the test's.
	read.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	<-done
	converter.Exited(failed)
	converter.Close()
	var exit *exec.ExitError
	switch {
	case failed == nil:
		return 0
	case errors.As(failed, &exit) && exit.ExitCode() > 0 && exit.ExitCode() < abnormal:
		return exit.ExitCode()
	default:
		return abnormal
	}
}

// unmarked drops the ^V marks of -test.v=test2json: a person reads this copy.
type unmarked struct{ to io.Writer }

func (u unmarked) Write(p []byte) (int, error) {
	if _, err := u.to.Write(bytes.ReplaceAll(p, []byte{0x16}, nil)); err != nil {
		return 0, err
	}
	return len(p), nil
}
