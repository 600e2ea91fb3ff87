"""Solutions that do not give what the prompt's own examples say: they or the prompt are wrong.

Numbers need only be as close as the example is written, what is told in another order is no
difference, and neither is a value of another kind: an example is for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.adequacy.findings import called_with, told
from workbench.adequacy.lab import Lab, NotSearchable
from workbench.languages.calls import Entry, Result
from workbench.languages.objects import ClassEntry
from workbench.languages.promised import Promise, promises
from workbench.languages.values import Value, key_of
from workbench.model.assessment import Counterexample
from workbench.model.task import Solution, Task

_MOST = 20
"""examples of one function"""
_FLAT = (bool, str, type(None))


def broken(lab: Lab, task: Task, solutions: Sequence[Solution]) -> Iterator[Counterexample]:
    """The first broken example of each of the solutions, which should pass the suite."""
    for solution in solutions:
        found = next(_of(lab, task, solution), None)
        if found is not None:
            yield found


def _of(lab: Lab, task: Task, solution: Solution) -> Iterator[Counterexample]:
    for entry in lab.calls.entries(solution, lab.suite):
        told_of = promises(task.language, task.prompt, entry.name)[:_MOST]
        asked = [(p, args) for p in told_of if (args := entry.given(p.call)) is not None]
        if isinstance(entry, ClassEntry) or not asked:
            continue
        try:
            results = lab.run(solution, entry, [args for _, args in asked])
        except NotSearchable:
            continue
        for (promise, args), result in zip(asked, results, strict=True):
            if result is not None and _breaks(promise, result):
                # Alone once more: another call may have left something behind.
                again = lab.run(solution, entry, [args])[0]
                if again is not None and _breaks(promise, again):
                    yield _example(solution, entry, promise, args, again)


def _example(
    solution: Solution, entry: Entry, promise: Promise, args: tuple[Value, ...], result: Result
) -> Counterexample:
    return Counterexample(
        solution=solution.name, other="the prompt", input=called_with(entry, args),
        expected=f"says {promise.text[:200]}", actual=told(result, entry), inside=True,
        why="the prompt gives it as an example",
    )  # fmt: skip


def _breaks(promise: Promise, result: Result) -> bool:
    if result.end == "raised":
        return True
    return result.end == "returned" and _differs(promise.value, result.value, promise.text)


def _differs(said: Value, got: Value, text: str) -> bool:
    """Whether a value is certainly another one than what is said."""
    if _is_number(said) and _is_number(got):
        decimals = max((len(d) for d in re.findall(r"\.(\d+)", text)), default=0)
        near = 10.0**-decimals if decimals else 0.0
        return bool(abs(said - got) > max(near, 1e-6 * abs(said)))
    if isinstance(said, list) and isinstance(got, list):
        if len(said) != len(got):
            return True
        differ = any(_differs(s, g, text) for s, g in zip(said, got, strict=True))
        return differ and sorted(map(key_of, said)) != sorted(map(key_of, got))
    if isinstance(said, dict) and isinstance(got, dict):
        if said.keys() != got.keys():
            return True
        return any(_differs(said[key], got[key], text) for key in said)
    return isinstance(said, _FLAT) and type(said) is type(got) and bool(said != got)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
