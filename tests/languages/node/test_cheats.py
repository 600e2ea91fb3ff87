"""Wrong JavaScript solutions with a trick: none may pass."""

from __future__ import annotations

import pytest

from tests.languages.python.conftest import Run

pytestmark = pytest.mark.toolchain

HEAD = "const { add } = require('./sol')\n"
SUITES = {
    "jest": HEAD + "test('a', () => { expect(add(1, 1)).toBe(2) })\n",
    "vitest": HEAD + "test('a', () => { expect(add(1, 1)).toBe(2) })\n",
    "mocha": HEAD + "it('a', () => { require('assert').strictEqual(add(1, 1), 2) })\n",
    "node:test": (
        HEAD + "const test = require('node:test'), assert = require('assert')\n"
        "test('a', () => { assert.strictEqual(add(1, 1), 2) })\n"
    ),
    "script": HEAD + "console.assert(add(1, 1) === 2)\n",
}
TRICKS = {
    "leaves at import": "process.exit(0)",
    "leaves when called": "exports.add = () => process.exit(0)",
    "really leaves": "exports.add = () => process.reallyExit(0)",
    "leaves at exit": "process.on('exit', () => process.reallyExit(0)); exports.add = () => 9",
    "replaces assert": (
        "const a = require('assert'); for (const k of Object.keys(a)) a[k] = () => {}\n"
        "a.strict.equal = () => {}; exports.add = () => 9"
    ),
    "replaces console.assert": "console.assert = () => {}; exports.add = () => 9",
    "writes records": (
        "exports.add = () => { require('fs').writeSync(3, '{\"k\":\"end\"}\\n'); return 9 }"
    ),
    "closes the pipe": "require('fs').closeSync(3); exports.add = () => 9",
    "prints TAP": "console.log('TAP version 13\\nok 1 - a\\n1..1'); exports.add = () => 9",
    "is almost two": "exports.add = () => ({ valueOf: () => 2, toString: () => '2' })",
    "registers the tests itself": (
        "for (const n of ['test', 'it']) if (globalThis[n]) {\n"
        "  globalThis[n]('a', () => {}); globalThis[n] = () => {} }\nexports.add = () => 9"
    ),
    "replaces what is imported": (
        "const fake = () => new Proxy(() => {}, { get: fake, apply: fake })\n"
        "for (const m of ['vitest', '@jest/globals']) {\n"
        "  try { require(m).expect = fake } catch {} }\n"
        "exports.add = () => 9"
    ),
    "replaces the globals": (
        "globalThis.test = globalThis.it = (n, f) => {}\n"
        "globalThis.expect = () => ({ toBe() {} })\n"
        "exports.add = () => 9"
    ),
    "replaces expect alone": "globalThis.expect = () => ({ toBe() {} }); exports.add = () => 9",
    "defines expect anew": (
        "try { Object.defineProperty(globalThis, 'expect', { value: () => ({ toBe() {} }) }) }\n"
        "catch {}\nexports.add = () => 9"
    ),
    "empties the tests": (
        "for (const n of ['test', 'it']) { const t = globalThis[n]\n"
        "  if (t) globalThis[n] = (name) => t(name, () => {}) }\nexports.add = () => 9"
    ),
    "teaches expect to agree": (
        "const yes = { toBe: () => ({ pass: true, message: () => '' }) }\n"
        "if (globalThis.expect?.extend) try { expect.extend(yes) } catch {}\n"
        "const held = globalThis[Symbol.for('$$jest-matchers-object')]?.matchers\n"
        "if (held) held.toBe = yes.toBe\nexports.add = () => 9"
    ),
    "calls everything equal": "Object.is = () => true; exports.add = () => 9",
}


@pytest.mark.parametrize("framework", SUITES)
@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_does_not_pass(run: Run, framework: str, trick: str) -> None:
    ran = run("javascript", {"sol.js": TRICKS[trick]}, {"a.test.js": SUITES[framework]}, framework)
    assert ran.verdict in ("fail", "incomplete", "tampered", "build_error"), ran.reason


@pytest.mark.parametrize("module", ["vitest", "@jest/globals"])
def test_an_imported_expect_is_not_a_solutions_to_replace(run: Run, module: str) -> None:
    text = HEAD + f"const {{ test, expect }} = require('{module}')\n"
    text += "test('a', () => { expect(add(1, 1)).toBe(2) })\n"
    solution = {"sol.js": TRICKS["replaces what is imported"]}
    assert run("javascript", solution, {"a.test.js": text}).verdict == "fail"


def test_a_solution_teaches_no_snapshot_to_agree(run: Run) -> None:
    teach = "try { expect.extend({ toMatchInlineSnapshot: () => ({ pass: true }) }) } catch {}\n"
    text = HEAD + "test('a', () => { expect(add(1, 1)).toMatchInlineSnapshot(`2`) })\n"
    for framework in ("jest", "vitest"):
        solution = {"sol.js": teach + "exports.add = () => 9"}
        assert run("javascript", solution, {"a.test.js": text}, framework).verdict == "fail"


def test_snapshots_of_two_files_are_each_their_own(run: Run) -> None:
    line = "test('a', () => { expect({}.x ?? %d).toMatchSnapshot() })\n"
    suite = {f"{n}.test.js": HEAD + line % i for i, n in enumerate("ab")}
    suite |= {
        f"__snapshots__/{n}.test.js.snap": f"exports[`a 1`] = `{i}`;\n" for i, n in enumerate("ab")
    }
    for framework in ("jest", "vitest"):
        assert run("javascript", {"sol.js": ""}, suite, framework).verdict == "pass"


@pytest.mark.parametrize("framework", SUITES)
def test_planted_packages_and_configuration_are_not_read(run: Run, framework: str) -> None:
    evil = "process.exit(0)\n"
    solution = {
        "sol.js": "exports.add = () => 9\n",
        "package.json": '{"type": "commonjs", "imports": {"#x": "./evil.js"}}',
        "node_modules/vitest/index.js": evil,
        "node_modules/chai/index.js": evil,
        "jest.config.js": evil,
        ".npmrc": "node-options=--require ./evil.js\n",
        "evil.js": evil,
    }
    ran = run("javascript", solution, {"a.test.js": SUITES[framework]}, framework)
    assert ran.verdict == "fail"
    assert any("jest.config.js" in d.message for d in ran.diagnostics)


def test_a_child_process_does_not_get_the_pipe(run: Run) -> None:
    text = (
        "exports.add = (a, b) => {\n"
        "  require('child_process').spawnSync('sh', ['-c', 'echo forged >&3'])\n  return a + b\n}\n"
    )
    assert (
        run("javascript", {"sol.js": text}, {"a.test.js": SUITES["jest"]}, "jest").verdict == "pass"
    )
