"""Shadows of JavaScript and TypeScript suites: honest code fails every test, a cheat is seen
passing."""

from __future__ import annotations

import pytest

from tests.languages.shadows import run_both, shadow_of
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

SOLUTION = {
    "sol.js": """
class Wrong extends Error {}
class Point { constructor(x, y) { this.x = x; this.y = y } }
const same = (x) => x
const half = (x) => x / 2
const split = (s) => s.split(' ').filter(Boolean)
const even = (x) => x % 2 === 0
const evens = (n) => [...Array(n).keys()].filter(even)
const bad = (x) => { throw new Wrong(`${x} is wrong`) }
const nothing = () => {}
const later = async (x) => x
const never = async (x) => { throw new Wrong(`${x} is wrong`) }
const call = (f, ...args) => f(...args)
const back = (x, done) => setTimeout(() => done(null, x), 1)
module.exports = {
  Wrong, Point, same, half, split, even, evens, bad, nothing, later, never, call, back,
}
"""
}
HEAD = (
    "const { Wrong, Point, same, half, split, even, evens, bad, nothing, later, never, call, back }"
    " = require('./sol')\n"
)

MATCHERS = """
const LIMIT = 41
const CASES = [['a b', ['a', 'b']], ['c', ['c']]]
const ROWS = [{ given: 2, expected: 1 }, { given: 5, expected: 2.5 }]
const check = (given, wanted) => expect(same(given)).toBe(wanted)
function look(given) { expect(same(given)).toEqual(given) }
test('int', () => { expect(same(3)).toBe(3) })
test('short', () => expect(same(3)).toBe(3))
test('negative', () => { expect(same(-3)).toBe(-3) })
test('float', () => { expect(half(5)).toBe(2.5) })
test('big', () => { expect(same(10n)).toBe(10n) })
test('hex', () => { expect(same(255)).toBe(0xff) })
test('text', () => { expect(same('héllo\\n')).toBe('héllo\\n') })
test('blank', () => { expect(same('')).toBe('') })
test('template', () => { expect(same('ab')).toBe(`ab`) })
test('template with holes', () => { expect(same('a1b')).toBe(`a${half(2)}b`) })
test('only holes', () => { expect(same('1')).toBe(`${half(2)}`) })
test('truth', () => { expect(even(2)).toBe(true) })
test('null', () => { expect(same(null)).toBe(null) })
test('undefined', () => { expect(nothing()).toBe(undefined) })
test('nan', () => { expect(same(NaN)).toBe(NaN) })
test('list', () => { expect(evens(5)).toEqual([0, 2, 4]) })
test('no list', () => { expect(evens(0)).toEqual([]) })
test('truths', () => { expect(same([true, false]).sort()).toEqual([false, true]) })
test('object', () => { expect(same({ a: 1, b: [null] })).toStrictEqual({ a: 1, b: [null] }) })
test('no object', () => { expect(same({})).toEqual({}) })
test('spread', () => { expect(same({ a: 1 })).toEqual({ ...{ a: 1 } }) })
test('class', () => { expect(new Point(1, 2)).toEqual(new Point(1, 2)) })
test('set', () => { expect(new Set(evens(3))).toEqual(new Set([0, 2])) })
test('map', () => { expect(new Map([['a', 1]])).toEqual(new Map([['a', 1]])) })
test('any', () => { expect(same(3)).toEqual(expect.any(Number)) })
test('partly any', () => { expect(same({ a: 1, b: 2 })).toEqual({ a: expect.any(Number), b: 2 }) })
test('computed', () => { expect(same(6)).toBe(2 * 3) })
test('joined', () => { expect(same('a\\nb')).toBe(['a', 'b'].join('\\n')) })
test('added', () => { expect(same('ab')).toBe('a' + 'b') })
test('not', () => { expect(same(3)).not.toBe(4) })
test('truthy', () => { expect(even(2)).toBeTruthy() })
test('falsy', () => { expect(even(3)).toBeFalsy() })
test('is null', () => { expect(same(null)).toBeNull() })
test('not null', () => { expect(same(1)).not.toBeNull() })
test('is undefined', () => { expect(nothing()).toBeUndefined() })
test('defined', () => { expect(same(1)).toBeDefined() })
test('is nan', () => { expect(same(NaN)).toBeNaN() })
test('instance', () => { expect(new Point(1, 2)).toBeInstanceOf(Point) })
test('length', () => { expect(evens(5)).toHaveLength(3) })
test('contains', () => { expect(evens(5)).toContain(2) })
test('contains text', () => { expect(same('hello')).toContain('ell') })
test('contains equal', () => { expect([[1], [2]]).toContainEqual([2]) })
test('matches', () => { expect(same('hello')).toMatch(/^h|x/) })
test('matches text', () => { expect(same('hello')).toMatch('ell') })
test('matches object', () => { expect(same({ a: 1, b: 2 })).toMatchObject({ a: 1 }) })
test('property', () => { expect(same({ a: 1 })).toHaveProperty('a') })
test('property value', () => { expect(same({ a: { b: 1 } })).toHaveProperty('a.b', 1) })
test('more', () => { expect(same(3)).toBeGreaterThan(2) })
test('at most', () => { expect(same(3)).toBeLessThanOrEqual(3) })
test('close', () => { expect(half(3)).toBeCloseTo(1.5, 3) })
test('close to int', () => { expect(half(4.5)).toBeCloseTo(2, 0) })
test('throws', () => { expect(() => bad(1)).toThrow() })
test('throws class', () => { expect(() => bad(1)).toThrow(Wrong) })
test('throws any', () => { expect(() => bad(1)).toThrow(Error) })
test('throws text', () => { expect(() => bad(1)).toThrow('wrong') })
test('throws pattern', () => { expect(() => bad(1)).toThrow(/^1|2/) })
test('throws error', () => { expect(() => bad(1)).toThrow(new Error('1 is wrong')) })
test('throws own', () => { expect(() => bad(1)).toThrow(new Wrong('1 is wrong')) })
test('throws named', () => { const message = 'wrong'; expect(() => bad(1)).toThrow(message) })
test('does not throw', () => { expect(() => same(1)).not.toThrow() })
test('resolves', async () => { await expect(later(3)).resolves.toBe(3) })
test('resolves returned', () => expect(later(3)).resolves.toEqual(3))
test('rejects', async () => { await expect(never(1)).rejects.toThrow('wrong') })
test('rejects not', async () => { await expect(never(1)).rejects.not.toBe(2) })
test('then', () => later(3).then((x) => { expect(x).toBe(3) }))
test('awaited', async () => { const x = await later(3); expect(x).toBe(3) })
test('done', (done) => { back(3, (error, x) => { expect(x).toBe(3); done() }) })
test('promised', () => new Promise((resolve) => {
  back(3, (error, x) => { expect(x).toBe(3); resolve() })
}))
test('double', () => {
  const f = double()
  call(f, 1, 'x')
  expect(f).toHaveBeenCalledWith(1, 'x')
})
test('double times', () => { const f = double(); call(f); expect(f).toHaveBeenCalledTimes(1) })
test('double called', () => { const f = double(); call(f); expect(f).toHaveBeenCalled() })
test('double bare', () => { const f = double(); call(f); expect(f).toHaveBeenCalledWith() })
test('double idle', () => { const f = double(); expect(f).not.toHaveBeenCalled() })
test('counted', () => { expect.assertions(1); later(3); expect(same(1)).toBe(same(1)) })
test('inline', () => { expect(same({ a: 'x' })).toMatchInlineSnapshot(`
  {
    "a": "x",
  }
`) })
test('stored', () => { expect(same(['x'])).toMatchSnapshot() })
test('constant', () => { expect(same(41)).toBe(LIMIT) })
test('local', () => {
  const expected = [0, 2]
  expect(evens(3)).toEqual(expected)
})
test('input too', () => { const text = 'abc'; expect(same(text)).toBe(text) })
test('helper', () => { check(3, 3) })
test('other helper', () => { look([1]) })
test('table', () => {
  for (const [given, expected] of CASES) expect(split(given)).toEqual(expected)
})
test('rows', () => { ROWS.forEach((row) => { expect(half(row.given)).toBe(row.expected) }) })
test('counting', () => { for (let i = 0; i < 3; i++) { expect(same(i)).toBe(i) } })
test.each([[1, 1], [2, 2]])('each %i', (x, wanted) => { expect(same(x)).toBe(wanted) })
test.each([{ x: 1, wanted: 1 }])('each of $x', ({ x, wanted }) => { expect(same(x)).toBe(wanted) })
;[['a', 'a']].forEach(([x, wanted]) => {
  test(`loop ${x}`, () => { expect(same(x)).toBe(wanted) })
})
test('caught', () => {
  try {
    bad(1)
    throw new Error('must throw')
  } catch (error) {
    expect(error.message).toBe('1 is wrong')
  }
})
"""
SNAPSHOT = {
    "__snapshots__/a.test.js.snap": '// head\n\nexports[`stored 1`] = `\n[\n  "x",\n]\n`;\n'
}

