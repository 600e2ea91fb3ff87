"""What is refused before anything runs, and what looks like it and is not."""

from __future__ import annotations

import pytest

from workbench.languages.go_guard import GUARDS
from workbench.languages.js_layout import HOLDS_MUTANTS
from workbench.languages.registry import language
from workbench.model.task import LanguageName, Solution, Suite

FILES = {
    "python": ("sol.py", "test_sol.py"),
    "javascript": ("sol.js", "sol.test.js"),
    "typescript": ("sol.ts", "sol.test.ts"),
    "go": ("sol.go", "sol_test.go"),
    "rust": ("src/lib.rs", "tests/sol.rs"),
    "java": ("Sol.java", "SolTest.java"),
}


def refusal(name: str, code: str) -> str:
    path, test = FILES[name]
    suite = Suite(name="given", role="given", files={test: "\n"})
    solution = Solution(name="s", role="candidate", files={path: code})
    return language(LanguageName(name)).reject(solution, suite)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("python", "import sys\nx = sys._getframe(1)\n"),
        ("python", "import sys\nx = getattr(sys, '_getframe')(1)\n"),
        ("python", "from inspect import stack\n"),
        ("python", "import inspect as i\nimport inspect\ninspect.stack()\n"),
        ("python", "def f(e):\n    return e.__traceback__.tb_frame\n"),
        ("python", "import ctypes\n"),
        ("python", "import pathlib\npathlib.Path.read_text = lambda self: ''\n"),
        ("python", "from math import isclose\nimport math as m\nsetattr(m, 'isclose', bool)\n"),
        ("python", "import builtins\nbuiltins.abs = lambda x: 0\n"),
        ("python", "import sys\nfor m in sys.modules.values():\n    pass\n"),
        ("python", "open('/proc/self/mem', 'rb')\n"),
        ("javascript", "const { Session } = require('node:inspector')\n"),
        ("javascript", "exports.add = function add() { return add.caller }\n"),
        ("javascript", "exports.add = function () { return arguments.callee.caller }\n"),
        ("typescript", "import { Session } from 'inspector'\n"),
        ("javascript", "process.binding('fs')\n"),
        ("javascript", "const fs = require('fs')\nfs.readFileSync = () => ''\n"),
        ("javascript", "require('node:fs').promises.readFile = async () => ''\n"),
        ("javascript", "import fs from 'fs'\nObject.assign(fs, { readFileSync: () => '' })\n"),
        ("javascript", "require('/opt/harness/node/engine.cjs')\n"),
        ("go", 'package sol\n\nimport "unsafe"\n'),
        ("go", 'package sol\n\nimport "debug/elf"\n'),
        ("go", 'package sol\n\nimport "os"\n\nfunc f() { os.Open("/proc/self/mem") }\n'),
        ("rust", 'extern "C" {\n    fn getpid() -> i32;\n}\n'),
        ("rust", '#[unsafe(no_mangle)]\npub extern "C" fn write() {}\n'),
        ("rust", '#[unsafe(export_name = "write")]\npub extern "C" fn f() {}\n'),
        ("rust", 'pub fn f() {\n    unsafe { std::arch::asm!("nop") }\n}\n'),
        ("rust", "m!(no_mangle);\n"),
        ("rust", 'fn f() {\n    vec![include_str!("../tests/sol.rs")];\n}\n'),
        ("java", "class Sol { void f(java.lang.reflect.Field f) { f.setAccessible(true); } }\n"),
        ("java", "class Sol { sun.misc.Unsafe u; }\n"),
        ("java", "class Sol { Object o = StackWalker.getInstance(); }\n"),
        ("java", 'class Sol { String s = "workbench.harness.Results"; }\n'),
    ],
)
def test_what_reaches_beyond_the_solution_is_refused(name: str, code: str) -> None:
    assert refusal(name, code)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("python", "import sys\nme = sys.modules[__name__]\n"),
        ("python", "class Stack:\n    def stack(self): ...\n    modules = []\nStack().modules\n"),
        ("python", "import json\nclass A:\n    def __init__(self):\n        self.json = json\n"),
        ("python", "import os\nos.environ['A'] = 'b'\n"),
        ("python", "from collections import Counter\nc = Counter()\nc.total_seen = 1\n"),
        ("python", "import re\nre.compile('a').x = 1\n"),
        ("python", "import inspect\ninspect.signature(print)\n"),
        ("python", "import traceback\ntraceback.format_exc()\n"),
        ("python", "text = 'see /proc/self/mem and sys._getframe'\n"),
        ("javascript", "exports.ring = (call) => call.caller.name\n"),
        (
            "javascript",
            "class Phone { constructor(c) { this.caller = c } get() { return this.caller } }",
        ),
        ("javascript", "exports.text = 'the inspector calls'\n"),
        ("javascript", "exports.f = (e) => e.stack\n"),
        ("javascript", "const fs = require('fs')\nconst t = {}\nt.fs = fs.readFileSync\n"),
        ("go", 'package sol\n\nimport (\n\t"reflect"\n\t"runtime"\n)\n\nvar x = "unsafe"\n'),
        ("rust", "pub fn f(p: &[u8]) -> u8 {\n    unsafe { *p.get_unchecked(0) }\n}\n"),
        ("rust", 'pub extern "C" fn f() {}\n'),
        ("rust", "pub fn asm() {}\npub fn naked(no_mangle: u8) -> u8 {\n    no_mangle\n}\n"),
        ("java", 'class Sol { String unsafe = "Unsafe"; int accessible; }\n'),
        ("java", "class Sol { Class<?> c = Sol.class; String n = c.getSimpleName(); }\n"),
    ],
)
def test_what_only_looks_like_it_is_not(name: str, code: str) -> None:
    assert refusal(name, code) == ""


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        (LanguageName.JAVASCRIPT, "sol.js", "exports.a = 1" + HOLDS_MUTANTS),
        (LanguageName.TYPESCRIPT, "sol.ts", "export const a: string = 1" + HOLDS_MUTANTS),
        (LanguageName.GO, GUARDS, "package sol\n"),
        (LanguageName.GO, f"inner/{GUARDS}", "package inner\n"),
        (LanguageName.JAVA, "workbench_mutants/M.java", "package workbench_mutants;\nclass M {}\n"),
    ],
)  # fmt: skip
def test_a_solution_cannot_pass_itself_off_as_one_that_holds_mutants(
    name: LanguageName, path: str, text: str
) -> None:
    solution = Solution(name="s", role="candidate", files={path: text})
    suite = Suite(name="given", role="given", files={"tests": "x"})
    assert language(name).reject(solution, suite)
