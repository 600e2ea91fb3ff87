"""What is fuzzed: every reader of bytes that leave a sandbox, of a solution, and of foreign data.

A target takes any bytes and may raise nothing but what its contract names. What the bytes begin as
is in SEEDS: honest streams, to be damaged.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping

from tests.fuzz import foreign
from workbench.languages import (
    go_guard,
    java_guard,
    js_guard,
    python_guard,
    rust_guard,
)
from workbench.languages.artefact import parts_of
from workbench.languages.base import Inventory, Report, TestRef
from workbench.languages.calls import parse_calls
from workbench.languages.go_events import read_events as read_go
from workbench.languages.java import JavaLanguage
from workbench.languages.java_builds import JavaBuilds
from workbench.languages.js_build import parse_build
from workbench.languages.records import load_line, read_records
from workbench.languages.rust_events import read_events as read_rust
from workbench.languages.rust_manifest import load
from workbench.languages.trial_records import parse_trials
from workbench.languages.values import show, to_node
from workbench.model.run import Diagnostic
from workbench.model.task import Framework, Solution, Suite
from workbench.sandboxes.base import Outcome
from workbench.sandboxes.protocol import BrokenFrame, FrameReader

NONCE = "0123456789abcdef"
GO = Inventory(Framework.GO_TEST, (TestRef("TestA", "a_test.go", 3),))
RUST = Inventory(Framework.LIBTEST, (TestRef("calc::adds", "tests/calc.rs", 3),))
SUITE = Suite(name="given", role="given", files={"test_x.py": "assert 1\n"})
_MOST = 64 << 20


def _bounded(report: Report) -> None:
    assert len(report.flags) <= 64
    assert sum(map(len, report.flags)) + len(report.error) < 1 << 20
    for result in report.results:
        result.model_dump_json()
    for diagnostic in report.diagnostics:
        diagnostic.model_dump_json()


def records(data: bytes) -> None:
    """The signed records of the interpreted languages and Java."""
    _bounded(read_records(data, NONCE))


def go_events(data: bytes) -> None:
    """test2json events."""
    _bounded(read_go(data, GO, NONCE))


def rust_events(data: bytes) -> None:
    """libtest's events."""
    _bounded(read_rust(data, RUST, NONCE))


def line(data: bytes) -> None:
    """One strict JSON line."""
    with contextlib.suppress(ValueError):
        assert isinstance(load_line(data), dict)


def artefact(data: bytes) -> None:
    """The parts of a build."""
    with contextlib.suppress(ValueError):
        assert sum(len(part) for _, part in parts_of(data)) <= len(data)


def outcome(data: bytes) -> Outcome:
    """A job that ended well and left `data` everywhere."""
    return Outcome(0, None, frozenset(), data, data, data, 0.1)


def node_build(data: bytes) -> None:
    """What the Node build job left."""
    for diagnostic in parse_build(outcome(data)).diagnostics:
        assert isinstance(diagnostic, Diagnostic)


def java_build(data: bytes) -> None:
    """javac's messages."""
    JavaLanguage().parse_build(outcome(data))


def java_builds(data: bytes) -> None:
    """Java trees built in one job."""
    for found in JavaBuilds().parted(Outcome(0, None, frozenset(), b"", b"", data, 0.1), 3):
        if found is not None:
            JavaLanguage().parse_build(found)


def trials(data: bytes) -> None:
    """What trials of mutants say."""
    report = parse_trials(data, NONCE)
    for trial in report.trials:
        assert set(trial.messages) == set(trial.statuses)


def calls(data: bytes) -> None:
    """What calls of a solution, and the recorder of a suite's calls, say."""
    report = parse_calls(data, NONCE)
    for result in report.results:
        assert show(result.value, 100) is not None


def frames(data: bytes) -> None:
    """What the supervisor says."""
    reader = FrameReader()
    with contextlib.suppress(BrokenFrame):
        for at in range(0, len(data), 7):
            list(reader.feed(data[at : at + 7]))


def manifest(data: bytes) -> None:
    """A solution's Cargo.toml."""
    with contextlib.suppress(ValueError):
        load(data.decode("utf-8", "replace"))


def guards(data: bytes) -> None:
    """The looks at a solution's code."""
    text = data.decode("utf-8", "replace").replace("\0", "")
    assert isinstance(python_guard.refuse("a.py", text), str)
    for path, module in (
        ("a.js", js_guard),
        ("a.ts", js_guard),
        ("a.go", go_guard),
        ("A.java", java_guard),
        ("src/lib.rs", rust_guard),
        ("Cargo.toml", rust_guard),
        ("go.mod", go_guard),
    ):
        solution = Solution(name="s", role="candidate", files={path: text})
        assert isinstance(module.refuse(solution, SUITE), str)