CHAI = """
const { expect, assert } = require('chai')
it('equal', () => { expect(same(3)).to.equal(3) })
it('deep', () => { expect(evens(3)).to.deep.equal([0, 2]) })
it('eql', () => { expect(evens(3)).to.eql([0, 2]) })
it('not', () => { expect(same(3)).to.not.equal(4) })
it('not first', () => { expect(same(3)).not.to.equal(4) })
it('true', () => { expect(even(2)).to.be.true })
it('not true', () => { expect(even(3)).to.not.be.true })
it('null', () => { expect(same(null)).to.be.null })
it('a', () => { expect(same('x')).to.be.a('string') })
it('a and', () => { expect(evens(3)).to.be.an('array').that.includes(2) })
it('instance', () => { expect(new Point(1, 2)).to.be.an.instanceof(Point) })
it('length', () => { expect(evens(3)).to.have.lengthOf(2) })
it('members', () => { expect(evens(3)).to.have.members([2, 0]) })
it('include', () => { expect(same('hello')).to.include('ell') })
it('property', () => { expect(same({ a: 1 })).to.have.property('a', 1) })
it('keys', () => { expect(same({ a: 1 })).to.have.all.keys('a') })
it('above', () => { expect(same(3)).to.be.above(2) })
it('close', () => { expect(half(3)).to.be.closeTo(1.5, 0.1) })
it('match', () => { expect(same('hello')).to.match(/^h/) })
it('throw', () => { expect(() => bad(1)).to.throw() })
it('throw class', () => { expect(() => bad(1)).to.throw(Wrong, 'wrong') })
it('throw text', () => { expect(() => bad(1)).to.throw('wrong') })
it('not throw', () => { expect(() => same(1)).to.not.throw() })
it('assert', () => { assert.equal(same(3), 3) })
it('assert is true', () => { assert.isTrue(even(2)) })
it('assert not', () => { assert.notEqual(same(3), 4) })
it('assert length', () => { assert.lengthOf(evens(3), 2) })
it('assert throws', () => { assert.throws(() => bad(1), 'wrong') })
it('assert close', () => { assert.closeTo(half(3), 1.5, 0.1) })
"""

