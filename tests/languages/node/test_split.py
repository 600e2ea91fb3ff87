"""Tests and solution in a sandbox each: what honest JavaScript may do, and still passes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.languages.node.split_running import Apart

pytestmark = pytest.mark.toolchain

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
