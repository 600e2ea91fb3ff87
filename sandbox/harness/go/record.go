package main

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// What a suite's program says of a call it makes into the solution (`inside/made.go`).
type madeRecord struct {
	Entry string          `json:"entry"`
	Args  json.RawMessage `json:"args"`
	End   string          `json:"end"`
	Value json.RawMessage `json:"value"`
	Error []string        `json:"error"`
}

const mostMade = 4000

// record runs every binary of a plan and tells what calls were made, signed with the nonce that
// came on stdin.
func record(path string) int {
	nonce, err := io.ReadAll(io.LimitReader(os.Stdin, 1024))
	if err != nil {
		fail(err.Error())
	}
	hide()
	adopt()
	data, err := os.ReadFile(path)
	if err != nil {
		fail(err.Error())
	}
	var p plan
	if err := json.Unmarshal(data, &p); err != nil {
		fail(err.Error())
	}
	freshen("/job")
	results := json.NewEncoder(os.NewFile(3, "results"))
	count := 0
	signed := strings.TrimSpace(string(nonce))
	say := func(made madeRecord) {
		if count++; count > mostMade {
			return
		}
		record := map[string]any{
			"n": signed, "k": "made", "entry": made.Entry, "args": made.Args,
			"kwargs": map[string]any{}, "end": made.End, "value": made.Value,
		}
		if len(made.Error) == 2 {
			record["error"] = made.Error
		}
		if err := results.Encode(record); err != nil {
			fail(err.Error())
		}
	}
	for _, t := range p.Targets {
		recorded(t, say)
	}
	results.Encode(map[string]any{"n": signed, "k": "end", "count": count})
	return 0
}

// recorded runs one binary. Tests that would run side by side run one after the other: of two
// calls at a time only one is known to be the suite's own.
func recorded(t target, say func(madeRecord)) {
	dir := filepath.Join("/box/work", t.Package)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		fail(err.Error())
	}
	read, write := pipe()
	cmd := exec.Command(t.Binary, "-test.paniconexit0", "-test.timeout=0", "-test.count=1",
		"-test.parallel=1", "-test.run="+t.Run)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GODEBUG=randautoseed=0")
	cmd.ExtraFiles = make([]*os.File, gaugeFd-2)
	cmd.ExtraFiles[gaugeFd-3] = write
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		fail(err.Error())
	}
	write.Close()
	heard := make(chan struct{})
	go func() {
		lines := bufio.NewScanner(read)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			var made madeRecord
			if json.Unmarshal(lines.Bytes(), &made) == nil {
				say(made)
			}
		}
		io.Copy(io.Discard, read)
		close(heard)
	}()
	cmd.Wait()
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	bury()
	read.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	<-heard
}