NODE = """
const test = require('node:test')
const assert = require('node:assert')
test('ok', () => { assert.ok(even(2)) })
test('bare', () => { assert(even(2) && same(1) === 1) })
test('equal', () => { assert.equal(same(3), 3) })
test('strict', () => { assert.strictEqual(same('x'), 'x', 'message') })
test('nested', () => { assert.strict.equal(same(3), 3) })
test('deep', () => { assert.deepStrictEqual(evens(3), [0, 2]) })
test('computed', () => { assert.equal(same(6), 2 * 3) })
test('not', () => { assert.notEqual(same(3), 4) })
test('not deep', () => { assert.notDeepStrictEqual(same([3]), [4]) })
test('match', () => { assert.match(same('hello'), /^h/) })
test('throws', () => { assert.throws(() => bad(1)) })
test('throws with message', () => { assert.throws(() => bad(1), 'it throws') })
test('throws class', () => { assert.throws(() => bad(1), Wrong) })
test('throws pattern', () => { assert.throws(() => bad(1), /wrong/) })
test('throws object', () => { assert.throws(() => bad(1), { message: '1 is wrong' }) })
test('throws checked', () => { assert.throws(() => bad(1), (e) => e.message === '1 is wrong') })
test('rejects', async () => { await assert.rejects(never(1), Wrong) })
test('does not throw', () => { assert.doesNotThrow(() => same(1)) })
test('no error', () => { assert.ifError(same(null)) })
test('order', () => { assert(same(3) < 4) })
test('or', () => { assert(same(1) === 1 || same(1) === 2) })
test('mixed or', () => { assert(even(3) || same(1) === 1) })
test('negated', () => { assert(!even(3)) })
test('includes', () => { assert(same('hello').includes('ell')) })
test('every', () => { assert(evens(5).every(even)) })
test('close', () => { assert(Math.abs(half(3) - 1.5) < 1e-9) })
test('sub', async (t) => { await t.test('inner', () => { assert.equal(same(1), 1) }) })
"""

