"""What a JavaScript suite's tests are, from its source alone."""

from __future__ import annotations

import pytest

from workbench.languages import js_inventory, js_scripts
from workbench.languages.base import Inventory
from workbench.languages.javascript import JavaScriptLanguage
from workbench.languages.js_hoist import hoisted
from workbench.languages.js_layout import layout, snapshots
from workbench.model.task import Framework, Solution, Suite

LANGUAGE = JavaScriptLanguage()
SOLUTION = Solution(name="s", role="candidate", files={"sol.js": "export const add = (a) => a\n"})


def suite(text: str, framework: str = "auto", name: str = "a.test.js") -> Suite:
    return Suite(name="g", role="given", framework=Framework(framework), files={name: text})


def read(text: str, framework: str = "jest") -> Inventory:
    return LANGUAGE.inventory(suite(text, framework), SOLUTION)


def ids(found: Inventory) -> list[str]:
    return [ref.id.removeprefix("a.test.js > ") for ref in found.tests]


def test_the_id_is_the_path_of_titles() -> None:
    found = read("describe('a', () => {\n  describe(`b`, () => {\n    it('c d', f)\n  })\n})\n")
    assert ids(found) == ["a > b > c d"]
    assert found.tests[0].line == 3


def test_a_table_is_one_test_named_by_its_title() -> None:
    assert ids(read("test.each([[1], [2]])('row %i', f)\n")) == ["row %i"]
    assert ids(read("test.each`a\n${1}\n`('row $a', f)\n")) == ["row $a"]


def test_a_computed_title_is_named_by_its_source() -> None:
    found = read("for (const k of [1, 2]) test(`loop ${k}`, f)\nrows.forEach(r => it(r.name, f))\n")
    assert ids(found) == ["`loop ${k}`", "r.name"]


def test_two_tests_of_one_title_are_two_tests() -> None:
    assert ids(read("test('a', f)\ntest('a', f)\n")) == ["a", "a #2"]


@pytest.mark.parametrize(
    "text",
    [
        "test.skip('a', f)\n",
        "xit('a', f)\n",
        "it.todo('a')\n",
        "it('a')\n",
        "describe.skip('b', () => { it('a', f) })\n",
        "xdescribe('b', () => { it('a', f) })\n",
        "it('a', { skip: true }, f)\n",
        "it('a', f)\nit.only('b', f)\n",
    ],
)
def test_a_test_that_will_not_run_is_listed_as_skipped(text: str) -> None:
    found = read(text)
    assert any(i.endswith("a") for i in found.skipped)
    assert found.skipped <= {ref.id for ref in found.tests}


def test_subtests_belong_to_their_test() -> None:
    text = "import test from 'node:test'\ntest('a', async (t) => { await t.test('b', f) })\n"
    assert ids(read(text, "node:test")) == ["a"]


def test_renamed_imports_are_followed() -> None:
    text = "import { test as t, describe as d } from 'vitest'\nd('g', () => t('a', f))\n"
    assert ids(read(text, "vitest")) == ["g > a"]
    text = "const { it: spec } = require('node:test')\nspec('a', f)\n"
    assert ids(read(text, "node:test")) == ["a"]


def test_an_extended_test_is_a_test() -> None:
    text = "import { test as base } from 'vitest'\nconst mine = base.extend({ a: 1 })\n"
    assert ids(read(text + "const more = mine.extend({})\nmine('a', f)\nmore.only('b', f)\n")) == [
        "a",
        "b",
    ]


def test_a_time_limit_behind_a_test_is_no_test() -> None:
    assert ids(read("describe('m', () => { it('a', f).timeout(500) }).slow(5)\n", "mocha")) == [
        "m > a"
    ]


VI = "import { vi } from 'vitest'\n"


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("vi.mock('./a', f)\n", "function __wbh1() { vi.mock('./a', f) }\n"),
        ("vi.mock(import('./a'))\n", "function __wbh1() { vi.mock('./a') }\n"),
        (
            "const { a, b: [c = 1], ...d } = vi.hoisted(f)\n",
            "var a, c, d; function __wbh1() { ({ a, b: [c = 1], ...d } = vi.hoisted(f)) }\n",
        ),
        (
            "const a = await vi.hoisted(f)\n",
            "var a; async function __wbh1() { (a = await vi.hoisted(f)) }\n",
        ),
        ("test('a', () => { vi.mock('./a') })\n", ""),
        ("vi.doMock('./a')\n", ""),
        ("vi.mock('./a', f)\nconst b = await import('./b')\n", ""),
        ("jestlike.mock('./a')\n", ""),
    ],
)
def test_what_is_hoisted_becomes_a_function_in_its_place(text: str, moved: str) -> None:
    changed, count = hoisted("a.test.js", VI + text)
    assert (changed, count) == (VI + (moved or text), int(bool(moved)))


def test_a_name_of_the_file_is_not_the_frameworks() -> None:
    assert hoisted("a.test.js", "const vi = {}\nvi.mock('./a')\n")[1] == 0
    text = "const { jest: j } = require('@jest/globals')\nj.mock('./a')\n"
    assert 'require("@jest/globals").jest.mock(' in hoisted("a.test.js", text)[0]


def test_only_the_suites_snapshots_count() -> None:
    snap = "__snapshots__/a.test.js.snap"
    given = suite("test('a', f)\n", "jest")
    assert snapshots(given, ["a.test.js"]) == {}
    brought = given.model_copy(update={"support": {snap: "x"}})
    assert snapshots(brought, ["a.test.js"]) == {"a.test.js": "x"}


