"""jest, vitest, mocha, node:test, scripts and TypeScript, in the real sandbox."""

from __future__ import annotations

import pytest

from tests.languages.python.conftest import Run
from workbench.model.task import Limits

pytestmark = pytest.mark.toolchain

ADD = {"sol.js": "export function add(a, b) { console.log('adding', a); return a + b }\n"}

JEST = """
import { test, expect, jest, describe, beforeEach } from '@jest/globals'
import { add } from './sol.js'
let n = 0
beforeEach(() => { n++ })
test('ok', () => { expect(add(1, 2)).toBe(3) })
test('bad', () => { expect(add(1, 2)).toEqual(4) })
test.skip('skipped', () => {})
test.each([[1, 2], [2, 2]])('row %i', (a, sum) => { expect(add(a, 1)).toBe(sum) })
for (const k of [1, 2]) test(`loop ${k}`, () => { expect(n).toBeGreaterThan(0) })
test.failing('known', () => { expect(add(1, 2)).toBe(4) })
test('done', (done) => { setTimeout(done, 5) })
test('late', async () => { await new Promise(() => {}) }, 50)
test('assertions', () => { expect.assertions(2); expect(1).toBe(1) })
test('old names', () => { expect(() => { throw new Error('abc') }).toThrowError('b') })
test('timers', () => {
  jest.useFakeTimers()
  const f = jest.fn()
  setTimeout(f, 10_000)
  jest.advanceTimersByTime(10_000)
  expect(f).toHaveBeenCalledTimes(1)
  jest.useRealTimers()
})
test('spies', () => {
  const o = { f: () => 1 }
  jest.spyOn(o, 'f').mockReturnValue(7)
  expect(o.f()).toBe(7)
  jest.restoreAllMocks()
  expect(o.f()).toBe(1)
})
describe('broken', () => { beforeEach(() => { throw new Error('hook') }); test('x', () => {}) })
"""

VITEST = """
import { describe, it, expect, vi } from 'vitest'
import { add } from './sol.js'
describe('v', () => {
  it('chai style', () => { expect(add(1, 2)).to.equal(3) })
  it('jest style', () => { expect({ a: [1] }).toEqual({ a: [expect.any(Number)] }) })
  it('bad', () => { expect(add(1, 2)).toBe(4) })
  it('doubles', () => { const f = vi.fn((x) => x * 2); f(2); expect(f).toHaveReturnedWith(4) })
  it('promises', async () => { await expect(Promise.resolve(3)).resolves.toBe(3) })
  it('soft', () => { expect.soft(1).toBe(2); expect.soft(1).toBe(1) })
})
"""

MOCHA = """
const { expect } = require('chai')
const { add } = require('../sol')
describe('m', function () {
  before(function () { this.k = 5 })
  it('ok', function () { expect(add(1, 2)).to.equal(3); expect(this.k).to.equal(5) })
  it('bad', () => { expect(add(1, 2)).to.equal(4) })
  it('skips itself', function () { this.skip() })
  it('pending')
})
"""

NODE = """
import test, { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import { add } from './sol.js'
test('sub', async (t) => {
  await t.test('a', () => assert.equal(add(1, 2), 3))
  await t.test('b', () => assert.equal(1, 2))
})
describe('d', () => { it('ok', () => assert.equal(add(1, 1), 2)); it.skip('s', () => {}) })
test('mock', (t) => { const f = t.mock.fn(); f(); assert.equal(f.mock.callCount(), 1) })
test('plan', (t) => { t.plan(2); t.assert.ok(true) })
"""


def test_every_jest_outcome_has_its_status(run: Run) -> None:
    ran = run("javascript", ADD, {"a.test.js": JEST})
    assert ran.statuses == {
        "ok": "passed",
        "bad": "failed",
        "skipped": "skipped",
        "row %i": "failed",
        "`loop ${k}`": "passed",
        "known": "skipped",
        "done": "passed",
        "late": "failed",
        "assertions": "failed",
        "old names": "passed",
        "timers": "passed",
        "spies": "passed",
        "broken > x": "errored",
    }
    assert ran["row %i"].children == ("passed row 1", "failed row 2")
    assert ran["`loop ${k}`"].children == ("passed loop 1", "passed loop 2")
    assert ran["ok"].output == "adding 1\n"
    assert "a.test.js:7" in ran["bad"].message


def test_every_vitest_outcome_has_its_status(run: Run) -> None:
    ran = run("javascript", ADD, {"a.test.js": VITEST})
    failed = {i for i, s in ran.statuses.items() if s != "passed"}
    assert failed == {"v > bad", "v > soft"}


def test_every_mocha_outcome_has_its_status(run: Run) -> None:
    solution = {"sol.js": "module.exports = { add: (a, b) => a + b }\n"}
    ran = run("javascript", solution, {"test/a.js": MOCHA})
    assert list(ran.statuses.values()) == ["passed", "failed", "skipped", "skipped"]


def test_every_node_test_outcome_has_its_status(run: Run) -> None:
    ran = run("javascript", ADD, {"a.test.mjs": NODE})
    assert ran.statuses == {
        "sub": "failed",
        "d > ok": "passed",
        "d > s": "skipped",
        "mock": "passed",
        "plan": "failed",
    }
    assert ran["sub"].children == ("passed a", "failed b")


def test_console_assert_decides_although_node_does_not_mind(run: Run) -> None:
    text = (
        "const testAdd = () => {\n  console.assert(add(1, 2) === 3)\n"
        "  console.assert(add(1, 2) === %d)\n}\ntestAdd()\n"
    )
    solution = {"solution.js": "const add = (a, b) => { console.assert(false); return a + b }\n"}
    assert run("javascript", solution, {"test.js": text % 3}).verdict == "pass"
    ran = run("javascript", solution, {"test.js": text % 4})
    assert ran.verdict == "fail"
    assert list(ran.statuses.values()) == ["passed", "failed"]
    assert "test.js:3" in ran["testAdd[2]"].message


