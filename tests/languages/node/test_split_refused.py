"""What needs one process is refused or told, and no trick passes apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.languages.node.split_running import Apart

pytestmark = pytest.mark.toolchain

REFUSED = {
    "doubles of modules": (
        "jest.mock('./db', () => ({ n: 1 }))\nconst s = require('./sol')\n"
        "test('a', () => { expect(s.n).toBe(1) })\n",
        "a.test.js:1 puts a double in a module's place",
    ),
    "doubles of built-in methods": (
        "const s = require('./sol')\ntest('a', () => {\n"
        "  const sort = jest.spyOn(Array.prototype, 'sort')\n"
        "  s.f([2, 1]); expect(sort).toHaveBeenCalledTimes(1)\n})\n",
        "a.test.js:3 puts a double in place of a built-in method",
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


ADD = "const { add } = require('./sol')\ntest('a', () => { expect(add(1, 1)).toBe(2) })\n"
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
    ran = apart({"sol.js": flood}, {"a.test.js": ADD})
    assert not ran.passed
    big = "exports.add = () => 'x'.repeat(64 << 20)\n"
    ran = apart({"sol.js": big}, {"a.test.js": ADD})
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
