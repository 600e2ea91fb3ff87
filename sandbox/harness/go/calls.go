package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// What the host asks for, on stdin. A call is [number, [nodes]].
type callOrder struct {
	Nonce       string            `json:"nonce"`
	Binary      string            `json:"binary"`
	Folder      string            `json:"folder"`
	Calls       []json.RawMessage `json:"calls"`
	Times       int               `json:"times"` // how often each is made
	Fuel        int64             `json:"fuel"`
	Catchable   int               `json:"catchable"` // 1: a call without steps left may panic
	WallS       float64           `json:"call_wall_s"`
	LoadS       float64           `json:"load_wall_s"`
	MemoryBytes uint64            `json:"memory_bytes"`
}

// A record is what the program says of one call (`inside/serve.go`). Nothing of it is believed
// but that it is the program's own word for the call that was asked.
type callRecord struct {
	Call  int             `json:"c"`
	End   string          `json:"end"`
	Value json.RawMessage `json:"value"`
	Error []string        `json:"error"`
	Fuel  int64           `json:"fuel"`
	After json.RawMessage `json:"after"`
}

const mostRecord = 1 << 18

// runCalls has the calls made by processes that begin one where the last one ended: whatever
// takes a process down is the end of one call.
func runCalls(job string) int {
	var o callOrder
	if err := json.NewDecoder(os.Stdin).Decode(&o); err != nil {
		fail(err.Error())
	}
	hide()
	adopt()
	most := syscall.Rlimit{Cur: o.MemoryBytes, Max: o.MemoryBytes}
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &most); err != nil {
		fail("setrlimit: " + err.Error())
	}
	freshen(job)
	c := caller{order: &o, gauge: newGauge(1)}
	c.prepare()
	results := json.NewEncoder(os.NewFile(3, "results"))
	results.SetEscapeHTML(false)
	say := func(record map[string]any) {
		record["n"] = o.Nonce
		if err := results.Encode(record); err != nil {
			fail(err.Error())
		}
	}
	done := 0
	for done < len(o.Calls) {
		ready, seen, last := c.process(done, say)
		if !ready {
			say(map[string]any{"k": "error", "message": "it ended before its first call: " + last.words})
			break
		}
		done += seen
		if done < len(o.Calls) {
			record := map[string]any{"k": "call", "c": c.numbers[done], "end": last.end, "fuel": c.gauge.burnt()}
			if last.end == "raised" {
				record["error"] = []string{"panic", last.words}
			}
			say(record)
			done++
		}
	}
	say(map[string]any{"k": "end", "count": done})
	return 0
}

// A caller is one job while it runs.
type caller struct {
	order   *callOrder
	gauge   *gauge
	asked   *os.File // the calls, a line each
	offsets []int64
	numbers []int
}

// An ending is what took a process down.
type ending struct{ end, words string }

// prepare writes the calls where the processes read them.
func (c *caller) prepare() {
	const name = "/box/calls"
	var err error
	if c.asked, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
		fail(err.Error())
	}
	os.Remove(name)
	var text bytes.Buffer
	for _, call := range c.order.Calls {
		var row []json.RawMessage
		number := 0
		if json.Unmarshal(call, &row) != nil || len(row) != 2 || json.Unmarshal(row[0], &number) != nil {
			fail("a call that is none")
		}
		c.numbers = append(c.numbers, number)
		c.offsets = append(c.offsets, int64(text.Len()))
		json.Compact(&text, call)
		text.WriteByte('\n')
	}
	if _, err := c.asked.Write(text.Bytes()); err != nil {
		fail(err.Error())
	}
}