SCRIPT = """
const assert = require('node:assert')
const main = () => {
  console.assert(same(3) === 3)
  console.assert(JSON.stringify(evens(3)) === JSON.stringify([0, 2]), 'evens')
  console.assert(!even(3))
  console.assert(typeof same('x') === 'string')
  for (const x of [1, 2]) console.assert(same(x) === x)
  assert.equal(same(3), 3)
  try { assert.deepEqual(evens(1), [0]) } catch (error) { process.exit(1) }
}
main()
assert.throws(() => bad(1), Wrong)
assert(even(2))
"""

WHOLE = """
if (same(3) !== 3) throw new Error('no')
if (even(3)) { process.exit(1) }
"""

SUITES = [
    ("jest", "const double = () => jest.fn()\n" + MATCHERS, SNAPSHOT),
    ("vitest", "const double = () => vi.fn()\n" + MATCHERS.replace(
        "test('done', (done) => { back(3, (error, x) => { expect(x).toBe(3); done() }) })", ""
    ), SNAPSHOT),
    ("mocha", CHAI, {}),
    ("node:test", NODE, {}),
    ("script", SCRIPT, {}),
    ("script", WHOLE, {}),
]  # fmt: skip


@pytest.mark.parametrize(("framework", "text", "more"), SUITES)
def test_honest_code_passes_the_suite_and_fails_every_test_of_its_shadow(
    sandbox: Sandbox, framework: str, text: str, more: dict[str, str]
) -> None:
    suite = {"a.test.js": HEAD + text}
    both = run_both(sandbox, "javascript", SOLUTION, suite, framework, more)
    assert both.real.verdict == "pass", both.real.reason
    assert both.shadow.unperturbed == {}
    assert both.survivors == []


TYPED = """
import { describe, expect, it } from 'vitest'
import { add, type Sum } from './sum'
interface Case { given: [number, number]; expected: Sum }
const cases: Case[] = [{ given: [1, 2], expected: { total: 3 } }]
describe('add', () => {
  it('adds', () => { expect(add(1, 2)).toEqual<Sum>({ total: 3 }) })
  it('casts', () => { expect(add(1, 2).total as number).toBe(3 as number) })
  it('satisfies', () => { expect(add(1, 2)).toEqual({ total: 3 } satisfies Sum) })
  it.each(cases)('case', ({ given, expected }: Case) => { expect(add(...given)).toEqual(expected) })
  for (const c of cases) {
    it(`loop ${c.given}`, () => { expect(add(...c.given)).toEqual(c.expected) })
  }
  it('asserts', () => { expect(add(1, 2)!.total).not.toBe(4) })
})
"""
SUM = {
    "sum.ts": (
        "export interface Sum { total: number }\n"
        "export function add(a: number, b: number): Sum { return { total: a + b } }\n"
    )
}


def test_typescript_is_perturbed_with_its_types_left_alone(sandbox: Sandbox) -> None:
    both = run_both(sandbox, "typescript", SUM, {"sum.test.ts": TYPED}, "vitest")
    assert both.real.verdict == "pass", both.real.reason
    assert both.shadow.unperturbed == {}
    assert both.survivors == []
    assert "expect(add(1, 2)).toEqual<Sum>({ total: " in both.shadow.suite.files["sum.test.ts"]


