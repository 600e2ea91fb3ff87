package main

import (
	"encoding/binary"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// A gauge is memory shared with the process of a trial, by a file without a name:
// which mutant is active goes in, what was reached and burnt comes out, and stays
// there whatever ends the process. `go_support.py` writes the other side:
//
//	int64   0 magic   8 active   16 its guard   24 fuel limit   32 fuel burnt   40 why it ended
//	       48 bytes of the order: test names and their fuel, one a line, from 4096
//	65536   a byte a probe
type gauge struct {
	file *os.File
	mem  []byte
}

const (
	gaugeFd    = 100
	gaugeMagic = 0x776f726b62656e63
	gaugeOrder = 4096
	gaugeBase  = 65536
	outOfFuel  = 1
	endless    = 1 << 60
)

func newGauge(probes int) *gauge {
	const name = "/box/gauge"
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		fail(err.Error())
	}
	os.Remove(name)
	size := gaugeBase + max(1, probes)
	if err := file.Truncate(int64(size)); err != nil {
		fail(err.Error())
	}
	mem, err := syscall.Mmap(int(file.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE,
		syscall.MAP_SHARED)
	if err != nil {
		fail("mmap: " + err.Error())
	}
	return &gauge{file, mem}
}

func (g *gauge) word(n int) []byte { return g.mem[8*n : 8*n+8] }

func (g *gauge) get(n int) int64 { return int64(binary.LittleEndian.Uint64(g.word(n))) }

func (g *gauge) put(n int, value int64) { binary.LittleEndian.PutUint64(g.word(n), uint64(value)) }

// set clears it for a trial.
func (g *gauge) set(t trial, site int) {
	clear(g.mem)
	for n, value := range []int64{gaugeMagic, int64(t.Active), int64(site), endless} {
		g.put(n, value)
	}
}

// fill gives it so many steps from its beginning on.
func (g *gauge) fill(fuel int64) { g.put(3, fuel) }

// arrange says in which order the next process runs its tests, and what each may burn:
// what comes before the first is the first one's. Where there are more than can be told,
// they share. Burnt fuel and probes go on from the one before; why that one ended is
// forgotten.
func (g *gauge) arrange(names []string, fuels []int64) {
	lines, all := make([]string, len(names)), int64(0)
	for i, name := range names {
		if fuels[i] <= 0 {
			fuels[i] = endless
		}
		all = min(all+fuels[i], endless)
		lines[i] = name + " " + strconv.FormatInt(fuels[i], 10)
	}
	text, first := strings.Join(lines, "\n"), fuels[0]
	if len(text) > gaugeBase-gaugeOrder {
		text, first = "", all
	}
	copy(g.mem[gaugeOrder:], text)
	g.put(6, int64(len(text)))
	g.put(5, 0)
	g.fill(min(g.burnt()+first, endless))
}

// handed is what a process gets beside its output: the gauge, at a number nobody
// else comes upon, and nothing below it.
func (g *gauge) handed() []*os.File {
	files := make([]*os.File, gaugeFd-2)
	files[gaugeFd-3] = g.file
	return files
}

func (g *gauge) burnt() int64 { return max(0, g.get(4)) }

func (g *gauge) why() int64 { return g.get(5) }

// reached lists the probes that were.
func (g *gauge) reached() []int {
	found := []int{}
	for p, hit := range g.mem[gaugeBase:] {
		if hit != 0 {
			found = append(found, p)
		}
	}
	return found
}
