"""What suites use beyond tests and matchers: fixtures, cleanups, polling, mocha's `this`."""

from __future__ import annotations

import pytest

from tests.languages.python.conftest import Run

pytestmark = pytest.mark.toolchain

ADD = {"sol.js": "export const add = (a, b) => a + b\n"}

VITEST = """
import { test as base, it, expect, describe, beforeEach, beforeAll, afterAll, vi, onTestFinished,
  onTestFailed, expectTypeOf, assertType } from 'vitest'
import { add } from './sol.js'
const log = []
const test = base.extend({
  five: 5,
  list: async ({ five }, use) => { log.push('up'); await use([five]); log.push('down') },
  always: [async ({}, use) => { log.push('always'); await use(1) }, { auto: true }],
})
const more = test.extend({ six: async ({ five }, use) => { await use(add(five, 1)) } })
test('fixture', ({ list, five }) => { expect(list).toEqual([add(2, 3)]); expect(five).toBe(5) })
more('after it', ({ six, task }) => {
  expect(log).toEqual(['always', 'up', 'down', 'always'])
  expect(six).toBe(6)
})
test.for([[1, 2]])('row %i', ([a, b], { five }) => { expect(add(a, b) + five).toBe(8) })
test('fixture bad', ({ five }) => { expect(five).toBe(6) })
base.extend({ never: async ({}, use) => {} })
const never = base.extend({ never: async ({}, use) => {} })
never('never used', ({ never }) => { expect(1).toBe(1) })
describe('cleanup', () => {
  const seen = []
  beforeAll(() => () => { seen.push('gone') })
  beforeEach(() => { seen.push('in'); return () => { seen.push('out') } })
  base('first', () => { onTestFinished(() => { seen.push('finished') }) })
  base('second', ({ onTestFinished }) => {
    expect(seen).toEqual(['in', 'out', 'finished', 'in'])
    onTestFinished(() => { throw new Error('late') })
  })
})
describe('failed', () => {
  let told = 0
  it('bad', () => { onTestFailed(() => { told++ }); expect(1).toBe(2) })
  it('told', () => { expect(told).toBe(1) })
})
it('polls', async () => {
  let n = 0
  await expect.poll(() => ++n, { interval: 1 }).toBe(3)
  await expect.poll(() => n, { interval: 1 }).not.toBe(4)
})
it('polls in vain', async () => {
  await expect.poll(() => 1, { timeout: 20, interval: 5 }).toBe(2)
})
it('polls and forgets', () => { expect.poll(() => 1, { timeout: 20, interval: 5 }).toBe(2) })
it('types', () => { expectTypeOf(add).toBeFunction(); assertType(add(1, 2)) })
it('counts', async () => { expect.assertions(2); expect(1).toBe(1)
  let n = 0; await expect.poll(() => ++n, { interval: 1 }).toBe(2) })
it('counts none', () => { expect.hasAssertions() })
it.concurrent('together', async ({ expect }) => { expect(add(1, 1)).toBe(2) })
it.fails('fails', () => { expect(add(1, 1)).toBe(3) })
describe.each([{ a: 1, sum: 2 }])('each $a', ({ a, sum }) => {
  it('adds', () => { expect(add(a, a)).toBe(sum) }) })
it('flaky', { retry: 3 }, () => { log.flaky = (log.flaky ?? 0) + 1; expect(log.flaky).toBe(2) })
"""

MOCHA = """
const { expect } = require('chai')
const { add } = require('./sol')
describe('m', function () {
  this.timeout(40).slow(10)
  this.retries(2)
  it('ok', function () { expect(this.test.title).to.equal('ok'); this.timeout(500).retries(1) })
  it('slow', (done) => { setTimeout(done, 200) })
  it('given time', (done) => { setTimeout(done, 80) }).timeout(2000)
  it('takes time', function (done) { this.timeout(2000); setTimeout(done, 80) })
  let n = 0
  it('flaky', () => { n++; expect(n).to.equal(2) })
  it('leaves', function () { if (add(1, 1) === 2) this.skip(); expect(1).to.equal(2) })
  describe('all', function () { before(function () { this.skip() }); it('left', () => {}) })
  afterEach(function () { expect(this.currentTest.title).to.be.a('string') })
}).timeout(100)
"""