def _lines(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


_DEEP = [b"[" * n + b"]" * n for n in (50, 300, 900, 2000, 5000)]
_RECORD = {"n": NONCE, "k": "test", "id": "a", "status": "passed", "children": ["passed x"]}
_END = {"n": NONCE, "k": "end", "exit": 0, "count": 1, "changed": ["x"]}
_ERROR = {"n": NONCE, "k": "error", "message": "x"}
_SEEDS_DEEP = [
    b'{"n": "%s", "k": "%s", "id": "a", "status": "passed", "message": %s, "children": [%s]}\n'
    % (NONCE.encode(), kind, deep, deep)
    for deep in _DEEP
    for kind in (b"test", b"error", b"flag", b"diagnostic", b"end")
]
TARGETS: Mapping[str, Callable[[bytes], object]] = {
    **foreign.TARGETS,
    "records": records,
    "go_events": go_events,
    "rust_events": rust_events,
    "line": line,
    "artefact": artefact,
    "node_build": node_build,
    "java_build": java_build,
    "java_builds": java_builds,
    "trials": trials,
    "calls": calls,
    "frames": frames,
    "manifest": manifest,
    "guards": guards,
}
_TRIAL = {"n": NONCE, "k": "trial", "t": 0, "end": "done", "results": [["a", "passed", ""]],
          "fuel": 3, "probes": [1], "duration_s": 0.1}  # fmt: skip
_CALL = {"n": NONCE, "k": "call", "c": 0, "end": "returned", "value": to_node([3, "x", None]),
         "fuel": 3}  # fmt: skip
SEEDS: Mapping[str, list[bytes]] = {
    **foreign.SEEDS,
    "trials": [_lines({"n": NONCE, "k": "begin", "t": 0}, _TRIAL, _END), *_SEEDS_DEEP],
    "calls": [_lines(_CALL, _END), *_SEEDS_DEEP],
    "records": [_lines(_RECORD, _ERROR, _END), *_SEEDS_DEEP],
    "go_events": [
        _lines(
            {"Action": "run", "Package": ".", "Test": "TestA"},
            {"Action": "output", "Package": ".", "Test": "TestA", "Output": "--- PASS: TestA\n"},
            {"Action": "pass", "Package": ".", "Test": "TestA", "Elapsed": 0.1},
            {"Action": "output", "Package": ".", "Output": "PASS\n"},
            {"Action": "pass", "Package": "."},
            _END,
        ),
        *(
            b'{"Action": "output", "Package": ".", "Test": "TestA", "Output": %s}\n' % deep
            for deep in _DEEP
        ),
        *_SEEDS_DEEP,
    ],
    "rust_events": [
        _lines({"n": NONCE, "target": "tests/calc.rs", "k": "start"})
        + b'{ "type": "suite", "event": "started", "test_count": 1 }\n'
        + b'{ "type": "test", "event": "started", "name": "adds" }\n'
        + b'{ "type": "test", "name": "adds", "event": "ok", "exec_time": 0.1 }\n'
        + b'{ "type": "suite", "event": "ok", "passed": 1 }\n'
        + _lines({"n": NONCE, "target": "tests/calc.rs", "k": "exit", "exit": 0}, _END),
        *(
            _lines({"n": NONCE, "target": "x", "k": "start"})
            + b'{ "type": "test", "event": "started", "name": "a" }\n'
            + b'{ "type": "test", "name": "a", "event": "failed", "stdout": %s }\n' % deep
            for deep in _DEEP
        ),
        *(b'{"n":"%s","k":"start","target":%s}\n' % (NONCE.encode(), deep) for deep in _DEEP),
    ],
    "line": [_lines(_RECORD), *_DEEP, b'{"a": 1e999}', b'{"a": %s}' % (b"9" * 5000)],
    "artefact": [b'{"parts":[{"name":"a","size":3},{"name":"b","size":0}]}\nabc'],
    "node_build": [
        _lines({"ok": True, "said": "x", "types": "/job/a.ts(1,2): error TS1: x", "code": {}}),
        *(b'{"ok": 1, "said": %s, "types": %s, "code": %s}' % (d, d, d) for d in _DEEP),
        b'{"ok": 1, "said": "", "types": "/job/a.ts(%s,1): error TS1: x", "code": {}}'
        % (b"9" * 5000),
    ],
    "java_build": [
        _lines({"n": "", "k": "diagnostic", "severity": "error", "message": "x", "line": 3}),
        *(b'{"severity": "error", "message": %s, "file": %s}\n' % (d, d) for d in _DEEP),
    ],
    "java_builds": [
        b"\0\0\0\x01\x01" + b"\0" * 8 + b"\0\0\0\x02{}" + b"\0\0\0\x02PK",
        b"\0\0\0\0\0" + b"\0" * 8 + b"\xff\xff\xff\xff",
    ],
    "frames": [b"\x04" + b"\0" * 8 + b"\0\0\0\x02" + b"\0\0\0\x01" + b"{}x"],
    "manifest": [b'[package]\nname = "x"\n[lib]\nproc-macro = true\n[[test]]\nharness = false\n'],
    "guards": [
        b"import sys\nsys._getframe(1).f_locals\n" + b"(" * 300,
        b"function f() { return f.caller }\n" + b"[" * 3000,
        b"a." * 3000 + b"b",
        b"-" * 5000 + b"1",
        b'#[link_section = "x"]\nfn f() {}\n' + b"m!{" * 800,
        b'package a\nimport "unsafe"\n',
        b"class A { void f() { x.setAccessible(true); } }",
    ],
}
