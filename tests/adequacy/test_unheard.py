"""Checks that a passing run never comes to are told at their line; those it may leave are not."""

from __future__ import annotations

import pytest

from workbench.adequacy.flags import flags
from workbench.adequacy.runs import Runs
from workbench.adequacy.unheard import unheard
from workbench.judge.judge import Judge
from workbench.languages.registry import language
from workbench.model.assessment import Assessment
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

MODULE = "export const twice = (n) => n * 2\nexport const kind = (n) => (n < 0 ? 'low' : 'high')\n"
HEAD = {
    "vitest": "import { expect, test } from 'vitest'\nimport { twice, kind } from './s.mjs'\n",
    "node:test": "import assert from 'node:assert'\nimport { test } from 'node:test'\n"
                 "import { twice, kind } from './s.mjs'\n",
    "mocha": "import { expect } from 'chai'\nimport { twice, kind } from './s.mjs'\n"
             "const test = it\n",
}  # fmt: skip


def told(sandbox: Sandbox, body: str, framework: str = "vitest") -> list[str]:
    task = Task.model_validate({
        "id": "t", "title": "T", "language": "javascript", "prompt": "Write it.",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"s.mjs": MODULE}}],
        "suites": [{"name": "given", "role": "given", "framework": framework,
                    "files": {"s.test.mjs": HEAD[framework] + body}}],
    })  # fmt: skip
    runs = Runs(Judge(sandbox), task)
    assert runs.passes(task.candidate)
    return unheard(runs, language(task.language).inventory(task.given, task.candidate))


@pytest.mark.parametrize(
    "idle",
    [
        "for (const n of [].concat([])) { expect(twice(n)).toBe(2) }",
        "try { kind('x') } catch (error) { expect(error.message).toBe('no') }",
        "if (kind(1) === 'low') expect(twice(1)).toBe(3)",
        "const later = () => { expect(twice(1)).toBe(3) }",
        "if (kind(1) === 'high') return; expect(twice(1)).toBe(3)",
    ],
)
def test_a_check_that_is_never_run_is_told_at_its_line(sandbox: Sandbox, idle: str) -> None:
    body = f"test('a', () => {{\n  expect(twice(1)).toBe(2)\n  {idle}\n}})\n"
    assert told(sandbox, body) == ["s.test.mjs:5 in a is not run, and candidate passes"]


def test_so_it_is_in_other_frameworks(sandbox: Sandbox) -> None:
    body = "test('a', () => {\n  const n = 1\n  if (n > 1) assert.equal(twice(n), 3)\n})\n"
    (said,) = told(sandbox, body, "node:test")
    assert said.startswith("s.test.mjs:6 ")


@pytest.mark.parametrize(
    "body",
    [
        "const ok = (n) => { if (n < 0) expect(kind(n)).toBe('low')\n else expect(n).toBe(1) }\n"
        "test('a', () => { ok(1) })\n",
        "test('a', () => { if (kind(1) === 'low') expect(1).toBe(1)\n else expect(2).toBe(2) })\n",
        "test('a', () => {\n  try { expect(kind(1)).toBe('high') }"
        " catch (e) { expect(e).toBe(1) } })\n",
        "test('a', () => {\n  if (kind(1) !== 'high') expect.fail('low')\n"
        "  expect.assertions(1)\n  expect(twice(1)).toBe(2)\n})\n",
        "test.each([1, -1])('%i', (n) => {\n  const k = kind(n)\n"
        "  if (n > 0) { expect(k).toBe('high') }\n  if (n < 0) { expect(k).toBe('low') }\n})\n",
        # No semicolons, and a line that begins with a check.
        "test('a', () => {\n  const a = twice(2)\n  expect(a).toBe(4)\n"
        "  expect(kind(a)).toBe('high')\n})\n",
    ],
)
def test_what_a_passing_run_comes_to_or_may_leave_is_not_told(sandbox: Sandbox, body: str) -> None:
    assert told(sandbox, body) == []


def test_they_are_a_flag_that_names_them() -> None:
    found = Assessment(
        id="0" * 64, task_id="t", language="javascript", solution="candidate", suite="given",
        unheard=("s.test.js:5 in a is not run, and candidate passes",),
    )  # fmt: skip
    (flag,) = flags(found)
    assert (flag.kind, flag.severity) == ("tests_accept_wrong", "medium")
    assert "s.test.js:5" in flag.message