JEST = """
const { add } = require('./sol')
jest.retryTimes(3)
let n = 0
test('flaky', () => { n++; expect(n).toBe(2) })
test.concurrent('together', async () => { expect(add(1, 1)).toBe(2) })
test.failing('fails', () => { expect(add(1, 1)).toBe(3) })
test('none', () => { expect.hasAssertions() })
describe.each([[1, 2], [2, 4]])('twice %i', (a, sum) => {
  test('adds', () => { expect(add(a, a)).toBe(sum) }) })
describe.each`a | sum
${1} | ${2}`('table $a', ({ a, sum }) => { test('adds', () => { expect(add(a, a)).toBe(sum) }) })
test('isolated', () => {
  let one
  jest.isolateModules(() => { one = require('./sol') })
  expect(one).not.toBe(require('./sol'))
  expect(require('./sol').add).toBe(add)
})
test('reset', () => { jest.resetModules(); expect(require('./sol').add).not.toBe(add) })
"""


def test_vitest_extras(run: Run) -> None:
    ran = run("javascript", ADD, {"a.test.js": VITEST})
    statuses = {i: s for i, s in ran.statuses.items() if s != "passed"}
    assert statuses == {
        "fixture bad": "failed",
        "never used": "failed",
        "cleanup > second": "failed",
        "failed > bad": "failed",
        "polls in vain": "failed",
        "polls and forgets": "failed",
        "counts none": "failed",
        "fails": "skipped",
        "flaky": "failed",
    }, {i: ran[i].message for i in statuses}
    assert "late" in ran["cleanup > second"].message
    assert len(ran.statuses) == 19


def test_mocha_extras(run: Run) -> None:
    solution = {"sol.js": "module.exports = { add: (a, b) => a + b }\n"}
    ran = run("javascript", solution, {"a.test.js": MOCHA}, "mocha")
    assert {i.removeprefix("m > "): s for i, s in ran.statuses.items()} == {
        "ok": "passed",
        "slow": "failed",
        "given time": "passed",
        "takes time": "passed",
        "flaky": "failed",
        "leaves": "skipped",
        "all > left": "skipped",
    }, ran.reason


def test_jest_extras(run: Run) -> None:
    solution = {"sol.js": "module.exports = { add: (a, b) => a + b }\n"}
    ran = run("javascript", solution, {"a.test.js": JEST}, "jest")
    assert {i: s for i, s in ran.statuses.items() if s != "passed"} == {
        "flaky": "failed",
        "fails": "skipped",
        "none": "failed",
    }
    assert len(ran.statuses) == 8


@pytest.mark.parametrize("framework", ["jest", "vitest"])
@pytest.mark.parametrize("wait", ["", "await null; "])
def test_an_assertion_nobody_awaited_still_counts(run: Run, framework: str, wait: str) -> None:
    text = (
        "import { add } from './sol.js'\n"
        f"test('a', async () => {{ {wait}"
        "expect(Promise.resolve(add(1, 1))).resolves.toBe(2) })\ntest('b', () => {})\n"
    )
    right = run("javascript", ADD, {"a.test.js": text}, framework)
    assert right.verdict == "pass", right.reason
    wrong = {"sol.js": "export const add = (a, b) => a - b\n"}
    assert run("javascript", wrong, {"a.test.js": text}, framework).statuses == {
        "a": "failed",
        "b": "passed",
    }


def test_vitest_waits_for_a_slow_assertion_nobody_awaited(run: Run) -> None:
    text = (
        "import { test, expect } from 'vitest'\nimport { add } from './sol.js'\n"
        "test('a', () => { const slow = new Promise((go) => setTimeout(go, 20, add(1, 1)))\n"
        "  expect(slow).resolves.toBe(3) })\n"
    )
    assert run("javascript", ADD, {"a.test.js": text}).statuses == {"a": "failed"}
