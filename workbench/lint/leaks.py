"""Answers that stand where they should not: in the prompt, in the tests, or learnt by heart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.syntax import Node, text_of, walk
from workbench.lint.reading import (
    FUNCTIONS,
    calls_around,
    defined,
    language_files,
    literals,
    tree_of,
)
from workbench.lint.shingles import code_phrases, contained, shown_phrases
from workbench.model.assessment import Flag
from workbench.model.task import Solution, Task

_ENOUGH = 12
"""phrases a function must have before its copy says anything"""
_COPIED = 0.7
_THROWN = {"raise_statement", "throw_statement"}
_ERRORS = re.compile(r"(?i)err|exception|panic|bail|fatal")
_KNOWN, _MANY = 0.6, 5


def leaks(task: Task) -> Iterator[Flag]:
    """What a solver could copy, and a solution that only knows the tests' own values."""
    tests = {**task.given.files, **task.given.support}
    told, tested = shown_phrases(task.prompt), _phrases(tests)
    for solution in task.solutions:
        if solution.role not in ("candidate", "reference"):
            continue
        bodies = list(_bodies(task, solution))
        for where, phrases in (("prompt holds", told), ("tests hold", tested)):
            # A helper that the prompt gives is no leak: something must be left to write.
            share = min((contained(body, phrases) for body in bodies), default=0.0)
            if share >= _COPIED and max(map(len, bodies)) >= _ENOUGH:
                yield Flag(kind="leak", severity="high",
                           message=f"the {where} every function of {solution.name}, "
                           f"{share:.0%} of it or more")  # fmt: skip
    yield from _by_heart(task, task.candidate, tests)


def _by_heart(task: Task, solution: Solution, tests: dict[str, str]) -> Iterator[Flag]:
    prompt = task.prompt
    asked = {v for v in _texts(tests) if len(v) >= 6 and v not in prompt} - _names(tests)
    known = sorted(asked & _answers(language_files(solution.files, task.language)))
    if len(known) >= _MANY and len(known) >= _KNOWN * len(asked):
        yield Flag(
            kind="leak", severity="medium", evidence=tuple(v[:120] for v in known[:10]),
            message=f"{len(known)} of {len(asked)} texts of the tests stand in the candidate, "
            "and the prompt names none of them",
        )  # fmt: skip


def _bodies(task: Task, solution: Solution) -> Iterator[set[int]]:
    """Phrases of each function."""
    for path, text in language_files(solution.files, task.language).items():
        root = tree_of(path, text)
        for node in walk(root) if root is not None else ():
            body = node.child_by_field_name("body") if node.type in FUNCTIONS else None
            if body is not None and (made := code_phrases(_without_words(body))):
                yield made


def _without_words(body: Node) -> str:
    """A body without the docstring, which the prompt may well hold."""
    first = body.named_children[0] if body.named_children else None
    if first is not None and first.type == "expression_statement":
        inner = first.named_children[0] if first.named_children else None
        if inner is not None and inner.type == "string":
            return "\n".join(text_of(n) for n in body.named_children[1:])
    return text_of(body)


def _phrases(files: dict[str, str]) -> set[int]:
    return {h for text in files.values() for h in shown_phrases(text)}


def _texts(files: dict[str, str]) -> set[str]:
    roots = (tree_of(path, text) for path, text in files.items())
    return {x.value for root in roots if root is not None for x in literals(root)}


def _answers(files: dict[str, str]) -> set[str]:
    """Texts of a solution but for the words of its errors: tests ask for these on purpose."""
    found: set[str] = set()
    for path, text in files.items():
        root = tree_of(path, text)
        for literal in literals(root) if root is not None else ():
            thrown = any(p.node.type in _THROWN for p in literal.place.outward())
            if not thrown and not any(_ERRORS.search(c) for c in calls_around(literal.place)):
                found.add(literal.value)
    return found


def _names(files: dict[str, str]) -> set[str]:
    roots = (tree_of(path, text) for path, text in files.items())
    return {name for root in roots if root is not None for name in defined(root)}
