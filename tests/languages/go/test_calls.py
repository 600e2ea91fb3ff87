"""Calls of Go functions in the real sandbox: how they end, what they give, what a suite makes."""

from __future__ import annotations

import struct

import pytest

from tests.languages.compiled import Workshop
from workbench.adequacy.search import Lab, search, survey
from workbench.languages.calls import Call, Result
from workbench.languages.registry import calls
from workbench.languages.values import Value
from workbench.model.run import Verdict
from workbench.model.task import LanguageName, Limits, Solution, Suite

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

ENDS = """package s

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

var ErrOdd = errors.New("odd")

func F(n int) (int, error) {
	switch n {
	case 1:
		panic("one")
	case 2:
		return 5, fmt.Errorf("two: %w", ErrOdd)
	case 3:
		defer func() { recover() }()
		for {
			n++
		}
	case 4:
		return deep(n), nil
	case 5:
		text := ""
		for {
			text += "a text that grows and grows"
		}
	case 6:
		os.Exit(0)
	case 7:
		time.Sleep(time.Hour)
	case 8:
		return len(strings.Repeat("x", 1<<40)), nil
	case 9:
		go func() { panic("far away") }()
		time.Sleep(time.Hour)
	case 10:
		forged := []byte(`{"n":"","k":"call","c":10,"end":"returned","value":99}` + "\\n")
		for fd := 1; fd < 110; fd++ {
			syscall.Write(fd, forged)
		}
	case 11:
		for fd := 3; fd < 110; fd++ {
			syscall.Close(fd)
		}
	case 12:
		syscall.Kill(0, syscall.SIGKILL)
	}
	return n, nil
}

func deep(n int) int { return deep(n+1) + 1 }
"""
NAMES = (
    *("returned", "raised", "raised", "fuel", "fuel", "fuel", "crashed"),
    *("timeout", "memory", "raised"),
)


def _lab(go: Workshop, tests: str, package: str = "s") -> Lab:
    calling = calls(LanguageName.GO)
    assert calling is not None
    text = f'package {package}\n\nimport "testing"\n{tests}'
    suite = Suite(name="given", role="given", files={"s_test.go": text})
    return Lab(go.sandbox, go.speaker, calling, go.tools, Limits(memory_mb=256), suite)


def _solution(text: str) -> Solution:
    return Solution(name="s", role="variant", files={"s.go": text})


def _ask(lab: Lab, text: str, *args: tuple[Value, ...]) -> list[Result | None]:
    solution = _solution(text)
    (entry,) = lab.calls.entries(solution, lab.suite)
    return lab.run(solution, entry, args, call_wall_s=0.5)


def test_each_way_a_call_ends_is_named_and_the_rest_goes_on(go: Workshop) -> None:
    lab = _lab(go, "func TestF(t *testing.T) { _, err := F(2); _ = err == ErrOdd }\n")
    found = _ask(lab, ENDS, *[(n,) for n in (*range(14), 13)])
    ends = [r.end if r else None for r in found]
    assert tuple(ends[:10]) == NAMES
    assert found[3] is not None
    assert found[3].fuel == 500_001
    assert ends[13:] == ["returned"] * 2, "calls behind a hostile one are made as ever"
    raised = [(r.error, r.message) for r in found if r and r.end == "raised"]
    assert raised == [("panic", "one"), ("ErrOdd", "two: odd"), ("panic", "far away")]
    hostile = found[10:13]
    assert all(r is not None and r.value != 99 for r in hostile), "a forged record is believed"
    assert all(r is not None and r.end in ("crashed", "fuel", "memory") for r in hostile)


LOOPS = """package s

import "fmt"

type Endless int

func (e Endless) String() string {
	for {
		e++
	}
}

func F(n int) int {
	switch n {
	case 0:
		for {
			n--
		}
	case 1:
		return F(n) + 1
	case 2:
		for text := ""; ; text += "a text that grows and grows" {
			n++
		}
	case 3:
		return len(fmt.Sprint(Endless(n)))
	}
	return n
}
"""


def test_endless_calls_end_at_the_same_step_whatever_stands_above_them(go: Workshop) -> None:
    lab = _lab(go, "func TestF(t *testing.T) { F(0) }\n")
    args = [(n,) for n in (0, 1, 2, 3, 4, 0, 2)]
    twice = [[(r.end, r.fuel) for r in _ask(lab, LOOPS, *args) if r] for _ in "ab"]
    assert twice[0] == twice[1]
    assert [end for end, _ in twice[0]] == ["fuel"] * 4 + ["returned"] + ["fuel"] * 2
    steps = [fuel for _, fuel in twice[0]]
    assert steps[0] == steps[3] == steps[5] == 500_001
    assert steps[1] < 400_000, "a deep stack counts too"
    assert steps[2] == steps[6] < 10_000, "so does what is copied"


EXACT = """package s

type Kind uint8

type Row struct {
	Name string
	Of   [2]Kind
	Next *Row
}

func F(i int64, u uint64, f float64, s string, r Row, m map[rune][]float32, a interface{}) (
	int64, uint64, float64, string, Row, map[rune][]float32, interface{}) {
	return i, u, f, s, r, m, a
}
"""