def test_a_function_of_the_file_called_test_is_no_test() -> None:
    assert ids(read("function test(a, b) {}\ntest('a', f)\nit('b', f)\n")) == ["b"]


def test_tests_in_strings_and_comments_do_not_count() -> None:
    assert ids(read("// test('a', f)\nconst s = \"test('b', f)\"\n/* it('c', f) */\n")) == []


def test_marks_move_no_line_and_survive_other_alphabets() -> None:
    text = "test('é', () => {\n  x()\n})\nconst ü = 'ß'; test.each([1])('b', f)\n"
    texts, numbers = js_inventory.marked_files(suite(text), Framework.JEST)
    marked = texts["a.test.js"]
    assert marked.splitlines()[0] == "__wb(1, test)('é', () => {"
    assert marked.splitlines()[3] == "const ü = 'ß'; __wb(2, test.each([1]))('b', f)"
    assert numbers == {1: "a.test.js > é", 2: "a.test.js > b"}


def test_broken_syntax_is_a_problem() -> None:
    assert "not understood at line 1" in read("test('a', () => {\n").problems[0]


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        ("import { test } from '@jest/globals'\n", Framework.JEST),
        ("import { test } from 'vitest'\n", Framework.VITEST),
        ("const test = require('node:test')\n", Framework.NODE_TEST),
        ("describe('a', () => { it('b', () => { expect(1).toBe(1) }) })\n", Framework.JEST),
        ("import { expect } from 'chai'\nit('b', () => expect(1).to.equal(1))\n", Framework.MOCHA),
        ("const assert = require('assert')\nit('b', () => assert(1))\n", Framework.MOCHA),
        ("test('a', () => { vi.fn(); expect(1).toBe(1) })\n", Framework.VITEST),
        ("const testA = () => { console.assert(true) }\ntestA()\n", Framework.SCRIPT),
    ],
)
def test_the_framework_is_read_from_imports_and_globals(text: str, framework: Framework) -> None:
    assert LANGUAGE.detect(suite(text)) is framework


def test_each_assertion_of_a_script_is_a_test() -> None:
    text = (
        "const assert = require('node:assert')\n"
        "const testAdd = () => {\n  console.assert(add(1) === 1)\n  assert.equal(add(2), 2)\n}\n"
        "testAdd()\nassert(add(3))\n"
    )
    assert ids(read(text, "script")) == ["testAdd[1]", "testAdd[2]", "assert[1]"]


def test_console_assert_is_answered_by_the_harness() -> None:
    script = js_scripts.scripts(suite("console.assert(f() === 1)\n", "script"))["a.test.js"]
    assert script.text == '__wb(1, "console.assert")(f() === 1)\n'


def test_script_that_only_prints_has_no_tests() -> None:
    assert ids(read("console.log(add(1))\n", "script")) == []


def test_script_that_throws_is_one_test() -> None:
    assert ids(read("if (add(1) !== 1) throw new Error('x')\n", "script")) == ["script"]


def test_script_that_imports_nothing_shares_the_solutions_scope() -> None:
    made = layout(SOLUTION, suite("console.assert(add(1))\n", "script"), Framework.SCRIPT)
    assert made.files["a.test.js"].startswith(SOLUTION.files["sol.js"])
    assert made.shift["a.test.js"] == made.files["a.test.js"].split("__wb")[0].count("\n")


def test_configuration_of_a_solution_is_not_laid_out() -> None:
    files = {"sol.js": "", "package.json": "{}", "node_modules/vitest/index.js": "x"}
    made = layout(
        Solution(name="s", role="candidate", files=files), suite("test('a', f)\n"), Framework.JEST
    )
    assert sorted(made.files) == ["a.test.js", "sol.js"]


def test_the_suites_file_wins_over_the_solutions() -> None:
    files = {"sol.js": "", "a.test.js": "evil()\n"}
    made = layout(
        Solution(name="s", role="candidate", files=files), suite("test('a', f)\n"), Framework.JEST
    )
    assert "evil" not in made.files["a.test.js"]


@pytest.mark.parametrize(
    ("solution", "test", "compiled"),
    [
        ("export const a = 1\n", "import { a } from './sol.js'\ntest('x', f)\n", False),
        ("exports.a = 1\n", "const { a } = require('./sol')\ntest('x', f)\n", False),
        ("exports.a = 1\n", "import { a } from './sol.js'\ntest('x', f)\n", False),
        ("export const a = 1\n", "const { a } = require('./sol')\ntest('x', f)\n", True),
        ("import fs from 'fs'\nexports.a = 1\n", "test('x', f)\n", True),
    ],
)
def test_only_mixed_module_systems_are_compiled(solution: str, test: str, compiled: bool) -> None:
    subject = Solution(name="s", role="candidate", files={"sol.js": solution})
    assert bool(layout(subject, suite(test), Framework.JEST).compile) is compiled


@pytest.mark.parametrize("way", ["it : it.skip", "test.skip : test", "it : xit"])
def test_a_name_for_one_of_two_ways_to_register_registers(way: str) -> None:
    found = read(f"const slow = process.env.SLOW ? {way}\nslow('a', () => {{ f() }})\n")
    assert ids(found) == ["a"]
    blocks = read("const d = x ? describe : describe.skip\nd('b', () => { it('a', f) })\n")
    assert ids(blocks) == ["b > a"]


def test_a_name_for_a_test_or_anything_else_registers_nothing() -> None:
    assert ids(read("const go = x ? it : () => {}\ngo('a', f)\nit('b', f)\n")) == ["b"]
