"""Doubles of whole modules, hoisted above imports as jest and vitest do."""

from __future__ import annotations

import pytest

from tests.languages.python.conftest import Run

pytestmark = pytest.mark.toolchain

# The service asks the database; the suites replace the database.
DB = "export function load(id) { throw new Error('no database') }\nexport const limit = 3\n"
SERVICE = (
    "import { load, limit } from './db.js'\n"
    "export const name = (id) => load(id).name + limit\n"
    "export const later = async (id) => (await import('./db.js')).load(id).name\n"
)
ESM = {"db.js": DB, "svc.js": SERVICE}
CJS = {
    "db.js": "exports.load = () => { throw new Error('no database') }\nexports.limit = 3\n",
    "svc.js": (
        "const { load, limit } = require('./db')\nexports.name = (id) => load(id).name + limit\n"
    ),
}
TS = {
    "db.ts": DB.replace("id)", "id: number): { name: string }"),
    "svc.ts": (
        "import { load, limit } from './db'\n"
        "export const name = (id: number): string => load(id).name + limit\n"
    ),
}
WRONG = SERVICE.replace("+ limit", "+ 'x'")

VITEST = {
    "below the imports": (
        "import { expect, test, vi } from 'vitest'\nimport { name } from './svc.js'\n"
        "vi.mock('./db.js', () => ({ load: vi.fn(() => ({ name: 'ann' })), limit: 4 }))\n"
        "test('a', () => { expect(name(1)).toBe('ann4') })\n"
    ),
    "above the imports": (
        "import { expect, test, vi } from 'vitest'\n"
        "vi.mock('./db', () => ({ load: () => ({ name: 'ann' }), limit: 4 }))\n"
        "import { name } from './svc'\n"
        "test('a', () => { expect(name(1)).toBe('ann4') })\n"
    ),
    "imports before vitest": (
        "import { name } from './svc'\nimport * as db from './db'\n"
        "import { expect, test, vi } from 'vitest'\n"
        "vi.mock('./db', () => ({ load: vi.fn(() => ({ name: 'ann' })), limit: 4 }))\n"
        "test('a', () => { expect(name(1)).toBe('ann4')\n"
        "  expect(db.load).toHaveBeenCalledWith(1) })\n"
    ),
    "hoisted": (
        "import { expect, test, vi } from 'vitest'\nimport { name } from './svc.js'\n"
        "const { load, n: limit } = vi.hoisted(() => ({ load: vi.fn(), n: 4 }))\n"
        "const more = vi.hoisted(() => ({ twice: 8 }))\n"
        "vi.mock('./db.js', () => ({ load, limit }))\n"
        "test('a', () => { load.mockReturnValue({ name: 'bob' }); expect(name(1)).toBe('bob4')\n"
        "  expect(load).toHaveBeenCalledTimes(1); expect(more.twice).toBe(8) })\n"
    ),
    "the original in part": (
        "import { expect, test, vi } from 'vitest'\nimport { name } from './svc.js'\n"
        "import { load } from './db.js'\n"
        "vi.mock('./db.js', async (importOriginal) => {\n"
        "  const actual = await importOriginal()\n"
        "  return { ...actual, load: vi.fn(() => ({ name: 'ann' })) }\n})\n"
        "test('a', () => { expect(name(7)).toBe('ann3'); expect(load).toHaveBeenCalledWith(7) })\n"
    ),
    "importActual": (
        "import { expect, test, vi } from 'vitest'\nimport { name } from './svc.js'\n"
        "vi.mock('./db.js', async () => ({\n"
        "  ...(await vi.importActual('./db.js')), load: () => ({ name: 'ann' }) }))\n"
        "test('a', () => { expect(name(7)).toBe('ann3') })\n"
    ),
    "automock": (
        "import { expect, test, vi } from 'vitest'\nimport { name } from './svc.js'\n"
        "import { load } from './db.js'\nvi.mock('./db.js')\n"
        "test('a', () => { vi.mocked(load).mockReturnValue({ name: 'ann' })\n"
        "  expect(name(7)).toBe('ann3') })\n"
    ),
    "by an import expression": (
        "import { expect, test, vi } from 'vitest'\nimport { name } from './svc.js'\n"
        "vi.mock(import('./db.js'), async (importOriginal) =>\n"
        "  ({ ...(await importOriginal()), load: () => ({ name: 'ann' }) }))\n"
        "test('a', () => { expect(name(7)).toBe('ann3') })\n"
    ),
    "awaited at top level": (
        "import { expect, test, vi } from 'vitest'\n"
        "vi.mock('./db.js', async (importOriginal) =>\n"
        "  ({ ...(await importOriginal()), load: () => ({ name: 'ann' }) }))\n"
        "const { name } = await import('./svc.js')\n"
        "test('a', () => { expect(name(7)).toBe('ann3') })\n"
    ),
}  # fmt: skip
JEST = {
    "globals": (
        "import { name } from './svc'\n"
        "jest.mock('./db', () => ({ load: jest.fn(() => ({ name: 'ann' })), limit: 3 }))\n"
        "test('a', () => { expect(name(1)).toBe('ann3') })\n"
    ),
    "imported names": (
        "import { name } from './svc'\nimport { jest, test, expect } from '@jest/globals'\n"
        "import { load } from './db'\n"
        "jest.mock('./db', () => ({ ...jest.requireActual('./db'), load: jest.fn() }))\n"
        "test('a', () => { load.mockReturnValue({ name: 'ann' }); expect(name(1)).toBe('ann3') })\n"
    ),
    "automock": (
        "import { name } from './svc'\nimport * as db from './db'\njest.mock('./db')\n"
        "test('a', () => { db.load.mockReturnValue({ name: 'ann' })\n"
        "  expect(name(1)).toBe('ann3'); expect(db.load.mock.calls).toEqual([[1]]) })\n"
    ),
    "a variable of the file": (
        "import { name } from './svc'\nconst mockLoad = jest.fn()\n"
        "jest.mock('./db', () => ({ load: (...all) => mockLoad(...all), limit: 3 }))\n"
        "test('a', () => { mockLoad.mockReturnValue({ name: 'ann' })\n"
        "  expect(name(1)).toBe('ann3') })\n"
    ),
}
PLAIN = {
    "required, mocked below": (
        "'use strict'\nconst { name } = require('./svc')\n"
        "jest.mock('./db', () => ({ load: () => ({ name: 'ann' }), limit: 3 }))\n"
        "test('a', () => { expect(name(1)).toBe('ann3')\n"
        "  expect(() => { undeclared = 1 }).toThrow() })\n"
    ),
    "jest required too": (
        "const { name } = require('./svc')\n"
        "const { jest, test, expect } = require('@jest/globals')\n"
        "jest.mock('./db'); const db = require('./db')\n"
        "test('a', () => { db.load.mockReturnValue({ name: 'ann' })\n"
        "  expect(name(1)).toBe('ann3') })\n"
    ),
}


