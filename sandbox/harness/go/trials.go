package main

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What the host asks for, on stdin.
type order struct {
	Nonce       string              `json:"nonce"`
	Trials      []trial             `json:"trials"`
	Known       map[string][]string `json:"known"` // test id -> binary, package, name
	Reach       []int               `json:"reach"` // mutant -> its guard
	Probes      int                 `json:"probes"`
	WallS       float64             `json:"trial_wall_s"`
	MemoryBytes uint64              `json:"memory_bytes"`
	OutputBytes int64               `json:"output_bytes"`
}

type trial struct {
	Active int      `json:"active"`
	Tests  []string `json:"tests"`
	Fuel   []int64  `json:"fuel"` // of each test
	Full   bool     `json:"full"`
	Probes bool     `json:"probes"`
	Seed   int64    `json:"seed"`
	ClockS int64    `json:"clock_s"` // seconds that its clock is ahead
}

// Trials run in processes of their own, one after the other. What each did goes
// to fd 3 before the next one begins.
func runTrials(job string) int {
	var o order
	if err := json.NewDecoder(os.Stdin).Decode(&o); err != nil {
		fail(err.Error())
	}
	hide()
	adopt()
	// The harness needs little: what it may not exceed binds those it starts.
	most := syscall.Rlimit{Cur: o.MemoryBytes, Max: o.MemoryBytes}
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &most); err != nil {
		fail("setrlimit: " + err.Error())
	}
	gauge := newGauge(o.Probes)
	results := json.NewEncoder(os.NewFile(3, "results"))
	say := func(record map[string]any) {
		record["n"] = o.Nonce
		if err := results.Encode(record); err != nil {
			fail(err.Error())
		}
	}
	for index, t := range o.Trials {
		freshen(job)
		say(map[string]any{"k": "begin", "t": index})
		began := time.Now()
		site := -1
		if 0 < t.Active && t.Active <= len(o.Reach) {
			site = o.Reach[t.Active-1]
		}
		gauge.set(t, site)
		a := attempt{order: &o, trial: t, gauge: gauge, until: began.Add(seconds(o.WallS))}
		a.run()
		probes := []int{}
		if t.Probes {
			probes = gauge.reached()
		}
		say(map[string]any{
			"k": "trial", "t": index, "end": a.end, "results": a.rows(), "fuel": gauge.burnt(),
			"probes": probes, "duration_s": time.Since(began).Seconds(),
		})
	}
	say(map[string]any{"k": "end", "count": len(o.Trials)})
	return 0
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// freshen makes the folders that code may write in anew.
func freshen(job string) {
	for _, root := range []string{"/box", "/tmp"} {
		found, _ := os.ReadDir(root)
		for _, each := range found {
			remove(filepath.Join(root, each.Name()))
		}
	}
	tree := filepath.Join(job, "tree")
	if err := os.CopyFS("/box/work", os.DirFS(tree)); err != nil && !os.IsNotExist(err) {
		fail(err.Error())
	}
}

// remove takes away a file or folder, even one that was closed to everybody.
func remove(path string) {
	if os.RemoveAll(path) == nil {
		return
	}
	filepath.WalkDir(path, func(path string, entry os.DirEntry, _ error) error {
		if entry != nil && entry.IsDir() {
			os.Chmod(path, 0o700)
		}
		return nil
	})
	os.RemoveAll(path)
}

// An attempt is one trial while it runs.
type attempt struct {
	order *order
	trial trial
	gauge *gauge
	until time.Time
	end   string
	seen  []*outcome
}

// What one test did. Nothing is said of tests that were not reached.
type outcome struct {
	id, status, message string
	told                bool // by the testing package
	crashed             bool
}

func (a *attempt) rows() [][]string {
	rows := [][]string{}
	for _, o := range a.seen {
		rows = append(rows, []string{o.id, o.status, clip(o.message)})
	}
	return rows
}

func clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), 2000)], "?") }

