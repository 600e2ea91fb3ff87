"""What a suite may import: each name there is, alone and with others, in both languages."""

from __future__ import annotations

import pytest

from tests.languages.python.conftest import Run

pytestmark = pytest.mark.toolchain

ADD = "export function add(a, b) { return a + b }\n"
TYPED = "export function add(a: number, b: number): number { return a + b }\n"

VITEST = "import { test, expect } from 'vitest'\n"
JEST = "import { test, expect } from '@jest/globals'\n"
MOCHA = "import { it as test } from 'mocha'\n"
NODE = "import test from 'node:test'\n"
CHAI = "import { expect } from 'chai'\n"
ASSERT = "import assert from 'node:assert/strict'\n"
SINON = "import sinon from 'sinon'\n"
CHECK = "import fc from 'fast-check'\n"

TO_BE = "expect(add(1, 2)).toBe(3)"
TO_EQUAL = "expect(add(1, 2)).to.equal(3)"
STRICT = "assert.equal(add(1, 2), 3)"
SPIED = "const f = sinon.spy(add); assert.equal(f(1, 2), 3); assert.ok(f.calledOnce)"
ANY = "fc.assert(fc.property(fc.integer(), fc.integer(), (a, b) => add(a, b) === add(b, a)))"

SUITES = {
    "vitest": VITEST + f"IMPORT test('t', () => {{ {TO_BE}; {TO_EQUAL} }})",
    "jest": JEST + f"IMPORT test('t', () => {{ {TO_BE} }})",
    "mocha and chai": MOCHA + CHAI + f"IMPORT test('t', () => {{ {TO_EQUAL} }})",
    "mocha and sinon": MOCHA + ASSERT + SINON + f"IMPORT test('t', () => {{ {SPIED} }})",
    "node:test": NODE + ASSERT + f"IMPORT test('t', () => {{ {STRICT} }})",
    "vitest and fast-check": VITEST + CHECK + f"IMPORT test('t', () => {{ {ANY}; {TO_BE} }})",
    "jest and fast-check": JEST + CHECK + f"IMPORT test('t', () => {{ {ANY}; {TO_BE} }})",
    "node:test and fast-check": NODE
    + ASSERT
    + CHECK
    + f"IMPORT test('t', () => {{ {ANY}; {STRICT} }})",
    "names that are just there": f"IMPORT test('t', () => {{ {TO_BE} }})",
}


@pytest.mark.parametrize("name", SUITES)
def test_a_javascript_suite_may_import(run: Run, name: str) -> None:
    text = SUITES[name].replace("IMPORT", "import { add } from './sol.js'\n")
    ran = run("javascript", {"sol.js": ADD}, {"sol.test.js": text + "\n"})
    assert (ran.verdict, ran.statuses) == ("pass", {"t": "passed"}), ran.reason


@pytest.mark.parametrize("name", SUITES)
def test_a_typescript_suite_may_import(run: Run, name: str) -> None:
    text = SUITES[name].replace("IMPORT", "import { add } from './sol'\n")
    ran = run("typescript", {"sol.ts": TYPED}, {"sol.test.ts": text + "\n"})
    assert (ran.verdict, ran.statuses) == ("pass", {"t": "passed"}), ran.reason


@pytest.mark.parametrize("name", SUITES)
def test_wrong_code_fails_whatever_a_suite_imports(run: Run, name: str) -> None:
    text = SUITES[name].replace("IMPORT", "import { add } from './sol.js'\n")
    wrong = "export function add(a, b) { return a - b }\n"
    ran = run("javascript", {"sol.js": wrong}, {"sol.test.js": text + "\n"})
    assert (ran.verdict, ran.statuses) == ("fail", {"t": "failed"}), ran.reason


COMMON = {
    "vitest": "const { test, expect } = require('vitest')\nIMPORT "
    + f"test('t', () => {{ {TO_BE} }})",
    "jest": "const { test, expect } = require('@jest/globals')\nIMPORT "
    + f"test('t', () => {{ {TO_BE} }})",
    "mocha": "const { it } = require('mocha')\nconst { expect } = require('chai')\nIMPORT "
    + f"it('t', () => {{ {TO_EQUAL} }})",
    "fast-check": "const fc = require('fast-check')\nconst { test } = require('node:test')\n"
    + f"IMPORT test('t', () => {{ {ANY} }})",
}


@pytest.mark.parametrize("name", COMMON)
def test_a_suite_may_require(run: Run, name: str) -> None:
    text = COMMON[name].replace("IMPORT", "const { add } = require('./sol')\n")
    solution = {"sol.js": "module.exports = { add: (a, b) => a + b }\n"}
    ran = run("javascript", solution, {"sol.test.js": text + "\n"})
    assert (ran.verdict, ran.statuses) == ("pass", {"t": "passed"}), ran.reason
