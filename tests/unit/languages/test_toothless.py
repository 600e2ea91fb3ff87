"""Checks of JavaScript suites that can fail nobody are told; what only looks like one is not."""

from __future__ import annotations

import pytest

from workbench.languages.hearing import idle_checks
from workbench.languages.registry import language
from workbench.model.task import Framework, LanguageName, Solution, Suite

HEADS = {
    "jest": "const { f, o } = require('./s')\n",
    "mocha": "const { expect, assert } = require('chai')\nconst { f } = require('./s')\n",
    "node:test": "const { test: it } = require('node:test')\nconst assert = require('assert')\n",
}


def told(framework: str, function: str) -> list[str]:
    """Of a suite of one test, which is that function."""
    return told_of(framework, f"{HEADS[framework]}it('a', {function})\n")


def told_of(framework: str, text: str) -> list[str]:
    suite = Suite(
        name="given", role="given", framework=Framework(framework), files={"s.test.js": text}
    )
    solution = Solution(name="s", role="candidate", files={"s.js": "exports.f = (x) => x\n"})
    tests = language(LanguageName.JAVASCRIPT).inventory(suite, solution)
    return [words for _, _, words in idle_checks(suite, tests, LanguageName.JAVASCRIPT)]


@pytest.mark.parametrize(
    ("framework", "function", "words"),
    [
        ("jest", "() => { expect(f(1) > 0) }", "compared with nothing"),
        ("jest", "() => { expect(f).toThrow }", "never called"),
        ("jest", "() => expect(f(1)).not.toBe", "never called"),
        ("jest", "async () => { await expect(f(1)).rejects }", "never called"),
        ("mocha", "() => { expect(f).to.throw }", "never called"),
        ("mocha", "() => { expect(f(1)).to.equal }", "never called"),
        ("node:test", "() => { assert.ok(f(1), 5) }", "takes `5` for a message"),
        ("node:test", "() => { assert(f(1), [5]) }", "takes `[5]` for a message"),
        ("jest", "() => { const x = f(1); expect(x).toBe(x) }", "with itself"),
        ("node:test", "() => { assert.deepEqual(x, x) }", "with itself"),
        ("jest", "() => { expect(f(1)).toBeCloseTo(4, -2) }", "within 50 of it"),
        ("jest", "() => { expect(f(1)).toBeCloseTo(0, -1) }", "within 5 of it"),
        ("mocha", "() => { expect(f(1)).to.be.closeTo(10, 100) }", "within 100 of it"),
        ("jest", "() => { expect(f(1)).rejects.toThrow(Error) }", "nobody waits"),
        ("jest", "() => { f(1).then((x) => expect(x).toBe(1)) }", "nobody waits"),
        ("jest", "() => { f(1).catch((e) => { expect(e).toBe(1) }) }", "nobody waits"),
        ("jest", "() => { setTimeout(() => { expect(f(1)).toBe(2) }, 5) }", "nobody waits"),
        ("jest", "() => { [1].forEach(async (n) => { expect(await f(n)).toBe(n) }) }",
         "nobody waits"),
        ("node:test", "() => { assert.rejects(f(1)) }", "nobody waits"),
        ("jest", "() => { try { expect(f(1)).toBe(2) } catch (e) { console.log(e) } }",
         "caught and forgotten"),
        ("node:test", "() => { try { f(1); assert.fail('no') } catch { /* fine */ } }",
         "caught and forgotten"),
        ("jest", "() => f(1).then((x) => { expect(x).toBe(1) }).catch(() => {})",
         "caught and forgotten"),
        ("jest", "() => { jest.spyOn(o, 'm').mockReturnValue(7); expect(o.m(1)).toBe(7) }",
         "asks a double"),
    ],
)  # fmt: skip
def test_a_check_that_can_fail_nobody_is_told(framework: str, function: str, words: str) -> None:
    (said,) = told(framework, function)
    assert words in said


@pytest.mark.parametrize(
    ("framework", "function"),
    [
        ("jest", "() => { expect(f(1)).toBe(f(1)); expect(o.x).toBe(o.x) }"),
        ("jest", "() => { const x = f(1); expect(x).not.toBe(x) }"),
        ("jest", "() => { try { expect(f(1)).toBe(2); return } catch {} expect(f(1)).toBe(3) }"),
        ("jest", "() => { let e; try { f(1); expect(1).toBe(2) } catch (x) { e = x }"
                 " expect(e).toBe(1) }"),
        ("jest", "() => { try { clean() } catch {} expect(f(1)).toBe(1) }"),
        ("jest", "async () => { await f(1).catch(() => {}); expect(f(1)).toBe(1) }"),
        ("jest", "() => { expect(f(1)).toBeCloseTo(4); expect(f(1)).toBeCloseTo(0.2, 0) }"),
        ("jest", "() => { expect(f(1)).toBeCloseTo(86400, -2) }"),
        ("mocha", "() => { expect(f(1)).to.be.closeTo(10, 0.5) }"),
        ("jest", "() => expect(f(1)).rejects.toThrow(Error)"),
        ("jest", "() => f(1).then((x) => expect(x).toBe(1))"),
        ("jest", "(done) => { f(1).then((x) => { expect(x).toBe(1); done() }) }"),
        ("jest", "async () => { const p = expect(f(1)).rejects.toThrow(); go(); await p }"),
        ("jest", "async () => { f(1).then((x) => expect(x).toBe(1)); await end() }"),
        ("jest", "() => { jest.useFakeTimers(); setTimeout(() => expect(f(1)).toBe(1), 5);"
                 " jest.runAllTimers() }"),
        ("jest", "() => { [1].forEach((n) => { expect(f(n)).toBe(n) }) }"),
        ("jest", "() => { jest.spyOn(o, 'm').mockReturnValue(7); expect(f(o)).toBe(7);"
                 " expect(o.m).toHaveBeenCalled() }"),
        ("mocha", "() => { expect(f(1)).to.be.true; expect(f(2)).to.exist; f(3).should.be.ok }"),
        ("node:test", "() => { assert.ok(f(1), 'five'); assert.equal(f(1), 1, 'one') }"),
    ],
)  # fmt: skip
def test_what_may_fail_a_solution_is_not(framework: str, function: str) -> None:
    assert told(framework, function) == []


def test_an_assertion_of_a_script_that_compares_nothing_is_told() -> None:
    text = "const assert = require('assert')\nassert(f(1), 'one')\nassert(f(1), 5)\n"
    text += "console.assert(f(1), 5)\n"
    assert told_of("script", text) == ["`assert(f(1), 5)` takes `5` for a message"]