def test_asynchronous_scripts_are_waited_for(run: Run) -> None:
    text = (
        "const assert = require('assert')\nconst { add } = require('./sol')\n"
        "setTimeout(async () => { await assert.rejects(async () => { throw new Error('x') });\n"
        "assert.strictEqual(add(1, 1), 2) }, 20)\n"
    )
    right = {"sol.js": "exports.add = (a, b) => a + b\n"}
    wrong = {"sol.js": "exports.add = (a, b) => a - b\n"}
    assert run("javascript", right, {"t.js": text}, "script").verdict == "pass"
    assert run("javascript", wrong, {"t.js": text}, "script").verdict == "fail"


def test_a_script_goes_on_after_an_assertion_that_throws(run: Run) -> None:
    text = (
        "const assert = require('assert')\nconst { add } = require('./sol')\n"
        "function main() {\n  try { assert.equal(add(1, 1), 3) } catch { console.log('caught') }\n"
        "  assert.equal(add(1, 2), 4)\n  assert.equal(add(1, 2), 3)\n}\nmain()\n"
        "assert.rejects(async () => 1)\nassert(add(0, 0) === 0)\n"
    )
    ran = run("javascript", {"sol.js": "exports.add = (a, b) => a + b\n"}, {"t.js": text}, "script")
    assert list(ran.statuses.values()) == ["failed", "failed", "passed", "failed", "passed"]
    assert ran.verdict == "fail"


def test_an_exception_outside_an_assertion_ends_a_script(run: Run) -> None:
    text = (
        "const assert = require('assert')\nconst { add } = require('./sol')\n"
        "assert.equal(add(1, 1), 3)\nthrow new Error('no')\nassert.equal(add(1, 1), 2)\n"
    )
    ran = run("javascript", {"sol.js": "exports.add = (a, b) => a + b\n"}, {"t.js": text}, "script")
    assert list(ran.statuses.values()) == ["failed", "not_run"]


def test_an_assertion_never_reached_is_missing(run: Run) -> None:
    text = "console.assert(add(1, 1) === 2)\nif (add(1, 1) === 3) console.assert(add(0, 0) === 0)\n"
    ran = run("javascript", {"sol.js": "const add = (a, b) => a + b\n"}, {"t.js": text}, "script")
    assert ran.verdict == "incomplete"
    assert ran["assert[2]"].status == "missing"


@pytest.mark.parametrize(
    ("solution", "test"),
    [
        ("export const add = (a, b) => a + b\n", "const { add } = require('./sol')\n"),
        ("module.exports = { add: (a, b) => a + b }\n", "import { add } from './sol'\n"),
        (
            "import 'fs'\nmodule.exports = { add: (a, b) => a + b }\n",
            "import { add } from './sol'\n",
        ),
        ("export default (a, b) => a + b\n", "import add from './sol.js'\n"),
        ("module.exports = (a, b) => a + b\n", "import add from './sol.js'\n"),
    ],
)
def test_module_systems_mix(run: Run, solution: str, test: str) -> None:
    text = test + "test('a', () => { expect(add(1, 1)).toBe(2) })\n"
    ran = run("javascript", {"sol.js": solution}, {"a.test.js": text})
    assert ran.verdict == "pass", ran.reason


TYPED = """import { Foo, type Bar } from './foo.ts'
describe('t', () => {
  it('x', () => { const b: Bar = { v: 1 }; expect(new Foo(b).v).toBe(1) })
  it('typed', () => { const n: number = 'x'; expect(n).toBe('x') })
  it('strict', () => { expect(() => { (new Foo({ v: 1 }) as any).w = 2 }).toThrow(TypeError) })
  it('throws', () => { new Foo({ v: 2 }).boom() })
})
"""
FOO = """export interface Bar { v: number }

export class Foo {
  v: number
  constructor(private b: Bar) { this.v = b.v }
  get w(): number { return 1 }
  boom(): number {
    throw new Error('boom')
  }
}
"""


def test_type_errors_are_told_and_do_not_decide(run: Run) -> None:
    ran = run("typescript", {"foo.ts": FOO}, {"foo.test.ts": TYPED})
    assert list(ran.statuses.values()) == ["passed", "passed", "passed", "failed"]
    told = [(d.file, d.line) for d in ran.diagnostics if d.severity == "warning"]
    assert told == [("foo.test.ts", 4)]
    assert "foo.ts:8" in ran["t > throws"].message


def test_a_syntax_error_is_a_build_error(run: Run) -> None:
    ran = run("typescript", {"foo.ts": "export class {\n"}, {"foo.test.ts": TYPED})
    assert ran.verdict == "build_error"
    assert ran.diagnostics[0].file == "foo.ts"


def test_a_suite_that_hangs_times_out(run: Run) -> None:
    text = "import { add } from './sol.js'\ntest('a', () => { for (;;) add(1, 1) })\n"
    quiet = {"sol.js": "export const add = (a, b) => a + b\n"}
    assert (
        run("javascript", quiet, {"a.test.js": text}, limits=Limits(wall_s=2)).verdict == "timeout"
    )


def test_exactly_the_selected_tests_run(run: Run) -> None:
    ran = run("javascript", ADD, {"a.test.js": JEST}, selected=("a.test.js > row %i",))
    assert {i for i, s in ran.statuses.items() if s != "not_run"} == {"row %i"}
