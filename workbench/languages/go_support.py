"""The Go functions that guards call: one file a package, beside the mutated ones.

Which mutant is active, and how much fuel there is, comes over descriptor 100, a file without a name
that the harness shares (`sandbox/harness/go/trials.go`, which knows the layout too): what was
reached and burnt stands in it at once, whatever ends the process. Without it nothing is active, so
that the same binary can be run in the ordinary way.

    int64   0 magic   8 active   16 its guard   24 fuel limit   32 fuel burnt   40 why it ended
           48 bytes of the order: test names and their fuel, one a line, from 4096
    65536   a byte a probe
"""

from __future__ import annotations

from workbench.languages.go_guard import GUARDS
from workbench.languages.go_mutants import ARITHMETIC

NAMES = {
    "+": "Add", "-": "Sub", "*": "Mul", "/": "Quo", "%": "Rem", "<<": "Lsh", ">>": "Rsh",
    "&": "And", "|": "Or", "^": "Xor", "&^": "Not",
}  # fmt: skip
_OF_ALL = ("+", "-", "*", "/")


def support_path(folder: str) -> str:
    """Where the file of a package's folder lies."""
    return GUARDS if folder == "." else f"{folder}/{GUARDS}"


def support(package: str, probes: int, *, shared: bool) -> str:
    """The file for one package. `shared`: goroutines may count at the same time."""
    body = _BODY.replace("PACKAGE", package).replace("PROBES", str(max(1, probes)))
    if shared:
        body = body.replace(
            "\t*__muFuel++\n\tif *__muFuel >", "\tif atomic.AddInt64(__muFuel, 1) >"
        )
    return body + "".join(_operator(sign) for sign in NAMES)


def _operator(sign: str) -> str:
    name, other = NAMES[sign], ARITHMETIC[sign]
    of = "[T __muNumber]" if sign in _OF_ALL else "[T __muInteger]"
    kind = "T"
    if sign in ("<<", ">>"):
        of, kind = "[T, S __muInteger]", "S"
    return f"""
func __mu{name}{of}(at int, n int64, a T, b {kind}) T {{
	if __muAt(at) && __mu(n) {{
		return a {other} b
	}}
	return a {sign} b
}}

func __mu{name}To{of}(at int, n int64, a *T, b {kind}) {{
	if __muAt(at) && __mu(n) {{
		*a {other}= b
	}} else {{
		*a {sign}= b
	}}
}}
"""


_BODY = """package PACKAGE

import (
	"os"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"unsafe"
)

const (
	__muFd    = 100
	__muMagic = 0x776f726b62656e63
	__muBase  = 65536
)

var (
	__muMem    = __muOpen()
	__muX      = (*[PROBES]byte)(unsafe.Pointer(&__muMem[__muBase]))
	__muActive = *__muWord(1)
	__muSite   = int(*__muWord(2))
	__muCanary = __muActive < 0
	__muLimit  = *__muWord(3)
	__muFuel   = __muWord(4)
	__muAtOnce int64
)

//go:linkname __muTests main.tests
var __muTests []testing.InternalTest

func __muOpen() []byte {
	size := __muBase + PROBES
	const access = syscall.PROT_READ | syscall.PROT_WRITE
	mem, err := syscall.Mmap(__muFd, 0, size, access, syscall.MAP_SHARED)
	if err == nil && *(*int64)(unsafe.Pointer(&mem[0])) == __muMagic {
		syscall.CloseOnExec(__muFd)
		debug.SetMaxStack(256 << 20)
		return mem
	}
	mem = make([]byte, size)
	*(*int64)(unsafe.Pointer(&mem[16])) = -1
	*(*int64)(unsafe.Pointer(&mem[24])) = 1 << 62
	return mem
}

func __muWord(n int) *int64 { return (*int64)(unsafe.Pointer(&__muMem[8*n])) }

func init() {
	lines := strings.Split(string(__muMem[4096:4096+*__muWord(6)]), "\\n")
	turn := make(map[string]int, len(lines))
	fuel := make(map[string]int64, len(lines))
	for at, line := range lines {
		name, most, _ := strings.Cut(line, " ")
		turn[name] = at
		fuel[name], _ = strconv.ParseInt(most, 10, 64)
	}
	for at := range __muTests {
		test := &__muTests[at]
		if most, run := fuel[test.Name], test.F; most > 0 {
			test.F = func(t *testing.T) {
				defer __muTurn(most)()
				run(t)
			}
		}
	}
	sort.SliceStable(__muTests, func(a, b int) bool {
		return turn[__muTests[a].Name] < turn[__muTests[b].Name]
	})
}

// __muTurn fills up for a test. Those that wait to run beside each other share.
func __muTurn(most int64) func() {
	if atomic.AddInt64(&__muAtOnce, 1) > 1 {
		most += __muLimit
	} else {
		most += *__muFuel
	}
	if most > 1<<60 {
		most = 1 << 60
	}
	__muLimit = most
	return func() { atomic.AddInt64(&__muAtOnce, -1) }
}

//go:noinline
func __muEnd(why int64) {
	*__muWord(5) = why
	os.Exit(97)
}

func __muAt(at int) bool {
	__muX[at] = 1
	return at == __muSite || __muCanary && __muDie()
}

func __muDie() bool {
	__muEnd(2)
	return false
}

func __mu(n int64) bool { return n == __muActive }

func __muNo(at int) bool { return at != __muSite }

func __muC(yes, no int, asked bool) bool {
	if asked {
		__muX[yes] = 1
	} else {
		__muX[no] = 1
	}
	return asked
}

func __muF() {
	*__muFuel++
	if *__muFuel > __muLimit {
		__muEnd(1)
	}
}

func __muShl(at int, n int64) uint {
	if __muAt(at) && __mu(n) {
		return 64
	}
	return 0
}

func __muShr(at int, n int64) uint {
	if __muAt(at) && __mu(n) {
		return 0
	}
	return 64
}

type __muInteger interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 |
		~uintptr
}

type __muNumber interface {
	__muInteger | ~float32 | ~float64 | ~complex64 | ~complex128
}

func __muV[T any](at int, n int64, other, own T) T {
	if __muAt(at) && __mu(n) {
		return other
	}
	return own
}

func __muV2[T any](at int, n int64, other T, m int64, third, own T) T {
	if __muAt(at) && __mu(n) {
		return other
	} else if __mu(m) {
		return third
	}
	return own
}

func __muNeg[T __muNumber](at int, n int64, a T) T {
	if __muAt(at) && __mu(n) {
		return a
	}
	return -a
}

func __muInv[T __muInteger](at int, n int64, a T) T {
	if __muAt(at) && __mu(n) {
		return a
	}
	return ^a
}

func __muInc[T __muNumber](at int, n int64, a *T) {
	if __muAt(at) && __mu(n) {
		*a--
	} else {
		*a++
	}
}

func __muDec[T __muNumber](at int, n int64, a *T) {
	if __muAt(at) && __mu(n) {
		*a++
	} else {
		*a--
	}
}
"""
