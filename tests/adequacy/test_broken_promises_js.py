"""A solution that does not give what the prompt's own example says is found, and no other."""

from __future__ import annotations

import pytest

from tests.adequacy.conftest import MakeLab
from workbench.adequacy.promised import broken
from workbench.model.task import Task

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

SUITE = {
    "s.test.js": "const { f } = require('./s')\ntest('a', () => { expect(f(0)).toEqual(0) })\n"
}


def found(lab: MakeLab, body: str, prompt: str) -> list[tuple[str, str, str]]:
    task = Task.model_validate({
        "id": "t", "title": "T", "language": "javascript", "prompt": prompt,
        "solutions": [{"name": "candidate", "role": "candidate",
                       "files": {"s.js": f"exports.f = (x) => {{ {body} }}\n"}}],
        "suites": [{"name": "given", "role": "given", "framework": "jest", "files": SUITE}],
    })  # fmt: skip
    made = lab("javascript", SUITE, prompt=prompt)
    return [(c.input, c.expected, c.actual) for c in broken(made, [task.candidate])]


def test_another_value_breaks_the_example(lab: MakeLab) -> None:
    assert found(lab, "return x + 1", "`f(2)` is `3`. `f(3)` is `9`.") == [
        ("f(3)", "gives 9", "gives 4")
    ]


def test_an_error_breaks_it_too(lab: MakeLab) -> None:
    ((_, said, did),) = found(lab, "throw new RangeError('no')", "f(2) // [1]\n")
    assert said == "gives [1]"
    assert did.startswith("raises RangeError")


@pytest.mark.parametrize(
    ("body", "prompt"),
    [
        ("return x / 3", "f(2) // 0.67\n"),
        ("return [3, 1, 2]", "f(2) // [1, 2, 3]\n"),
        ("return { b: 1, a: [x] }", "f(2) // { a: [2], b: 1 }\n"),
        ("return new Map([[1, 2]])", "f(2) // { 1: 2 }\n"),
        ("return String(x)", "f(2) // 2\n"),
        ("return Promise.resolve(4)", "f(2) // 4\n"),
    ],
)
def test_what_is_the_same_to_people_breaks_nothing(lab: MakeLab, body: str, prompt: str) -> None:
    assert found(lab, body, prompt) == []


def test_a_longer_list_is_another(lab: MakeLab) -> None:
    assert len(found(lab, "return [x, x]", "f(2) // [2]\n")) == 1
