"""Examples of a prompt are read where nobody can doubt what they say, and nowhere else."""

from __future__ import annotations

import pytest

from workbench.adequacy.promised import differs, promises
from workbench.languages.calls import Entry, Parameter
from workbench.languages.registry import calls
from workbench.languages.values import Value
from workbench.model.task import LanguageName

F = Entry("a", "f", (Parameter("x"),))
WHOLE = [
    (LanguageName.JAVA, "`Tax.f(50)` is 2, `Tax.f(70)` is 4.", [(50, 2), (70, 4)]),
    (LanguageName.JAVA, "Examples: `f(5)` is `-3` and\n`f(6)` is false.", [(5, -3), (6, False)]),
    (LanguageName.JAVA, "```java\nnew Tax().f(\"ab\"); // => \"a, b\"\n```", [("ab", "a, b")]),
    (LanguageName.JAVA, "- `f(1)` gives `List.of(1, 2)`\n", [(1, [1, 2])]),
    (LanguageName.PYTHON, "    >>> f([1, 2])\n    3\n    >>> f([])\n    0\n",
     [([1, 2], 3), ([], 0)]),
    (LanguageName.PYTHON, "For example, f(2) should return (1, 'x').", [(2, (1, "x"))]),
    (LanguageName.PYTHON, "f(1.5) == 2.5\nf(-1) -> None\n", [(1.5, 2.5), (-1, None)]),
    (LanguageName.JAVASCRIPT, "`f('a')` returns `['a', 1]`.", [("a", ["a", 1])]),
    (LanguageName.GO, "`F(3)` → 9\n", []),
    (LanguageName.RUST, "`f(3)` returns 9.", [(3, 9)]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "prompt", "said"), WHOLE)
def test_a_call_and_what_is_said_to_come_of_it_are_read(
    name: LanguageName, prompt: str, said: list[tuple[Value, Value]]
) -> None:
    speaker = calls(name)
    assert speaker is not None
    assert [(p.args[0], p.value) for p in promises(speaker, prompt, [F])] == said


@pytest.mark.parametrize(
    "prompt",
    [
        "f(3) is 5 or more.",
        "f(3) is 5 if nothing was added.",
        "f(3) is 2 * 4.",
        "f(3) is not 5.",
        "Currently f(3) is 5.",
        "After `add(1)`, `f(3)` is 5.",
        "g(1) + f(3) is 5.",
        "`f(3)` is larger than 5.",
        "f(3) == 5 is false.",
        "f(x) is 5.",
        "f(3) is x.",
        "stack.f(3) is 5.",
        "f(3) is 5. But f(3) is 6.",
        "f(3) gives 5 when it is full.",
        "`f(3)` returns 5th.",
        "f(1, 2) is 3.",
    ],
)
def test_what_may_be_meant_otherwise_is_left_alone(prompt: str) -> None:
    speaker = calls(LanguageName.PYTHON)
    assert speaker is not None
    assert promises(speaker, prompt, [F]) == []


@pytest.mark.parametrize(
    ("said", "given"),
    [(2, 3), (False, True), ("ab", "ba"), ([1, 2], [1, 3]), ([1], [1, 2]), (2, 2.5),
     ({"a": 1}, {"a": 2}), ([[1], [2]], [[1], [3]]), (4, (5,))],
)  # fmt: skip
def test_values_of_one_kind_plainly_differ(said: Value, given: Value) -> None:
    assert differs(said, given)


@pytest.mark.parametrize(
    ("said", "given"),
    [(2, 2.0), (0.67, 0.6666), ("a b", "a  b"), ([1, 2], (2, 1)), (1, "1"), (4, (4,)),
     ([1, 2], {1, 2}), (True, 1), ({"1": 2}, {1: 2}), (None, ())],
)  # fmt: skip
def test_values_that_a_prompt_may_mean_alike_do_not(said: Value, given: Value) -> None:
    assert not differs(said, given)