// run goes through the tests in the order asked, as many at a time as lie in one
// binary. A test that takes its process down is followed by a new process when all
// tests are wanted.
func (a *attempt) run() {
	a.end = "done"
	left := slices.DeleteFunc(slices.Clone(a.trial.Tests), func(id string) bool {
		_, known := a.order.Known[id]
		return !known
	})
	for len(left) > 0 {
		size := 1
		for size < len(left) && a.order.Known[left[size]][0] == a.order.Known[left[0]][0] {
			size++
		}
		before := len(a.seen)
		end := a.process(left[:size])
		if len(a.seen) == before {
			// It ended before any test did anything: so it will each time.
			if end != "done" && end != "crashed" {
				a.end = end
				return
			}
			a.end = "crashed"
			for _, id := range left[:size] {
				said := "the process ended before its tests"
				a.seen = append(a.seen, &outcome{id: id, status: "errored", message: said})
				if !a.trial.Full {
					return
				}
			}
			left = left[size:]
			continue
		}
		if end != "done" {
			a.end = end
			if end != "crashed" || !a.trial.Full {
				return
			}
		}
		failed := false
		for _, o := range a.seen[before:] {
			failed = failed || o.status != "passed" && o.status != "skipped"
			left = slices.DeleteFunc(left, func(id string) bool { return id == o.id })
		}
		if failed && !a.trial.Full {
			return
		}
	}
}

// process runs one binary on some of its tests.
func (a *attempt) process(ids []string) string {
	binary, dir := a.order.Known[ids[0]][0], filepath.Join("/box/work", a.order.Known[ids[0]][1])
	if err := os.MkdirAll(dir, 0o755); err != nil {
		fail(err.Error())
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = a.order.Known[id][2]
	}
	fuels := make([]int64, len(ids))
	for i, id := range ids {
		fuels[i] = a.trial.Fuel[slices.Index(a.trial.Tests, id)]
	}
	a.gauge.arrange(names, fuels)
	read, write, err := os.Pipe()
	if err != nil {
		fail(err.Error())
	}
	defer read.Close()
	cmd := exec.Command(binary, "-test.v=test2json", "-test.paniconexit0", "-test.timeout=0",
		"-test.count=1", "-test.run=^("+strings.Join(names, "|")+")$")
	if !a.trial.Full {
		cmd.Args = append(cmd.Args, "-test.failfast")
	}
	if a.trial.Seed == 0 {
		// The random numbers nobody has seeded are the same in every trial.
		cmd.Env = append(os.Environ(), "GODEBUG=randautoseed=0")
	}
	if a.trial.ClockS != 0 {
		cmd.Env = append(os.Environ(), "WORKBENCH_CLOCK="+strconv.FormatInt(a.trial.ClockS, 10))
	}
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, write, write
	cmd.ExtraFiles = a.gauge.handed()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		fail(err.Error())
	}
	write.Close()
	group := -cmd.Process.Pid
	late := make(chan struct{})
	timer := time.AfterFunc(time.Until(a.until), func() {
		close(late)
		syscall.Kill(group, syscall.SIGKILL)
	})
	listener := newListener(ids, names)
	flood := make(chan bool, 1)
	go func() {
		many, _ := io.Copy(listener, io.LimitReader(read, a.order.OutputBytes))
		over := many >= a.order.OutputBytes
		if over {
			syscall.Kill(group, syscall.SIGKILL)
		}
		flood <- over
	}()
	failed := cmd.Wait()
	timer.Stop()
	syscall.Kill(group, syscall.SIGKILL)
	bury()
	// Whoever still holds the pipe is dead by now, or cannot be killed.
	read.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	over := <-flood
	listener.close(failed)
	select {
	case <-late:
		return a.closing(listener, "timeout", "")
	default:
	}
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case a.gauge.why() == outOfFuel:
		return a.closing(listener, "fuel", "")
	case a.gauge.why() != 0:
		return a.closing(listener, "crashed", "ended by a guard")
	case over:
		return a.closing(listener, "crashed", "stopped: it printed too much")
	case listener.starved || status.Signaled() && status.Signal() == syscall.SIGKILL:
		return a.closing(listener, "memory", "")
	case failed == nil, status.ExitStatus() == 1 && !listener.running():
		return a.closing(listener, "done", "")
	case listener.panicked:
		return a.closing(listener, "done", "")
	default:
		return a.closing(listener, "crashed", "the process ended: "+failed.Error())
	}
}

// closing takes over what the tests did. The one that ran when its process ended has
// failed by that, but not where the trial was stopped: that is no result of a test.
func (a *attempt) closing(l *listener, end, reason string) string {
	for _, o := range l.outcomes() {
		if o.status == "" && end != "done" && end != "crashed" {
			continue
		}
		if o.status == "" {
			o.status = "errored"
			o.message = strings.TrimSpace(reason + "\n" + o.message)
		}
		a.seen = append(a.seen, o)
	}
	return end
}