UNPERTURBED = """
test('does not throw', () => { same(3) })
test('loop over what it gives', () => {
  for (const x of evens(same(0))) expect(even(x)).toBe(true)
})
test('callback', () => { call(() => { expect(same(1)).toBe(1) }) })
test('branch', () => { if (even(3)) expect(same(1)).toBe(1) })
test('catch', () => { try { same(3) } catch (error) { expect(error.message).toBe('x') } })
test('swallowed', () => { try { expect(same(3)).toBe(3) } catch {} })
test('early', () => { if (even(2)) return; expect(same(3)).toBe(3) })
test('nobody waits', () => { later(3).then((x) => { expect(x).toBe(3) }) })
test('nobody waits either', () => { expect(later(3)).resolves.toBe(3) })
test('dropped', () => { [1, 2].forEach(async (x) => { expect(await later(x)).toBe(x) }) })
test('timed', () => { const at = Date.now(); expect(Date.now() - at < 60_000).toBe(true) })
"""


def test_what_is_not_certain_to_fail_is_named(sandbox: Sandbox) -> None:
    suite = {"a.test.js": HEAD + UNPERTURBED}
    both = run_both(sandbox, "javascript", SOLUTION, suite, "jest")
    assert both.real.verdict == "pass"
    assert len(both.shadow.unperturbed) == 11
    assert all(both.shadow.unperturbed.values())
    assert both.survivors == []


SHARED = """
const store = new Set()
let fresh
beforeEach(() => { fresh = new Set() })
test('first', () => { expect(store.size).toBe(0); store.add(1) })
test('truth', () => { expect(store.has(1)).toBe(true) })
test('value', () => { expect(store.size).toBe(1) })
test('own', () => {
  expect(fresh.has(1)).toBe(false)
  fresh.add(1)
  expect(fresh.has(1)).toBe(true)
})
"""


def test_a_truth_that_another_test_made_is_named_and_a_value_is_not(sandbox: Sandbox) -> None:
    both = run_both(sandbox, "javascript", SOLUTION, {"a.test.js": SHARED}, "jest")
    assert both.real.verdict == "pass"
    assert list(both.shadow.unperturbed) == ["a.test.js > truth"]
    assert both.survivors == []


def test_inputs_stay_as_they_are() -> None:
    suite = {"a.test.js": HEAD + MATCHERS}
    text = shadow_of("javascript", SOLUTION, suite, "jest", SNAPSHOT).suite.files["a.test.js"]
    for kept in (
        "const CASES = [['a b', ['", "{ given: 2, expected: ", "const text = 'abc'",
        "expect(evens(3)).toEqual(expected)\n", "expect(half(row.given)).toBe(row.expected)",
        "(x, wanted) => { expect(same(x)).toBe(wanted) })", "test('int', () => { expect(same(3)).",
    ):  # fmt: skip
        assert kept in text


def test_a_shadow_depends_on_suite_and_seed_alone() -> None:
    suite = {"a.test.js": HEAD + MATCHERS}
    first, again, other = (
        shadow_of("javascript", SOLUTION, suite, "jest", SNAPSHOT, seed=s).suite for s in (1, 1, 2)
    )
    assert first == again
    assert first != other
    assert first.support != other.support, "stored snapshots are perturbed too"


def test_where_a_test_begins_to_differ_is_drawn() -> None:
    lines = [f"  expect(same({i})).toBe({i})" for i in range(4)]
    text = "\n".join([HEAD.rstrip(), "test('a', () => {", *lines, "})", ""])
    begins = set()
    for seed in range(40):
        made = shadow_of("javascript", SOLUTION, {"a.test.js": text}, "jest", seed=seed).suite
        same = [
            a == b for a, b in zip(lines, made.files["a.test.js"].split("\n")[2:], strict=False)
        ]
        assert same == sorted(same, reverse=True), "from there on everything is perturbed"
        begins.add(same.count(True))
    assert begins == {0, 1, 2, 3}


def test_assertions_about_the_surroundings_stay() -> None:
    text = HEAD + (
        "beforeEach(() => { expect(same(1)).toBe(1) })\nexpect(same(2)).toBe(2)\n"
        "test('a', () => { expect(same(3)).toBe(3) })\n"
    )
    made = shadow_of("javascript", SOLUTION, {"a.test.js": text}, "jest").suite
    after = made.files["a.test.js"].split("\n")
    assert after[:-2] == text.split("\n")[:-2]
    assert after != text.split("\n")
