"""What a prompt says a call gives is read where it cannot mean anything else."""

from __future__ import annotations

import pytest

from workbench.languages.promised import promises
from workbench.languages.values import Value
from workbench.model.task import LanguageName


def read(prompt: str, name: str = "f") -> list[tuple[tuple[Value, ...], Value]]:
    return [(p.call.args, p.value) for p in promises(LanguageName.JAVASCRIPT, prompt, name)]


@pytest.mark.parametrize(
    "prompt",
    [
        "```js\nf(2); // 4\n```",
        "```js\nf(2) // => 4\n```",
        "    f(2)   # returns 4\n",
        "`f(2)` is `4`.",
        "`f(2)` should return `4`, as it is even.",
        "For example f(2) === 4",
        "It gives what follows: `f(2)` → `4`",
        "const x = f(2); // 4",
        "await f(2) // 4",
        ">>> f(2)\n4\n",
        "- f(2) => 4 (two times two)",
        "f(2);\n// 4\n",
    ],
)
def test_a_result_is_read_however_it_is_written(prompt: str) -> None:
    assert read(prompt) == [((2,), 4)]


@pytest.mark.parametrize(
    "prompt",
    [
        "f(2) // 4 minutes",
        "f(2) // 4.5.1",
        "f(2) // 4 or 5",
        "f(2) // 4, 5 and 6",
        "f(2) // [1, 2, ...]",
        "f(n) // 4",
        "f(2) > 4",
        "f(2) // -> { total: number }",
        "console.log(f(2)) // 4",
        "!f(2) // false",
        "new f(2) // 4",
        "1 + f(2) // 4",
        "f(2).length // 4",
        "`f(2)` is not `4`",
        "f(2)\n4 is the answer",
        "f(2) // 4\nf(2) // 5",
        "function f(2) // 4",
    ],
)
def test_what_may_mean_something_else_is_not(prompt: str) -> None:
    assert read(prompt) == []


def test_objects_may_go_over_several_lines_of_a_comment() -> None:
    prompt = 'f("a", { b: [1] });\n// { c: [\n//     "d" ],\n//   e: null }\n'
    assert read(prompt) == [(("a", {"b": [1]}), {"c": ["d"], "e": None})]


def test_other_languages_are_left_alone() -> None:
    assert promises(LanguageName.PYTHON, "f(2) # 4", "f") == []
