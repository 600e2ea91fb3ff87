"""Every framework runs apart from the solution, and what the two share is there for both."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.languages.node.split_running import Apart

pytestmark = pytest.mark.toolchain

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