// process starts the program and takes down what it says, from call `first` on.
func (c *caller) process(first int, say func(map[string]any)) (ready bool, seen int, last ending) {
	if _, err := c.asked.Seek(c.offsets[first], io.SeekStart); err != nil {
		fail(err.Error())
	}
	c.gauge.set(trial{Active: c.order.Times}, c.order.Catchable)
	if c.order.Fuel > 0 {
		c.gauge.fill(c.order.Fuel)
	}
	read, write := pipe()
	defer read.Close()
	errRead, errWrite := pipe()
	defer errRead.Close()
	dir := filepath.Join("/box/work", c.order.Folder)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		fail(err.Error())
	}
	cmd := exec.Command(c.order.Binary, "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=randautoseed=0")
	cmd.Dir, cmd.Stderr = dir, errWrite
	cmd.ExtraFiles = append(c.gauge.handed(), c.asked, write)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		fail(err.Error())
	}
	write.Close()
	errWrite.Close()
	group := -cmd.Process.Pid
	kill := func() { syscall.Kill(group, syscall.SIGKILL) }
	var stopped atomic.Bool
	stop := func() {
		stopped.Store(true)
		kill()
		// Somebody else may hold the pipe open.
		read.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	}
	heard := make(chan *lastWords, 1)
	go func() {
		said := &lastWords{}
		io.Copy(said, errRead)
		heard <- said
	}()
	late := false
	timer := time.AfterFunc(seconds(c.order.LoadS), stop)
	lines := bufio.NewReaderSize(read, mostRecord)
	began := time.Now()
	allowed := seconds(c.order.LoadS)
	for {
		line, err := lines.ReadSlice('\n')
		if err != nil {
			late = time.Since(began) >= allowed
			break
		}
		if !ready {
			ready = string(line) == "{\"c\":-1}\n"
			if !ready {
				break
			}
		} else if !c.take(line, first+seen, say) {
			break
		} else {
			seen++
		}
		began, allowed = time.Now(), seconds(c.order.WallS*1.5)
		timer.Reset(allowed)
		if first+seen == len(c.numbers) {
			break
		}
	}
	timer.Stop()
	// One that has come to its end, or says what it should not, is not waited for.
	if !late && first+seen < len(c.numbers) {
		timer = time.AfterFunc(300*time.Millisecond, stop)
	} else {
		stop()
	}
	failed := cmd.Wait()
	timer.Stop()
	kill()
	bury()
	errRead.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	last = c.ending(cmd, failed, stopped.Load(), <-heard)
	if late {
		last = ending{"timeout", "it took too long"}
	}
	return ready, seen, last
}

func pipe() (read, write *os.File) {
	read, write, err := os.Pipe()
	if err != nil {
		fail(err.Error())
	}
	return read, write
}

// take passes a record on. It must be of the call that was asked next.
func (c *caller) take(line []byte, at int, say func(map[string]any)) bool {
	var r callRecord
	if at >= len(c.numbers) || json.Unmarshal(line, &r) != nil || r.Call != c.numbers[at] {
		return false
	}
	record := map[string]any{"k": "call", "c": r.Call, "end": r.End, "fuel": r.Fuel}
	switch r.End {
	case "unsteady":
		return true // no result is told
	case "fuel":
	case "returned":
		record["value"] = r.Value
	case "raised":
		if len(r.Error) != 2 {
			return false
		}
		record["error"] = r.Error
	default:
		return false
	}
	if len(r.After) > 0 && string(r.After) != "null" {
		record["after"] = r.After
	}
	say(record)
	return true
}

// ending names what ended a process in the middle of a call.
func (c *caller) ending(cmd *exec.Cmd, failed error, stopped bool, said *lastWords) ending {
	status := cmd.ProcessState.Sys().(syscall.WaitStatus)
	words := said.first
	if words == "" {
		words = fmt.Sprint(failed)
	}
	var exit *exec.ExitError
	switch {
	case c.gauge.why() == outOfFuel:
		return ending{"fuel", "out of steps"}
	case said.starved, status.Signaled() && status.Signal() == syscall.SIGKILL && !stopped:
		return ending{"memory", words}
	case errors.As(failed, &exit) && exit.ExitCode() == 2 && said.panicked:
		// In a goroutine of its own, where nobody can catch it.
		return ending{"raised", strings.TrimPrefix(words, "panic: ")}
	default:
		return ending{"crashed", words}
	}
}

// lastWords reads what a process says on stderr, and keeps of it what tells why it ended.
type lastWords struct {
	first             string
	starved, panicked bool
	rest              []byte
}

func (w *lastWords) Write(p []byte) (int, error) {
	w.rest = append(w.rest, p...)
	for {
		line, rest, whole := bytes.Cut(w.rest, []byte{'\n'})
		if !whole {
			break
		}
		w.hear(string(line[:min(len(line), 1000)]))
		w.rest = rest
	}
	if len(w.rest) > 4000 {
		w.rest = append([]byte(nil), w.rest[:2000]...)
	}
	return len(p), nil
}

func (w *lastWords) hear(line string) {
	w.starved = w.starved || starving.MatchString(line)
	if w.first == "" && crash.MatchString(line) {
		w.first = strings.ToValidUTF8(line, "?")
		w.panicked = strings.HasPrefix(line, "panic: ")
	}
}