@pytest.mark.parametrize("how", VITEST)
def test_vitest_replaces_a_module_wherever_it_is_said(run: Run, how: str) -> None:
    assert run("javascript", ESM, {"a.test.js": VITEST[how]}).verdict == "pass"
    wrong = run("javascript", {**ESM, "svc.js": WRONG}, {"a.test.js": VITEST[how]})
    assert (wrong.verdict, wrong.statuses) == ("fail", {"a": "failed"})


@pytest.mark.parametrize("how", JEST)
def test_jest_replaces_a_module_wherever_it_is_said(run: Run, how: str) -> None:
    assert run("javascript", ESM, {"a.test.js": JEST[how]}, "jest").verdict == "pass"
    wrong = run("javascript", {**ESM, "svc.js": WRONG}, {"a.test.js": JEST[how]}, "jest")
    assert (wrong.verdict, wrong.statuses) == ("fail", {"a": "failed"})


@pytest.mark.parametrize("how", PLAIN)
def test_a_suite_of_plain_requires_is_hoisted_too(run: Run, how: str) -> None:
    ran = run("javascript", CJS, {"a.test.js": PLAIN[how]}, "jest")
    assert ran.verdict == "pass", ran["a"].message


@pytest.mark.parametrize(
    "text",
    [
        VITEST["hoisted"].replace("from './svc.js'", "from './svc'"),
        VITEST["the original in part"].replace(
            "vi.mock('./db.js', async (", "vi.mock<typeof import('./db')>('./db', async ("
        ),
        JEST["globals"],
        JEST["automock"].replace("db.load.mock", "(db.load as jest.Mock).mock"),
    ],
)
def test_typescript_suites_are_hoisted_too(run: Run, text: str) -> None:
    ran = run("typescript", TS, {"a.test.ts": text})
    assert ran.verdict == "pass", (ran.reason, [t.message for t in ran.tests.values()])


