// Package sol does honest work with everything a program may use.
package sol

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"
)

// Save writes into the working folder and into a temporary one.
func Save(rows [][]int) ([][]int, error) {
	data, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile("rows.json", data, 0o644); err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "x")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	if err := os.WriteFile(filepath.Join(folder, "copy"), data, 0o644); err != nil {
		return nil, err
	}
	var back [][]int
	return back, json.Unmarshal(data, &back)
}

// Words reads a data file of the suite.
func Words() []string {
	data, err := os.ReadFile("testdata/words.txt")
	if err != nil {
		panic(err)
	}
	words := strings.Fields(string(data))
	sort.Strings(words)
	return words
}

// Child asks a process.
func Child(text string) string {
	out, err := exec.Command("/bin/echo", "-n", text).Output()
	if err != nil {
		panic(err)
	}
	return string(out)
}

// Together counts on many goroutines.
func Together(n int) int {
	var group sync.WaitGroup
	var lock sync.Mutex
	total := 0
	for i := 0; i < n; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			runtime.Gosched()
			lock.Lock()
			total++
			lock.Unlock()
		}()
	}
	group.Wait()
	return total
}

// Took waits by the clock, a little more or less by chance.
func Took() bool {
	began := time.Now()
	time.Sleep(time.Duration(5+rand.Intn(5)) * time.Millisecond)
	return time.Since(began) >= 5*time.Millisecond
}

// Talk prints a lot, also what looks like a result.
func Talk(n int) int {
	for i := 0; i < n; i++ {
		fmt.Println("line", i)
	}
	fmt.Println("--- PASS: nothing of the kind")
	return n
}

// Depth recurses.
func Depth(n int) int {
	if n == 0 {
		return 0
	}
	return 1 + Depth(n-1)
}

// Safe recovers.
func Safe() (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	panic("no")
}

// Kind reflects.
func Kind(v any) string { return reflect.TypeOf(v).Kind().String() }
