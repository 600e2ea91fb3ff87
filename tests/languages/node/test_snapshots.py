"""Snapshots: compared with what the suite brings; what could only be written never passes."""

from __future__ import annotations

import pytest

from tests.languages.python.conftest import Run

pytestmark = pytest.mark.toolchain

RIGHT = {"sol.js": "export const make = (n) => ({ name: 'x', list: [n, 2], at: new Date(0) })\n"
         "export const fail = () => { throw new TypeError('no \"such\" thing') }\n"
         "export const text = () => 'a\\\\\"b'\n"}  # fmt: skip
WRONG = {"sol.js": "export const make = (n) => ({ name: 'x', list: [n, 3], at: new Date(0) })\n"
         "export const fail = () => { throw new TypeError('no thing') }\n"
         "export const text = () => 'a\"b'\n"}  # fmt: skip
HEAD = "import { make, fail, text } from './sol.js'\n"
VITEST = HEAD + "import { test, expect, describe, vi } from 'vitest'\n"
JEST = HEAD + "import { test, expect, describe, jest } from '@jest/globals'\n"
MODERN = """
describe('d', () => {
  test('inline', () => {
    expect(make(1)).toMatchInlineSnapshot(`
      {
        "at": 1970-01-01T00:00:00.000Z,
        "list": [
          1,
          2,
        ],
        "name": "x",
      }
    `)
  })
  test('text', () => { expect(text()).toMatchInlineSnapshot(`"a\\\\"b"`) })
  test('properties', () => {
    expect(make(1)).toMatchInlineSnapshot({ at: expect.any(Date) }, `
{
  "at": Any<Date>,
  "list": [
    1,
    2,
  ],
  "name": "x",
}
`)
  })
  test('kept', () => {
    expect(make(1)).toMatchSnapshot()
    expect(make(2).list).toMatchSnapshot('hint')
  })
  test('thrown', () => { expect(fail).toThrowErrorMatchingSnapshot() })
  THROWN
})
"""
THROWN = {
    "jest": """test('inline thrown', () => {
    expect(fail).toThrowErrorMatchingInlineSnapshot(`"no "such" thing"`) })""",
    "vitest": """test('inline thrown', () => {
    expect(fail).toThrowErrorMatchingInlineSnapshot(`[TypeError: no "such" thing]`) })""",
}
NAMES = {"jest": "d {}", "vitest": "d > {}"}
SNAP = """// {framework} Snapshot v1

exports[`{kept} 1`] = `
{{
  "at": 1970-01-01T00:00:00.000Z,
  "list": [
    1,
    2,
  ],
  "name": "x",
}}
`;

exports[`{kept}: hint 1`] = `
[
  2,
  2,
]
`;

exports[`{thrown} 1`] = `{error}`;
"""


def suite(framework: str) -> dict[str, str]:
    head = VITEST if framework == "vitest" else JEST
    error = '[TypeError: no "such" thing]' if framework == "vitest" else '"no "such" thing"'
    name = NAMES[framework]
    # vitest writes the hint after its own separator.
    snap = SNAP.format(
        framework=framework, kept=name.format("kept"), thrown=name.format("thrown"), error=error
    )
    if framework == "vitest":
        snap = snap.replace("kept: hint", "kept > hint")
    return {
        "a.test.js": head + MODERN.replace("THROWN", THROWN[framework]),
        "__snapshots__/a.test.js.snap": snap,
    }


@pytest.mark.parametrize("framework", ["jest", "vitest"])
def test_right_code_matches_its_snapshots(run: Run, framework: str) -> None:
    ran = run("javascript", RIGHT, suite(framework), framework)
    assert ran.verdict == "pass", [t.message for t in ran.tests.values()]


@pytest.mark.parametrize("framework", ["jest", "vitest"])
def test_wrong_code_matches_none(run: Run, framework: str) -> None:
    ran = run("javascript", WRONG, suite(framework), framework)
    assert set(ran.statuses.values()) == {"failed"}
    assert "a.test.js" in ran["d > inline"].message


@pytest.mark.parametrize("head", [VITEST, JEST])
@pytest.mark.parametrize(
    "text",
    [
        "expect(make(1)).toMatchInlineSnapshot()",
        "expect(make(1)).toMatchInlineSnapshot(``)",
        "expect(make(1)).toMatchInlineSnapshot({ name: 'x' })",
        "expect(make(1)).toMatchSnapshot()",
        "expect(fail).toThrowErrorMatchingSnapshot()",
        "expect(fail).toThrowErrorMatchingInlineSnapshot()",
    ],
)
def test_what_could_only_be_written_fails(run: Run, head: str, text: str) -> None:
    ran = run("javascript", RIGHT, {"a.test.js": head + f"test('a', () => {{ {text} }})\n"})
    assert ran.statuses == {"a": "failed"}
    assert "nothing to compare with" in ran["a"].message


def test_a_solutions_snapshots_are_not_read(run: Run) -> None:
    tests = suite("jest")
    snap = tests.pop("__snapshots__/a.test.js.snap")
    ran = run("javascript", {**RIGHT, "__snapshots__/a.test.js.snap": snap}, tests)
    assert ran["d > kept"].status == "failed"


@pytest.mark.parametrize("head", [VITEST, JEST])
def test_snapshots_of_the_older_format_match(run: Run, head: str) -> None:
    text = """test('a', () => {
  expect(make(1).list).toMatchInlineSnapshot(`
    Array [
      1,
      2,
    ]
  `)
  expect(text()).toMatchInlineSnapshot(`"a\\\\\\\\\\\\"b"`)
})
"""
    ran = run("javascript", RIGHT, {"a.test.js": head + text})
    assert ran.verdict == "pass", ran["a"].message
    assert run("javascript", WRONG, {"a.test.js": head + text}).verdict == "fail"


@pytest.mark.parametrize("head", [VITEST, JEST])
def test_promises_doubles_and_serializers(run: Run, head: str) -> None:
    name = "vi" if head is VITEST else "jest"
    text = (
        "expect.addSnapshotSerializer({ test: (v) => v && v.money, print: (v) => `$${v.money}` })\n"
        "test('a', async () => {\n"
        "  await expect(Promise.resolve(make(1).list[1])).resolves.toMatchInlineSnapshot(`2`)\n"
        "  expect({ money: 5 }).toMatchInlineSnapshot(`$5`)\n"
        f"  const f = {name}.fn(() => 2); f(1)\n"
        "  expect(f).toMatchInlineSnapshot(`\n    [MockFunction] {\n"
        '      "calls": [\n        [\n          1,\n        ],\n      ],\n'
        '      "results": [\n        {\n          "type": "return",\n          "value": 2,\n'
        "        },\n      ],\n    }\n  `)\n})\n"
    )
    if head is VITEST:
        text = text.replace("[MockFunction]", "[MockFunction]")
    ran = run("javascript", RIGHT, {"a.test.js": head + text})
    assert ran.verdict == "pass", ran["a"].message


def test_a_negated_snapshot_never_passes(run: Run) -> None:
    text = "test('a', () => { expect(make(1).list[1]).not.toMatchInlineSnapshot(`9`) })\n"
    for head in (VITEST, JEST):
        assert run("javascript", RIGHT, {"a.test.js": head + text}).statuses == {"a": "failed"}