def test_lines_of_errors_stay_those_of_the_source(run: Run) -> None:
    text = VITEST["hoisted"].replace("toBe('bob4')", "toBe('x')")
    assert "a.test.js:6" in run("javascript", ESM, {"a.test.js": text})["a"].message
    text = PLAIN["required, mocked below"].replace("ann3", "x")
    assert "a.test.js:4" in run("javascript", CJS, {"a.test.js": text})["a"].message


def test_packages_and_parts_of_node_are_replaced_under_both_names(run: Run) -> None:
    solution = {"svc.js": "import { readFileSync } from 'node:fs'\nimport axios from 'axios'\n"
                "export const f = () => readFileSync('x') + axios.get()\n"}  # fmt: skip
    text = (
        "import { f } from './svc.js'\nimport { vi, test, expect } from 'vitest'\n"
        "vi.mock('fs', () => ({ readFileSync: () => 'text' }))\n"
        "vi.mock('axios', () => ({ default: { get: () => 'got' } }))\n"
        "test('a', () => { expect(f()).toBe('textgot') })\n"
    )
    assert run("javascript", solution, {"a.test.js": text}).verdict == "pass"


def test_an_automock_of_a_class_keeps_its_shape(run: Run) -> None:
    solution = {
        "k.js": "export class K { constructor() { this.x = 1 } go() { return 1 } }\n"
        "export const list = [1]\nexport const o = { n: 1, f() { return 2 } }\n"
    }
    text = (
        "import { K, list, o } from './k.js'\nimport { vi, test, expect } from 'vitest'\n"
        "vi.mock('./k.js')\n"
        "test('a', () => { const k = new K(); expect(k.go()).toBe(undefined)\n"
        "  expect(k.go).toHaveBeenCalledTimes(1); expect(K).toHaveBeenCalledTimes(1)\n"
        "  expect(list).toEqual([]); expect(o.n).toBe(1); expect(o.f()).toBe(undefined)\n"
        "  vi.mocked(k.go).mockReturnValue(5); expect(k.go()).toBe(5) })\n"
    )
    ran = run("javascript", solution, {"a.test.js": text})
    assert ran.verdict == "pass", ran["a"].message
    text = text.replace("{ vi, test, expect } from 'vitest'", "'node:fs'").replace("vi.", "jest.")
    ran = run("javascript", solution, {"a.test.js": text}, "jest")
    assert ran.verdict == "pass", ran["a"].message


def test_a_double_that_comes_too_late_is_told(run: Run) -> None:
    text = (
        "import { vi, test, expect } from 'vitest'\nimport { limit } from './db.js'\n"
        "await null\nvi.mock('./db.js', () => ({ limit: 9 }))\n"
        "test('a', () => { expect(limit).toBe(3) })\n"
    )
    ran = run("javascript", ESM, {"a.test.js": text})
    assert ran.verdict != "pass"
    assert b"./db.js is already loaded" in ran.outcome.results


def test_the_suites_own_double_beside_a_module_is_used(run: Run) -> None:
    text = (
        "import { name } from './svc'\njest.mock('./db')\n"
        "test('a', () => { expect(name(1)).toBe('sue3') })\n"
    )
    double = {
        "__mocks__/db.js": "export const load = () => ({ name: 'sue' })\nexport const limit = 3\n"
    }
    assert run("javascript", ESM, {"a.test.js": text}, "jest", support=double).verdict == "pass"
    # A solution's own would let it choose what the suite replaces.
    ran = run("javascript", {**ESM, **double}, {"a.test.js": text}, "jest")
    assert ran.verdict == "fail"


@pytest.mark.parametrize("name", ["jest", "vi"])
@pytest.mark.parametrize("language", ["javascript", "typescript"])
def test_a_spy_on_a_module_is_seen_by_all_who_import_it(run: Run, language: str, name: str) -> None:
    end = language[0] + "s"
    solution = {
        f"a.{end}": "export const a = () => 1\nexport default 5\n",
        f"c.{end}": "import { a } from './a'\nexport const c = () => a() + 1\n",
    }
    text = (
        "import * as all from './a'\nimport five from './a'\nimport { c } from './c'\n"
        f"test('a', () => {{ const spy = {name}.spyOn(all, 'a').mockReturnValue(5)\n"
        "  expect(c()).toBe(6); spy.mockRestore(); expect(c()).toBe(2); expect(five).toBe(5) })\n"
    )
    ran = run(language, solution, {f"a.test.{end}": text})
    assert ran.verdict == "pass", ran["a"].message