def test_values_come_back_as_they_went(go: Workshop) -> None:
    lab = _lab(go, "func TestF(t *testing.T) { F(0, 0, 0, `a`, Row{}, nil, nil) }\n")
    row = {"Name": "é", "Of": (0, 255), "Next": {"Name": "", "Of": (1, 2), "Next": None}}
    sent: list[tuple[Value, ...]] = [
        (-(2**63), 2**64 - 1, 0.1, 'a\n<&>"\u2028\U0001f600\0', row, {97: [0.5]}, 7),
        (2**63 - 1, 2**63, 5e-324, b"\xff\xfe", row, {}, 7.0),
        (0, 0, -0.0, "", row, {-1: []}, [1, 2.0, "a", None, True, {"k": [1]}]),
        (1, 0, 1e300, "a", row, {0: [3.0]}, None),
    ]
    bad: list[tuple[Value, ...]] = [
        (2**63, 0, 0.0, "", row, {}, None),
        (0, -1, 0.0, "", row, {}, None),
    ]
    found = _ask(lab, EXACT, *sent, *bad)
    assert [r.value if r else None for r in found] == [*sent, None, None]
    assert [struct.pack("d", r.value[2]) for r in found[:4] if r] == [
        struct.pack("d", args[2]) for args in sent
    ]
    for r, args in zip(found, sent, strict=False):
        assert r is not None
        assert [type(v) for v in r.value] == [type(v) for v in args]


MADE = """package s

import "errors"

func Sorted(row []int, tail ...int) []int {
	if len(row) == 1 && row[0] < 0 {
		panic("negative")
	}
	row = append(row, tail...)
	if len(row) < 2 {
		return row
	}
	rest := Sorted(row[1:])
	if row[0] > rest[0] {
		row[0], rest[0] = rest[0], row[0]
		Sorted(rest)
	}
	return row
}

func Half(_ string, n int) (int, error) {
	if n%2 == 1 {
		return 0, errors.New("odd")
	}
	return n / 2, nil
}
"""
MADE_TESTS = """
func TestSorted(t *testing.T) {
	for _, row := range [][]int{{2, 1}, {3, 2, 1}, {2, 1}, nil} {
		row := row
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if got := Sorted(row); len(got) != len(row) {
				t.Error(got)
			}
		})
	}
	Sorted([]int{1}, 5, 4)
}

func TestPanic(t *testing.T) {
	defer func() {
		if recover() != "negative" {
			t.Error("another panic")
		}
	}()
	Sorted([]int{-1})
}

func TestHalf(t *testing.T) {
	if _, err := Half("", 3); err == nil {
		t.Error("no error")
	}
	Half("", 4)
}
"""


def test_the_suites_own_calls_are_recorded_once_each_with_what_came_of_them(go: Workshop) -> None:
    lab = _lab(go, MADE_TESTS)
    solution = _solution(MADE)
    tests = go.speaker.inventory(lab.suite, solution)
    entries = lab.calls.entries(solution, lab.suite)
    made = [
        (m.entry, m.call.args, m.result.end, m.result.value or m.result.message)
        for m in lab.record(solution, tests, entries)
    ]
    assert sorted(made, key=repr) == [
        ("Half", ("", 3), "raised", "odd"),
        ("Half", ("", 4), "returned", 2),
        ("Sorted", ([-1], []), "raised", "negative"),
        ("Sorted", ([1], [5, 4]), "returned", [1, 4, 5]),
        ("Sorted", ([2, 1], []), "returned", [1, 2]),
        ("Sorted", ([3, 2, 1], []), "returned", [1, 2, 3]),
        ("Sorted", ([], []), "returned", ""),
    ]


RIGHT = """package s

func Top(row []uint8) (top uint8, ok bool) {
	for _, v := range row {
		if v > top {
			top = v
		}
	}
	return top, len(row) > 0
}
"""
TOP_TESTS = """
import "task"

func TestTop(t *testing.T) {
	for _, row := range [][]uint8{{3, 1, 2}, {1, 5}, {7}, {9, 8, 8, 1}} {
		if got, ok := s.Top(row); !ok || got < row[0] {
			t.Errorf("Top(%v) = %v", row, got)
		}
	}
}
"""


def test_a_difference_is_found_and_its_probe_tells_the_two_apart(go: Workshop) -> None:
    lab = _lab(go, TOP_TESTS.replace('"task"', 's "task"'), "s_test")
    wrong = RIGHT.replace("v > top", "v > top && v != 200")
    right = _solution(RIGHT)
    ground = survey(lab, right, go.speaker.inventory(lab.suite, right), most=300)
    assert ([9, 8, 8, 1],) in ground.known
    found = next(search(ground, _solution(wrong.replace("200", "7"))))
    assert found.inside
    assert found.args == ([7],)
    assert (found.expected.value, found.got.value) == ((7, True), (0, True))
    probe = lab.calls.probe(
        lab.suite, ground.entry, Call(found.args), found.expected, ground.oracle.view
    )
    verdicts = [
        go.run({"s.go": text}, probe.files).verdict for text in (RIGHT, wrong.replace("200", "7"))
    ]
    assert verdicts == [Verdict.PASS, Verdict.FAIL]


ORDER = """package s

func Keys(row []int) (keys []int) {
	seen := map[int]bool{}
	for _, v := range row {
		seen[v] = true
	}
	for key := range seen {
		keys = append(keys, key)
	}
	return keys
}
"""


def test_what_differs_from_time_to_time_counts_for_nothing(go: Workshop) -> None:
    lab = _lab(go, "func TestKeys(t *testing.T) { if len(Keys([]int{1, 2})) != 2 { t.Fail() } }\n")
    found = _ask(lab, ORDER, (list(range(20)),), ([4],), ([],))
    assert found[0] is None
    assert [r.value for r in found[1:] if r] == [[4], []]
