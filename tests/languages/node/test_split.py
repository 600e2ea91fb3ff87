"""Tests and solution in a sandbox each: what honest JavaScript may do, and still passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.languages.node.split_running import Apart, run_apart
from workbench.sandboxes.base import Sandbox

pytestmark = pytest.mark.toolchain


@pytest.fixture
def apart(sandbox: Sandbox) -> Callable[..., Apart]:
    """`apart(solution_files, suite_files, "jest")`."""
    return lambda *args, **more: run_apart(sandbox, *args, **more)


JEST = "const s = require('./sol')\n"


def case(solution: str, body: str) -> tuple[str, str]:
    """A CommonJS solution, and the body of one asynchronous jest test that has it as `s`."""
    return solution, f"{JEST}test('a', async () => {{ {body} }})\n"


VALUES = (
    "[NaN, -0, 0, Infinity, -Infinity, 12345678901234567890n, 'a\\ud800b', true, null, undefined,"
    " Symbol.iterator, Symbol.for('x')]"
)
HONEST = {
    "plain values are exact": case(
        f"exports.all = () => {VALUES}; exports.same = (x) => x",
        f"const all = {VALUES}; const got = s.all(); expect(got.length).toBe(all.length)\n"
        "all.forEach((v, i) => { expect(Object.is(got[i], v)).toBe(true)\n"
        " expect(Object.is(s.same(v), v)).toBe(true) })",
    ),
    "objects keep key order and prototypes": case(
        "exports.o = () => ({ b: 1, a: { c: [1, , 3] }, [Symbol.for('k')]: 2 })\n"
        "exports.n = () => Object.assign(Object.create(null), { x: 1 })",
        "const o = s.o(); expect(Object.keys(o)).toEqual(['b', 'a']); expect(1 in o.a.c).toBe(false)\n"
        "expect(o).toStrictEqual({ b: 1, a: { c: [1, , 3] }, [Symbol.for('k')]: 2 })\n"
        "expect(Object.getPrototypeOf(s.n())).toBe(null)",
    ),
    "built-in containers cross": case(
        "exports.m = () => new Map([[{ k: 1 }, new Set([1, 'a'])]])\n"
        "exports.d = () => new Date(5); exports.r = () => /a+/gi; exports.b = () => Buffer.from('hé')\n"
        "exports.t = () => new Float64Array([1.5, NaN]); exports.ab = () => new Uint8Array([1, 2]).buffer",
        "expect(s.m()).toEqual(new Map([[{ k: 1 }, new Set([1, 'a'])]]))\n"
        "expect(s.d()).toEqual(new Date(5)); expect(s.d().getTime()).toBe(5); expect(s.r()).toEqual(/a+/gi)\n"
        "expect(s.r().test('xAA')).toBe(true); expect(s.b().toString()).toBe('hé')\n"
        "expect(Buffer.isBuffer(s.b())).toBe(true); expect(s.t()).toEqual(new Float64Array([1.5, NaN]))\n"
        "expect(new Uint8Array(s.ab())).toEqual(new Uint8Array([1, 2]))",
    ),
    "cycles and aliases stay": case(
        "exports.c = () => { const a = { n: 1 }; a.self = a; const x = []; return { a, l: [x, x] } }",
        "const { a, l } = s.c(); expect(a.self).toBe(a); expect(l[0]).toBe(l[1])",
    ),
    "arguments changed by the solution are changed": case(
        "exports.push = (a) => { a.push({ n: 3 }); a[0].n = 9; a.sort((x, y) => x.n - y.n) }\n"
        "exports.map = (m) => { m.set('b', 2); m.delete('a') }\n"
        "exports.set = (x) => x.add(7); exports.obj = (o) => { delete o.a; o.b.c = [1] }\n"
        "exports.bytes = (u) => u.fill(7); exports.date = (d) => d.setTime(9)",
        "const a = [{ n: 1 }]; const first = a[0]; s.push(a); expect(a).toEqual([{ n: 3 }, { n: 9 }])\n"
        "expect(a[1]).toBe(first); const m = new Map([['a', 1]]); s.map(m)\n"
        "expect([...m]).toEqual([['b', 2]]); const x = new Set(); expect(s.set(x)).toBe(x)\n"
        "expect(x.has(7)).toBe(true); const o = { a: 1, b: {} }; s.obj(o); expect(o).toEqual({ b: { c: [1] } })\n"
        "const u = new Uint8Array(2); s.bytes(u); expect([...u]).toEqual([7, 7])\n"
        "const d = new Date(1); s.date(d); expect(d.getTime()).toBe(9)",
    ),
    "what is passed in and returned is the same object": case(
        "exports.id = (x) => x; exports.keep = (x) => { exports.kept = x }",
        "const a = [1], f = () => 1; expect(s.id(a)).toBe(a); expect(s.id(f)).toBe(f)\n"
        "s.keep(a); a.push(2); expect(s.id(s.kept)).toBe(a); expect(s.kept).toEqual([1, 2])",
    ),
    "a list the solution keeps is not the copy the test changes": case(
        "const all = [1]; exports.copy = () => [...all]; exports.own = () => all",
        "s.copy().push(2); expect(s.copy()).toEqual([1]); s.own().push(2); expect(s.copy()).toEqual([1, 2])",
    ),
    "frozen stays frozen": case(
        "'use strict'; exports.f = (o) => { o.a = 1 }; exports.is = Object.isFrozen\n"
        "exports.made = () => Object.freeze([1]); exports.fr = (o) => { Object.freeze(o) }",
        "expect(() => s.f(Object.freeze({}))).toThrow(TypeError); const o = {}; s.fr(o)\n"
        "expect(Object.isFrozen(o)).toBe(true); expect(Object.isFrozen(s.made())).toBe(true)",
    ),
    "errors keep type, message, cause and own properties": case(
        "class Bad extends RangeError { constructor(m, code) { super(m); this.name = 'Bad'; this.code = code } }\n"
        "exports.Bad = Bad; exports.go = () => { throw new Bad('no', 7) }\n"
        "exports.type = () => { throw new TypeError('t', { cause: new Error('c') }) }\n"
        "exports.str = () => { throw 'text' }",
        "expect(s.go).toThrow(s.Bad); expect(s.go).toThrow(RangeError); expect(s.go).toThrow('no')\n"
        "expect(s.go).toThrow(new s.Bad('no', 7)); try { s.go() } catch (e) { expect(e.code).toBe(7)\n"
        " expect(e instanceof Error).toBe(true); expect(e.name).toBe('Bad'); expect(`${e}`).toBe('Bad: no') }\n"
        "expect(s.type).toThrow(TypeError); try { s.type() } catch (e) { expect(e.cause.message).toBe('c') }\n"
        "let t; try { s.str() } catch (e) { t = e } expect(t).toBe('text')",
    ),
    "instances have their class, fields, getters, setters and methods": case(
        "class P { #x; constructor(x) { this.#x = x; this.y = 2 } get x() { return this.#x }\n"
        " set x(v) { this.#x = v } add(n) { this.y += n; return this } toString() { return `P${this.#x}` }\n"
        " static of(x) { return new P(x) } static count = 4 }\nclass Q extends P { more() { return super.toString() + '!' } }\n"
        "Object.assign(exports, { P, Q })",
        "const p = new s.P(1); expect(p).toBeInstanceOf(s.P); expect(p.x).toBe(1); p.x = 5; expect(p.x).toBe(5)\n"
        "expect(p.add(3)).toBe(p); expect(p.y).toBe(5); p.y = 10; p.add(1); expect(p.y).toBe(11)\n"
        "expect(String(p)).toBe('P5'); expect(s.P.of(3).x).toBe(3); expect(s.P.count).toBe(4)\n"
        "const q = new s.Q(2); expect(q).toBeInstanceOf(s.P); expect(q.more()).toBe('P2!')\n"
        "expect(q.constructor.name).toBe('Q'); expect(JSON.stringify(p)).toBe('{\"y\":11}')\n"
        "expect(Object.keys(p)).toEqual(['y']); expect(new s.P(1)).toEqual(new s.P(9))\n"
        "expect(() => s.P()).toThrow(TypeError); expect(p).not.toEqual(new s.P(1))",
    ),
    "instances iterate": case(
        "class L { constructor(...a) { this.a = a } *[Symbol.iterator]() { yield* this.a } }\n"
        "exports.L = L; exports.gen = function* (n) { let got = yield n; yield got * 2; return 'end' }\n"
        "exports.it = () => new Map([[1, 2]]).entries(); exports.agen = async function* () { yield 1; yield 2 }",
        "expect([...new s.L(1, 2)]).toEqual([1, 2]); const g = s.gen(1); expect(g.next().value).toBe(1)\n"
        "expect(g.next(4)).toEqual({ value: 8, done: false }); expect(g.next()).toEqual({ value: 'end', done: true })\n"
        "expect([...s.it()]).toEqual([[1, 2]]); const all = []; for await (const x of s.agen()) all.push(x)\n"
        "expect(all).toEqual([1, 2])",
    ),
    "iterators of the test are iterated by the solution": case(
        "exports.sum = (it) => { let t = 0; for (const x of it) t += x; return t }",
        "expect(s.sum((function* () { yield 1; yield 2 })())).toBe(3); expect(s.sum(new Set([4, 5]).values())).toBe(9)",
    ),
    "callbacks are called while the call waits, in order": case(
        "exports.each = (a, f) => { for (const x of a) f(x); return 'done' }\n"
        "exports.map = (a, f) => a.map(f); exports.sort = (a, f) => [...a].sort(f)",
        "const seen = []; expect(s.each([1, 2], (x) => { seen.push(x); if (x < 2) s.each([9], (y) => seen.push(y)) })).toBe('done')\n"
        "expect(seen).toEqual([1, 9, 2]); const f = jest.fn((x) => x * 2); expect(s.map([1, 2], f)).toEqual([2, 4])\n"
        "expect(f).toHaveBeenCalledTimes(2); expect(f).toHaveBeenNthCalledWith(1, 1, 0, [1, 2])\n"
        "expect(s.sort([3, 1, 2], (x, y) => x - y)).toEqual([1, 2, 3])\n"
        "expect(() => s.each([1], () => { throw new TypeError('mine') })).toThrow('mine')",
    ),
    "closures and curried functions": case(
        "exports.counter = () => { let n = 0; return { up: () => ++n, get n() { return n } } }\n"
        "exports.add = (a) => (b) => a + b; exports.compose = (...f) => (x) => f.reduceRight((v, g) => g(v), x)",
        "const c = s.counter(); c.up(); c.up(); expect(c.n).toBe(2); expect(s.add(1)(2)).toBe(3)\n"
        "expect(s.compose((x) => x + 1, s.add(3))(1)).toBe(5); expect(s.add.length).toBe(1); expect(s.add.name).toBe('')",
    ),
    "promises settle in both directions": case(
        "exports.ok = async (x) => x + 1; exports.no = async () => { throw new RangeError('late') }\n"
        "exports.wait = (p) => p.then((v) => v * 2); exports.all = (...p) => Promise.all(p)\n"
        "exports.caught = (p) => p.catch((e) => e.message)",
        "expect(await s.ok(1)).toBe(2); await expect(s.no()).rejects.toThrow(RangeError); expect(s.ok(1)).toBeInstanceOf(Promise)\n"
        "expect(await s.wait(new Promise((go) => setTimeout(go, 5, 4)))).toBe(8)\n"
        "expect(await s.all(s.ok(1), Promise.resolve(7), 3)).toEqual([2, 7, 3])\n"
        "expect(await s.caught(Promise.reject(new Error('x')))).toBe('x'); expect(await s.caught(s.no())).toBe('late')",
    ),
    "the state in between is seen": case(
        "exports.state = 'idle'; exports.go = async () => { exports.state = 'busy'; await null; exports.state = 'done' }",
        "const p = s.go(); expect(s.state).toBe('busy'); await p; expect(s.state).toBe('done')",
    ),
    "timers of the solution run": case(
        "exports.after = (ms, f) => setTimeout(f, ms, 'x'); exports.stop = clearTimeout\n"
        "exports.sleep = (ms) => new Promise((go) => setTimeout(go, ms))\n"
        "exports.debounce = (f, ms) => { let t; return (...a) => { clearTimeout(t); t = setTimeout(() => f(...a), ms) } }\n"
        "exports.ticks = (n, f) => { const t = setInterval(() => { f(n); if (--n === 0) clearInterval(t) }, 1) }",
        "const f = jest.fn(); s.stop(s.after(1, f)); await s.sleep(10); expect(f).not.toHaveBeenCalled()\n"
        "s.after(1, f); await s.sleep(10); expect(f).toHaveBeenCalledWith('x'); const g = jest.fn(); const d = s.debounce(g, 5)\n"
        "d(1); d(2); await new Promise((go) => setTimeout(go, 20)); expect(g.mock.calls).toEqual([[2]])\n"
        "const h = jest.fn(); s.ticks(3, h); await s.sleep(30); expect(h.mock.calls).toEqual([[3], [2], [1]])",
    ),
    "timers end in their order however long calls take": case(
        "exports.promisify = (f) => (...a) => new Promise((go) => f(...a, go)); exports.race = (l) => Promise.race(l)\n"
        "exports.slow = () => { const end = Date.now() + 30; while (Date.now() < end); }",
        "const p = [20, 10, 1].map((ms) => { const q = s.promisify((v, go) => setTimeout(() => go(v), ms))(ms); s.slow(); return q })\n"
        "expect(await s.race(p)).toBe(1); const seen = []; const t = setTimeout(() => seen.push('never'), 5); clearTimeout(t)\n"
        "setTimeout((a) => seen.push(a), 40, 'a'); s.slow(); setTimeout(() => seen.push('b'), 5); s.slow()\n"
        "await new Promise((go) => setTimeout(go, 80)); expect(seen).toEqual(['b', 'a'])",
    ),
    "fake timers drive the solution": case(
        "exports.later = (f) => setTimeout(() => f(Date.now()), 1000)",
        "jest.useFakeTimers({ now: 5000 }); const f = jest.fn(); s.later(f); jest.advanceTimersByTime(999)\n"
        "expect(f).not.toHaveBeenCalled(); jest.advanceTimersByTime(1); expect(f).toHaveBeenCalledWith(6000); jest.useRealTimers()",
    ),
    "input and output of the solution's loop": case(
        "const fs = require('fs/promises'); exports.read = async () => { await fs.writeFile('/tmp/x', 'hi'); return fs.readFile('/tmp/x', 'utf8') }\n"
        "const { execFile } = require('child_process'); exports.run = (f) => execFile('/bin/echo', ['out'], (e, out) => f(out))",
        "expect(await s.read()).toBe('hi'); const out = await new Promise((go) => s.run(go)); expect(out).toBe('out\\n')",
    ),
    "console spies see the solution's words": case(
        "exports.hi = (n) => { console.log('hi %s', n, { a: 1 }); console.error('bad') }",
        "const log = jest.spyOn(console, 'log').mockImplementation(() => {}); s.hi('ann')\n"
        "expect(log).toHaveBeenCalledWith('hi %s', 'ann', { a: 1 }); log.mockRestore()",
    ),
    "spies on exports and prototypes": case(
        "exports.inner = () => 1; exports.outer = () => exports.inner() + 1\n"
        "exports.C = class { a() { return 1 } b() { return this.a() } }",
        "const spy = jest.spyOn(s, 'inner').mockReturnValue(5); expect(s.outer()).toBe(6); spy.mockRestore(); expect(s.outer()).toBe(2)\n"
        "const on = jest.spyOn(s.C.prototype, 'a'); expect(new s.C().b()).toBe(1); expect(on).toHaveBeenCalledTimes(1)\n"
        "on.mockReturnValue(3); expect(new s.C().b()).toBe(3); on.mockRestore(); expect(new s.C().b()).toBe(1)",
    ),
    "random numbers and environment the test decides": case(
        "exports.dice = () => Math.floor(Math.random() * 6) + 1; exports.env = () => process.env.MODE",
        "jest.spyOn(Math, 'random').mockReturnValue(0.5); expect(s.dice()).toBe(4); jest.restoreAllMocks()\n"
        "process.env.MODE = 'x'; expect(s.env()).toBe('x'); delete process.env.MODE; expect(s.env()).toBe(undefined)",
    ),
    "a test's class extends the solution's": case(
        "exports.Base = class { constructor(n) { this.n = n } run() { return `${this.step()}:${this.n}` } step() { return 'base' } }\n"
        "exports.isBase = (x) => x instanceof exports.Base",
        "class Mine extends s.Base { constructor() { super(3); this.own = 1 } step() { return `mine${this.own}` } }\n"
        "const m = new Mine(); expect(m.run()).toBe('mine1:3'); expect(m).toBeInstanceOf(s.Base); expect(s.isBase(m)).toBe(true)",
    ),
    "objects of the test's classes": case(
        "exports.use = (shape) => shape.area() * shape.k; exports.name = (x) => x.constructor.name\n"
        "exports.set = (x) => { x.k = 7 }",
        "class Sq { constructor(n) { this.n = n; this.k = 2 } area() { return this.n ** 2 } }\n"
        "const q = new Sq(3); expect(s.use(q)).toBe(18); expect(s.name(q)).toBe('Sq'); s.set(q); expect(q.k).toBe(7)",
    ),
    "emitters": case(
        "const { EventEmitter } = require('events')\nexports.E = class extends EventEmitter { go() { this.emit('x', 1, { a: 2 }) } }",
        "const e = new s.E(); const f = jest.fn(); e.on('x', f); e.go(); expect(f).toHaveBeenCalledWith(1, { a: 2 })\n"
        "expect(e.listenerCount('x')).toBe(1); const got = new Promise((go) => e.once('x', go)); e.go(); expect(await got).toBe(1)",
    ),
    "classes that extend Array, Map and Error": case(
        "exports.A = class extends Array { last() { return this[this.length - 1] } }\n"
        "exports.M = class extends Map { sum() { let t = 0; for (const v of this.values()) t += v; return t } }",
        "const a = exports_a(s); expect(a.last()).toBe(3); expect(a.length).toBe(3); expect(Array.isArray(a)).toBe(true)\n"
        "a.push(4); expect(a.last()).toBe(4); const m = new s.M([['a', 1]]); m.set('b', 2); expect(m.sum()).toBe(3)\n"
        "function exports_a(s) { return s.A.from([1, 2, 3]) }",
    ),
    "symbols of the solution": case(
        "exports.KEY = Symbol('key'); exports.o = () => ({ [exports.KEY]: 1 }); exports.is = (x) => x === exports.KEY",
        "expect(s.o()[s.KEY]).toBe(1); expect(s.is(s.KEY)).toBe(true); expect(s.KEY.description).toBe('key')",
    ),
    "the text of a function is the solution's": case(
        "exports.f = (a) => a + 1", "expect(s.f.toString()).toBe('(a) => a + 1')",
    ),
    "keys that mean something stay keys": case(
        "exports.o = () => JSON.parse('{\"__proto__\": 1, \"constructor\": 2}')",
        "const o = s.o(); expect(Object.keys(o)).toEqual(['__proto__', 'constructor']); expect(({}).constructor).toBe(Object)",
    ),
    "many objects come and go": case(
        "const kept = []; exports.sum = (a) => a.reduce((x, y) => x + y, 0); exports.keep = (a) => kept.push(a)\n"
        "exports.first = () => kept[0]; exports.B = class { constructor(n) { this.n = n } twice() { return this.n * 2 } }",
        "const first = [1]; s.keep(first); const b = new s.B(4); for (let i = 0; i < 700; i++) expect(s.sum([i, 1])).toBe(i + 1)\n"
        "first.push(5); expect(s.first()).toBe(first); expect(s.first()).toEqual([1, 5]); expect(b.twice()).toBe(8)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HONEST)
def test_honest_code_passes_apart(apart: Callable[..., Apart], what: str) -> None:
    solution, suite = HONEST[what]
    ran = apart({"sol.js": solution}, {"a.test.js": suite})
    assert ran.clean, ran


ADD = {
    "jest": "const { add } = require('./sol')\ntest('a', () => { expect(add(1, 1)).toBe(2) })\n",
    "vitest": (
        "import { expect, test } from 'vitest'\nimport sub, { add } from './sol.mjs'\nimport * as all from './sol.mjs'\n"
        "test('a', () => { expect(add(1, 1)).toBe(2); expect(sub(3, 1)).toBe(2); expect(all.add).toBe(add) })\n"
    ),
    "mocha": (
        "const { expect } = require('chai')\nconst { add } = require('./sol')\n"
        "it('a', () => { expect(add(1, 1)).to.equal(2); expect([add(1, 2)]).to.deep.equal([3]) })\n"
    ),
    "node:test": (
        "const test = require('node:test'), assert = require('assert')\nconst { add } = require('./sol')\n"
        "test('a', async (t) => { assert.deepStrictEqual({ n: add(1, 1) }, { n: 2 })\n"
        "  await t.test('b', () => assert.strictEqual(add(1, 2), 3)) })\n"
    ),
    "script": "const { add } = require('./sol')\nconsole.assert(add(1, 1) === 2)\n",
}  # fmt: skip
GOOD = {
    "sol.js": "exports.add = (a, b) => a + b\n",
    "sol.mjs": "export const add = (a, b) => a + b\nexport default (a, b) => a - b\n",
}


@pytest.mark.parametrize("framework", ADD)
def test_every_framework_runs_apart(apart: Callable[..., Apart], framework: str) -> None:
    ending = "mjs" if framework == "vitest" else "js"
    ran = apart(GOOD, {f"a.test.{ending}": ADD[framework]}, framework)
    assert ran.clean, ran
    wrong = {path: text.replace("a + b", "a - b") for path, text in GOOD.items()}
    ran = apart(wrong, {f"a.test.{ending}": ADD[framework]}, framework)
    assert not ran.passed and ran.ended and not ran.uncrossed, ran


OTHERS = {
    "fake clock of vitest": (
        "vitest",
        "exports.now = () => new Date().toISOString(); exports.year = () => new Date().getFullYear()\n"
        "exports.is = (d) => d instanceof Date; exports.make = () => new Date(2001, 1, 3)",
        "import { expect, test, vi } from 'vitest'\nimport s from './sol.js'\n"
        "test('a', async () => { vi.useFakeTimers(); vi.setSystemTime(new Date('2020-02-03T00:00:00Z'))\n"
        "  expect(s.now()).toBe('2020-02-03T00:00:00.000Z'); expect(s.year()).toBe(2020)\n"
        "  expect(s.is(new Date())).toBe(true); expect(s.make().getDate()).toBe(3); vi.useRealTimers()\n"
        "  expect(s.year()).toBeGreaterThan(2020) })\n",
    ),
    "doubles of node:test": (
        "node:test",
        "exports.each = (a, f) => a.map((x) => f(x)); exports.C = class { a() { return 1 } b() { return this.a() + 1 } }",
        "const { test, mock } = require('node:test'), assert = require('assert'), s = require('./sol')\n"
        "test('a', (t) => { const f = mock.fn((x) => x * 2); assert.deepStrictEqual(s.each([1, 2], f), [2, 4])\n"
        "  assert.strictEqual(f.mock.callCount(), 2); assert.deepStrictEqual(f.mock.calls[1].arguments, [2])\n"
        "  const c = new s.C(); t.mock.method(c, 'a', () => 5); assert.strictEqual(c.b(), 6)\n"
        "  t.mock.timers.enable({ apis: ['setTimeout'] }) })\n",
    ),
    "node:assert on instances": (
        "node:test",
        "class P { constructor(x) { this.x = x } }\nclass E extends Error {}\nexports.P = P; exports.E = E\n"
        "exports.bad = () => { throw new E('no') }; exports.late = async () => { throw new E('later') }",
        "const test = require('node:test'), assert = require('assert'), { P, E, bad, late } = require('./sol')\n"
        "test('a', async () => { assert.deepStrictEqual(new P(1), new P(1)); assert.notDeepStrictEqual(new P(1), { x: 1 })\n"
        "  assert.throws(bad, E); assert.throws(bad, { message: 'no' }); await assert.rejects(late(), E)\n"
        "  assert.throws(bad, /no/) })\n",
    ),
    "sinon": (
        "mocha",
        "exports.save = (db, x) => db.put(x, 'k'); exports.C = class { a() { return 1 } b() { return this.a() } }",
        "const sinon = require('sinon'), { expect } = require('chai'), s = require('./sol')\n"
        "it('a', () => { const db = { put: sinon.stub().returns(7) }; expect(s.save(db, [1])).to.equal(7)\n"
        "  expect(db.put.calledOnceWith([1], 'k')).to.equal(true); const c = new s.C(); sinon.stub(c, 'a').returns(4)\n"
        "  expect(c.b()).to.equal(4); expect(new s.C()).to.deep.equal(new s.C()) })\n",
    ),
    "exits that are watched": (
        "jest",
        "exports.main = (a) => { if (!a) { console.error('usage'); process.exit(2) } return process.argv[2] }",
        "const s = require('./sol')\ntest('a', () => { const exit = jest.spyOn(process, 'exit').mockImplementation(() => {})\n"
        "  s.main(0); expect(exit).toHaveBeenCalledWith(2); process.argv = ['n', 'f', 'x']; expect(s.main(1)).toBe('x') })\n",
    ),
    "long chains, tagged templates and large values": (
        "jest",
        "exports.chain = (n) => { let l = null; for (let i = 0; i < n; i++) l = { i, l }; return l }\n"
        "exports.len = (l) => { let n = 0; for (; l; l = l.l) n++; return n }; exports.tag = (t, ...v) => t.raw.join('|') + v\n"
        "exports.big = (n) => Array.from({ length: n }, (_, i) => i)",
        "const s = require('./sol')\ntest('a', () => { expect(s.len(s.chain(20000))).toBe(20000)\n"
        "  expect(s.tag`a${1}\\n${2}`).toBe('a|\\\\n|1,2'); expect(s.big(200000).length).toBe(200000) })\n",
    ),
    "a fetch of the test's own": (
        "vitest",
        "exports.name = async (id) => (await (await fetch('/u/' + id)).json()).name",
        "import { expect, test, vi } from 'vitest'\nimport s from './sol.js'\n"
        "test('a', async () => { const f = vi.fn(async () => ({ json: async () => ({ name: 'ann' }) }))\n"
        "  vi.stubGlobal('fetch', f); expect(await s.name(3)).toBe('ann'); expect(f).toHaveBeenCalledWith('/u/3') })\n",
    ),
}


@pytest.mark.parametrize("what", OTHERS)
def test_what_frameworks_offer_works_apart(apart: Callable[..., Apart], what: str) -> None:
    framework, solution, suite = OTHERS[what]
    ending = "mjs" if framework == "vitest" else "js"
    ran = apart({"sol.js": solution}, {f"a.test.{ending}": suite}, framework)
    assert ran.clean, ran


def test_a_value_too_large_to_cross_is_told(apart: Callable[..., Apart]) -> None:
    solution = {"sol.js": "exports.big = () => 'x'.repeat(40 << 20)\n"}
    suite = (
        "const s = require('./sol')\ntest('a', () => { expect(s.big().length).toBe(40 << 20) })\n"
    )
    ran = apart(solution, {"a.test.js": suite})
    assert ran.ended and any("too large" in line for line in ran.uncrossed), ran


def test_a_module_that_is_a_function(apart: Callable[..., Apart]) -> None:
    solution = {"sol.js": "module.exports = (n) => n + 1\nmodule.exports.extra = 2\n"}
    suite = "const f = require('./sol')\ntest('a', () => { expect(f(1)).toBe(f.extra) })\n"
    assert apart(solution, {"a.test.js": suite}).clean


def test_exports_that_change_are_seen_changed(apart: Callable[..., Apart]) -> None:
    solution = {"sol.mjs": "export let n = 0\nexport const up = () => { n++ }\n"}
    suite = (
        "import { expect, test } from 'vitest'\nimport { n, up } from './sol.mjs'\n"
        "test('a', () => { up(); up(); expect(n).toBe(2) })\n"
    )
    assert apart(solution, {"a.test.mjs": suite}, "vitest").clean


def test_a_script_finds_the_solutions_names_in_its_scope(apart: Callable[..., Apart]) -> None:
    solution = {
        "sol.js": "const K = 3\nfunction twice(n) { return n * 2 }\nclass C { m() { return K } }\n"
    }
    suite = {
        "t.js": "const own = 1\nconsole.assert(twice(K) === 6)\nconsole.assert(new C().m() === K)\n"
    }
    assert apart(solution, suite, "script").clean


def test_a_variable_that_changes_under_a_script_is_not_taken_apart(
    apart: Callable[..., Apart],
) -> None:
    solution = {"sol.js": "let n = 0\nfunction up() { n++ }\n"}
    refused = apart(solution, {"t.js": "up()\nconsole.assert(n === 1)\n"}, "script").refused
    assert "a variable that the solution changes" in refused


def test_what_the_solution_prints_belongs_to_the_running_test(apart: Callable[..., Apart]) -> None:
    solution = {"sol.js": "exports.hi = () => { console.log('hello %d', 3); console.error('e') }\n"}
    suite = "const s = require('./sol')\ntest('a', () => { s.hi(); expect(1).toBe(1) })\n"
    ran = apart(solution, {"a.test.js": suite})
    assert ran.clean and ran.outputs == "hello 3\ne\n"


def test_a_solution_that_cannot_be_loaded_is_told_as_ever(apart: Callable[..., Apart]) -> None:
    for text, said in (
        ("exports.a = (", "SyntaxError"),
        ("throw new RangeError('at load')", "at load"),
    ):
        ran = apart({"sol.js": text}, {"a.test.js": ADD["jest"]})
        assert ran.ended and any(said in f for f in ran.failures), ran


def test_support_files_the_solution_names_are_there_and_no_others(
    apart: Callable[..., Apart],
) -> None:
    solution = {
        "sol.js": (
            "const fs = require('fs'), path = require('path'); const all = fs.readdirSync(__dirname)\n"
            "exports.words = () => fs.readFileSync(path.join(__dirname, 'words.txt'), 'utf8')\n"
            "exports.all = () => all\n"
        )
    }
    suite = (
        "const s = require('./sol')\ntest('a', () => { expect(s.words()).toBe('one')\n"
        "  expect(s.all().length).toBe(2) })\n"
    )
    assert apart(solution, {"a.test.js": suite}, support={"words.txt": "one"}).clean


def test_a_file_both_read_keeps_them_together(apart: Callable[..., Apart]) -> None:
    solution = {"sol.js": "exports.a = () => require('fs').readFileSync('cases.txt', 'utf8')\n"}
    suite = (
        "const s = require('./sol'), want = require('fs').readFileSync('cases.txt', 'utf8')\n"
        "test('a', () => { expect(s.a()).toBe(want) })\n"
    )
    ran = apart(solution, {"a.test.js": suite}, support={"cases.txt": "1"})
    assert "both read cases.txt" in ran.refused


REFUSED = {
    "doubles of modules": (
        "jest.mock('./db', () => ({ n: 1 }))\nconst s = require('./sol')\n"
        "test('a', () => { expect(s.n).toBe(1) })\n",
        "a.test.js:1 puts a double in a module's place",
    ),
    "programs": (
        "const { execSync } = require('child_process')\n"
        "test('a', () => { expect(String(execSync('node sol.js'))).toBe('1') })\n",
        "starts processes (child_process)",
    ),
    "the solution's text": (
        "const fs = require('fs')\n"
        "test('a', () => { expect(fs.readFileSync('/job/sol.js', 'utf8')).toMatch('for') })\n",
        "a.test.js:2 names sol.js as a file",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_needs_one_process_is_refused_with_its_place(
    apart: Callable[..., Apart], what: str
) -> None:
    suite, said = REFUSED[what]
    assert said in apart({"sol.js": "", "db.js": ""}, {"a.test.js": suite}).refused


def test_something_of_a_process_that_is_looked_into_did_not_cross(
    apart: Callable[..., Apart],
) -> None:
    solution = {"sol.js": "exports.r = () => require('stream').Readable.from(['a'])\n"}
    suite = "const s = require('./sol')\ntest('a', () => { expect(s.r().readable).toBe(true) })\n"
    ran = apart(solution, {"a.test.js": suite})
    assert ran.uncrossed and "Readable cannot cross" in ran.uncrossed[0], ran
    assert ran.uncrossed[0].startswith("a.test.js:2: ")


def test_what_a_solution_adds_to_built_in_objects_did_not_cross(
    apart: Callable[..., Apart],
) -> None:
    solution = {"sol.js": "Array.prototype.last = function () { return this[this.length - 1] }\n"}
    suite = "require('./sol')\ntest('a', () => { expect([1, 2].last()).toBe(2) })\n"
    ran = apart(solution, {"a.test.js": suite})
    assert any("adds Array.prototype.last" in line for line in ran.uncrossed), ran


# Objects whose own code would answer a comparison.
ANSWERS = {
    "valueOf": ("exports.a = () => ({ valueOf: () => 2 })", "expect(s.a() == 2).toBe(true)"),
    "Symbol.toPrimitive": (
        "exports.a = () => ({ [Symbol.toPrimitive]: () => 2 })",
        "expect(`${s.a()}`).toBe('2')",
    ),
    "toJSON": (
        "exports.a = () => ({ toJSON: () => 2 })",
        "expect(JSON.stringify(s.a())).toBe('2')",
    ),
    "then": ("exports.a = () => ({ then: (go) => go(2) })", "expect(await s.a()).toBe(2)"),
    "Symbol.hasInstance": (
        "exports.a = class { static [Symbol.hasInstance]() { return true } }",
        "expect({}).toBeInstanceOf(s.a)",
    ),
    "Proxy": ("exports.a = () => new Proxy({}, { get: () => 2 })", "expect(s.a().x).toBe(2)"),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_a_truth_the_solution_decides_is_told(apart: Callable[..., Apart], what: str) -> None:
    solution, body = ANSWERS[what]
    suite = f"const s = require('./sol')\ntest('a', async () => {{ {body} }})\n"
    ran = apart({"sol.js": solution}, {"a.test.js": suite})
    assert ran.answered, ran
    # What is awaited is looked into when no line of the suite runs.
    assert what == "then" or ran.answered[0].startswith("a.test.js:2: "), ran
    word = what.rsplit(".", 1)[-1]
    assert word in ran.answered[0]


ASKED = {
    "an array with its own indexOf": (
        "exports.a = () => Object.assign([], { indexOf: () => 0 })",
        "require('chai').expect(s.a()).to.include(7)",
    ),
    "a set with its own has": (
        "exports.a = () => { const x = new Set([1]); x.has = () => true; return x }",
        "expect(new Set([2])).toEqual(s.a())",
    ),
    "a set with its own size": (
        "exports.a = () => Object.defineProperty(new Set(), 'size', { value: 1 })",
        "expect(s.a()).toEqual(new Set([2]))",
    ),
    "a message that is no text": (
        "exports.a = () => { throw { message: { indexOf: () => 0 } } }",
        "require('chai').expect(() => s.a()).to.throw('no')",
    ),
}


@pytest.mark.parametrize("what", ASKED)
def test_what_a_matcher_asks_the_solution_is_told(apart: Callable[..., Apart], what: str) -> None:
    solution, body = ASKED[what]
    suite = f"const s = require('./sol')\ntest('a', () => {{ {body} }})\n"
    ran = apart({"sol.js": solution}, {"a.test.js": suite})
    assert ran.answered or not ran.passed, ran


def test_what_the_test_itself_asks_is_an_answer_like_any_other(apart: Callable[..., Apart]) -> None:
    solution = {
        "sol.js": (
            "exports.S = class { #s = new Set(); add(x) { this.#s.add(x); return this }\n"
            "  has(x) { return this.#s.has(x) } equals(o) { return [...this.#s].every((x) => o.has(x)) } }\n"
        )
    }
    suite = (
        "const { S } = require('./sol')\ntest('a', () => { const a = new S().add(1), b = new S().add(1).add(2)\n"
        "  expect(a.has(1)).toBe(true); expect(a.has(2)).toBe(false); expect(a.equals(b)).toBe(true)\n"
        "  expect(b.equals(a)).toBe(false) })\n"
    )
    assert apart(solution, {"a.test.js": suite}).clean


WRITE = (
    "const fs = require('fs'); const say = (o) => { const b = Buffer.from(typeof o === 'string' ? o : JSON.stringify(o))\n"
    "  const h = Buffer.alloc(4); h.writeUInt32LE(b.length); fs.writeSync(5, Buffer.concat([h, b])) }\n"
)  # fmt: skip
CHEATS = {
    "leaves at import": "process.exit(0)",
    "leaves when called": "exports.add = () => process.exit(0)",
    "really leaves": "exports.add = () => process.reallyExit(0)",
    "closes the pipes": "exports.add = () => { require('fs').closeSync(5); return 2 }",
    "replaces assert": "const a = require('assert'); for (const k of Object.keys(a)) a[k] = () => {}\nexports.add = () => 9",
    "calls everything equal": "Object.is = () => true; exports.add = () => 9",
    "always equal": "exports.add = () => ({ asymmetricMatch: () => true, equals: () => true, valueOf: () => 2 })",
    "a proxy for everything": "const p = new Proxy(function () {}, { get: () => p, apply: () => p, has: () => true }); exports.add = () => p",
    "a matcher's face": "exports.add = () => ({ $$typeof: Symbol.for('jest.asymmetricMatcher'), asymmetricMatch: () => true })",
    "pollutes prototypes": "exports.add = () => JSON.parse('{\"__proto__\": {\"asymmetricMatch\": 1}, \"constructor\": {\"prototype\": {\"x\": 1}}}')",
    "replaces expect": "globalThis.expect = () => ({ toBe() {} }); exports.add = () => 9",
    "writes records": "require('fs').writeSync(3, '{\"k\":\"end\"}\\n'); exports.add = () => 9",
    "reads the stack": "exports.add = () => { const e = {}; Error.prepareStackTrace = (_, f) => f.map((c) => c.getFileName()); Error.captureStackTrace(e)\n  return e.stack.some((f) => f?.includes('test')) ? 2 : 9 }",
    "reads the tests": "const fs = require('fs'); let t = ''; for (const f of fs.readdirSync('/job')) t += fs.readFileSync('/job/' + f)\nexports.add = () => Number(/toBe\\((\\d)\\)\\s/.exec(t.replace(/exports[^]*/, ''))?.[1] ?? 9)",
    "looks at memory and arguments": "exports.add = () => (process.argv.join() + JSON.stringify(process.env) + fs()).includes('toBe') ? 2 : 9\nconst fs = () => { try { return require('fs').readFileSync('/proc/self/cmdline', 'utf8') } catch { return '' } }",
    "answers by hand": WRITE + "exports.add = () => { say({ o: 'ret', v: 9 }); return 9 }",
    "names what evaluates": WRITE + "exports.add = () => { say({ o: 'ret', v: ['x', 'Function'] }); return 9 }",
    "calls what it was not given": WRITE + "exports.add = () => { for (let i = 2; i < 60; i += 2) say({ o: 'call', f: i, t: ['u'], a: [] }); return 9 }",
    "asks for intrinsics' help": WRITE + "exports.add = () => { say({ o: 'slot', i: 2, m: 'constructor', h: 'value', a: ['return 1'] }); return 9 }",
    "sends no JSON": WRITE + "exports.add = () => { say('{{{{'); return 9 }",
    "sends wrong lengths": "exports.add = () => { require('fs').writeSync(5, Buffer.alloc(64, 255)); return 9 }",
    "sends deep nests": WRITE + "exports.add = () => { say('['.repeat(2e6) + ']'.repeat(2e6)); return 9 }",
    "sends half a message": "exports.add = () => { require('fs').writeSync(5, Buffer.from([200, 0, 0, 0, 123])); process.exit(0) }",
    "sends wrong objects": WRITE + "exports.add = () => { say({ o: 'ret', v: ['i', 901], n: [{ i: 901, k: 'map', p: null, e: 0, x: 7, o: 3 }] }); return 9 }",
    "changes the tests' objects": WRITE + "exports.add = () => { for (let i = 2; i < 40; i += 2) say({ o: 'ret', v: 2, u: [{ i, k: 'function', p: null, e: 0, x: [true], o: [] }] }); return 9 }",
    "sends kinds there are not": WRITE + "exports.add = () => { say({ o: 'ret', v: ['i', 901], n: [{ i: 901, k: 'constructor', p: null, e: 0, x: null, o: [] }] }); return 9 }",
}  # fmt: skip


@pytest.mark.parametrize("what", CHEATS)
def test_a_trick_does_not_pass_apart_and_the_tests_end(
    apart: Callable[..., Apart], what: str
) -> None:
    suite = (
        "const s = require('./sol')\ntest('a', () => { expect(s.add(1, 1)).toBe(2) })\n"
        "test('b', () => { expect(s.add(1, 1)).toEqual(2) })\n"
        "test('mine', () => { expect(1).toBe(1) })\n"
    )
    ran = apart({"sol.js": CHEATS[what]}, {"a.test.js": suite})
    assert not ran.passed and ran.ended, ran
    if "import" not in what:
        assert any("> b" in failure for failure in ran.failures), ran


def test_a_flood_is_bounded(apart: Callable[..., Apart]) -> None:
    flood = "exports.add = () => { for (;;) console.log('x'.repeat(1e5)) }\n"
    ran = apart({"sol.js": flood}, {"a.test.js": ADD["jest"]})
    assert not ran.passed
    big = "exports.add = () => 'x'.repeat(64 << 20)\n"
    ran = apart({"sol.js": big}, {"a.test.js": ADD["jest"]})
    assert not ran.passed and ran.ended


TOLD = {
    "this": (
        "exports.add = function () { return this?.want ?? 9 }",
        "const row = { f: s.add, want: 2 }; expect(row.f(1, 1)).toBe(row.want)",
    ),
    "a global variable": (
        "exports.add = () => globalThis.want ?? 9",
        "globalThis.want = 2; expect(s.add(1, 1)).toBe(want)",
    ),
    "a failed assertion": (
        "exports.each = (f) => { let w = 9; try { f(0) } catch (e) {\n"
        "  w = Number(/Expected: (\\d)/.exec(e.message + JSON.stringify(e))?.[1] ?? 9) }\n"
        "  try { f(w) } catch {} }",
        "let got; s.each((x) => { got = x; expect(x).toBe(2) }); expect(got).toBe(2)",
    ),
}


@pytest.mark.parametrize("what", TOLD)
def test_an_expectation_is_not_read_from_what_is_handed_over_unnoticed(
    apart: Callable[..., Apart], what: str
) -> None:
    solution, body = TOLD[what]
    suite = f"const s = require('./sol')\ntest('a', () => {{ {body} }})\n"
    ran = apart({"sol.js": solution}, {"a.test.js": suite})
    assert ran.answered and (not ran.passed or what != "a failed assertion"), ran


def test_globals_of_the_tests_are_not_the_solutions(apart: Callable[..., Apart]) -> None:
    solution = {
        "sol.js": "exports.seen = () => Object.keys(globalThis).filter((k) => k === 'sec' + 'ret' || k === 'expect')\n"
    }
    suite = (
        "globalThis.secret = 42\nconst s = require('./sol')\n"
        "test('a', () => { expect(s.seen()).toEqual([]) })\n"
    )
    assert apart(solution, {"a.test.js": suite}).passed
