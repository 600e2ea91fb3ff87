"""Go: inventories, refusals and event streams, without running anything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.base import Inventory, TestRef
from workbench.languages.go import GoLanguage
from workbench.languages.go_constraints import is_built
from workbench.languages.go_events import read_events
from workbench.languages.go_inventory import read_inventory
from workbench.model.run import Status
from workbench.model.task import Framework, Solution, Suite

ONE = Inventory(Framework.GO_TEST, (TestRef("TestA", "a_test.go", 3),))
END = {"n": "N", "k": "end", "exit": 0, "count": 1}


def event(action: str, test: str = "", output: str = "") -> dict[str, object]:
    made: dict[str, object] = {"Action": action, "Package": "."}
    return made | ({"Test": test} if test else {}) | ({"Output": output} if output else {})


def stream(*records: dict[str, object]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


PASSED = (
    event("start"), event("run", "TestA"), event("output", "TestA", "--- PASS: TestA (0.00s)\n"),
    event("pass", "TestA"), event("output", "", "PASS\n"), event("pass"), END,
)  # fmt: skip


def test_functions_the_go_command_would_run_are_tests() -> None:
    source = """package a

import "testing"

func TestA(t *testing.T)      {}
func Test(t *testing.T)       {}
func Test_b(tt *testing.T)    {}
func Testing(t *testing.T)    {}
func TestTwo(t, u *testing.T) {}
func TestG[T any](t *testing.T) {}
func BenchmarkA(b *testing.B) {}
func TestMain(m *testing.M)   {}
func FuzzA(f *testing.F)      {}
func helper(t *testing.T)     {}
func (s S) TestM(t *testing.T) {}
func ExampleA() {
	// Output: 1
}
func ExampleB() { // prints
}
func TestS(t *testing.T) { t.Skip("x") }
func TestC(t *testing.T) { if false { t.Skip("x") } }
"""
    found = read_inventory({"a_test.go": source, "a.go": source, "sub/b_test.go": source})
    names = ["TestA", "Test", "Test_b", "FuzzA", "ExampleA", "TestS", "TestC"]
    assert [t.id for t in found.tests] == names + [f"sub.{n}" for n in names]
    assert found.skipped == {"TestS", "sub.TestS"}
    assert found.tests[0].line == 5


def test_broken_or_doubled_source_is_a_problem() -> None:
    assert read_inventory({"a_test.go": "package a\nfunc TestA(t *testing.T) {"}).problems
    twice = "package a\nfunc TestA(t *testing.T) {}\n"
    assert read_inventory({"a_test.go": twice, "b_test.go": twice}).problems


@pytest.mark.parametrize(
    ("path", "source", "built"),
    [
        ("a.go", "package a", True),
        ("a_windows.go", "package a", False),
        ("a_linux_amd64_test.go", "package a", True),
        ("a_linux_arm64.go", "package a", False),
        ("linux.go", "package a", True),
        ("_a.go", "package a", False),
        ("a.go", "//go:build linux && !cgo\n\npackage a", True),
        ("a.go", "//go:build windows || (go1.18 && ignore)\n\npackage a", False),
        ("a.go", "package a\n\n//go:build ignore\n", True),
        ("a.go", "//go:build (((\n\npackage a", False),
    ],
)
def test_build_constraints_are_the_go_commands(path: str, source: str, built: bool) -> None:
    assert is_built(path, source) is built


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("b_test.go", "package a"),
        ("go.work", "go 1.24"),
        ("vendor/x/y.go", "package y"),
        ("a.s", "TEXT"),
        ("sub/go.mod", "module b"),
        ("go.mod", "module a\nreplace x => ./y"),
        ("go.mod", "module github.com/stretchr/testify"),
        ("go.mod", "module github.com"),
        ("a.go", 'package a\nimport "C"\n'),
        ("a.go", 'package a\nimport (\n\t"fmt"\n\t"C"\n)\n'),
        ("a.go", "package a\n//go:linkname x testing.y\nfunc x()\n"),
        ("a.go", "package a\n//go:embed a_test.go\nvar s string\n"),
        ("a.go", "package a\n//go:embed *.go\nvar s string\n"),
        ("a.go", "package a\nfunc TestMain(m *testing.M) {}\n"),
    ],
)
def test_submission_that_takes_over_the_build_is_refused(path: str, source: str) -> None:
    solution = Solution(name="s", role="candidate", files={path: source})
    suite = Suite(name="t", role="given", files={"a_test.go": "package a"})
    assert GoLanguage().reject(solution, suite).startswith(path)


def test_honest_files_are_not_refused() -> None:
    files = {
        "a.go": 'package a\n\nimport _ "embed"\n\n//go:embed words.txt\nvar words string\n',
        "words.txt": "a",
        "sub/b.go": "package sub // linkname\n",
        "go.mod": "module example.com/a\n\ngo 1.22\n",
        "a_test.go": "overlaid by the suite",
    }
    suite = Suite(name="t", role="given", files={"a_test.go": "package a"})
    assert GoLanguage().reject(Solution(name="s", role="candidate", files=files), suite) == ""


def test_a_plain_stream_is_a_pass() -> None:
    report = read_events(stream(*PASSED), ONE, "N")
    assert [(r.id, r.status, r.line) for r in report.results] == [("TestA", Status.PASSED, 3)]
    assert (report.ended, report.claimed_exit, report.flags) == (True, 0, ())


@pytest.mark.parametrize(
    "records",
    [
        (*PASSED[:4], event("pass", "TestA"), *PASSED[4:]),
        (*PASSED[:4], event("run", "TestA"), *PASSED[4:]),
        (PASSED[0], event("pass", "TestA"), *PASSED[4:]),
        (*PASSED[:6], event("run", "TestB"), END),
        (*PASSED, event("run", "TestB")),
        (*PASSED[:6], {**END, "n": "forged"}),
        (PASSED[0], PASSED[1], event("fail", "TestA"), *PASSED[4:]),
        (*PASSED[:3], {"Action": "explode", "Package": "."}, *PASSED[3:]),
    ],
)
def test_contradictions_are_flagged(records: tuple[dict[str, object], ...]) -> None:
    assert read_events(stream(*records), ONE, "N").flags


def test_leaving_through_the_back_door_is_no_end() -> None:
    assert not read_events(stream(*PASSED[:4], event("pass"), END), ONE, "N").ended
    assert not read_events(stream(*PASSED[:6]), ONE, "N").ended


@given(st.binary(max_size=400))
def test_any_bytes_give_a_report(noise: bytes) -> None:
    for raw in (noise, stream(*PASSED[:3]) + noise, stream(*PASSED) + noise + b"\n"):
        report = read_events(raw, ONE, "N")
        assert len(report.flags) <= 20
    assert read_events(stream(*PASSED) + noise + b"\n", ONE, "N").flags
