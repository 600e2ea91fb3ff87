// Package inside is compiled into a solution whose calls are made or recorded. The host copies
// it into the solution's module; the solution's own packages hold a line or two that lead here.
package inside

import (
	"os"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"unsafe"
)

const (
	channel   = 100
	magic     = 0x776f726b62656e63
	outOfFuel = 1
	endless   = int64(1) << 62
)

// The memory that the harness shares (`../gauge.go` knows the layout); without it, some of our own.
var (
	gauge = open()
	here  = *word(0) == magic
	burnt = word(4)
	limit = endless
)

func open() []byte {
	const access = syscall.PROT_READ | syscall.PROT_WRITE
	mem, err := syscall.Mmap(channel, 0, 4096, access, syscall.MAP_SHARED)
	if err == nil && *(*int64)(unsafe.Pointer(&mem[0])) == magic {
		for fd := channel; fd <= channel+2; fd++ {
			syscall.CloseOnExec(fd)
		}
		debug.SetMaxStack(256 << 20)
		return mem
	}
	return make([]byte, 4096)
}

func word(n int) *int64 { return (*int64)(unsafe.Pointer(&gauge[8*n])) }

// Tick counts a turn of a loop or the entry of a function.
func Tick() {
	if atomic.AddInt64(burnt, 1) > limit {
		end()
	}
}

//go:noinline
func end() {
	*word(5) = outOfFuel
	os.Exit(97)
}
