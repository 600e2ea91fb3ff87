"""A helper of the tests that computes by the solution's own code is told, and no other."""

from __future__ import annotations

import pytest

from workbench.lint.copies import copies
from workbench.model.task import LanguageName, Solution, Suite, Task

SOLUTION = """\
function words(title) {
  return title.normalize("NFD").replace(/[^a-z0-9]+/g, " ").toLowerCase().split(" ")
    .filter(Boolean);
}
exports.slug = (title, limit) => {
  let slug = "";
  for (const word of words(title)) {
    const next = slug === "" ? word : `${slug}-${word}`;
    if (next.length >= limit) break;
    slug = next;
  }
  return slug;
};
"""
COPY = """\
function expected(text, most) {
  const all = text.normalize("NFD").replace(/[^a-z0-9]+/g, " ").toLowerCase().split(" ")
    .filter(Boolean);
  return all.reduce((sum, one) => (sum.length + one.length >= most ? sum : `${sum}-${one}`), "");
}
test("a", () => { expect(slug("a b", 9)).toBe(expected("a b", 9)); });
"""
OTHER = """\
function made(parts) {
  const text = parts.filter(Boolean).join(" ");
  for (const part of parts) if (part === "") throw new Error(`empty: ${text}`);
  return text.split(" ").map((one) => one.toUpperCase()).join("-").replace(/-+/g, "-");
}
test("a", () => { expect(slug(made(["a", "b"]), 9)).toBe("a-b"); });
"""
CHECKS = COPY.replace("  return all.reduce", "  expect(all).toBeDefined();\n  return all.reduce")


def told(suite: str) -> list[str]:
    head = "const { slug } = require('./s');\n"
    task = Task(
        id="t", title="T", language=LanguageName.JAVASCRIPT, prompt="Write slug.",
        solutions=(Solution(name="candidate", role="candidate", files={"s.js": SOLUTION}),),
        suites=(Suite(name="given", role="given", files={"s.test.js": head + suite}),),
    )  # fmt: skip
    return [f"{flag.severity} {flag.message} {flag.evidence[0]}" for flag in copies(task)]


def test_a_copy_under_other_names_is_told_with_its_place() -> None:
    (said,) = told(COPY)
    assert said.startswith("medium expected of the tests is ")
    assert "of words of candidate" in said
    assert said.endswith("s.test.js:2")


@pytest.mark.parametrize("suite", [OTHER, CHECKS, "test('a', () => {});\n"])
def test_other_code_and_what_checks_something_is_not(suite: str) -> None:
    assert told(suite) == []
