"""Assertions that nobody can satisfy from the prompt: names and words with no source in it.

A test that calls what the prompt never names, or asks for the words of an error the prompt leaves
open, rejects right solutions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.lint.reading import (
    Literal,
    calls_around,
    defined,
    language_files,
    literals,
    tree_of,
    uses,
    within_reach,
)
from workbench.model.assessment import Flag
from workbench.model.task import LanguageName, Task

_ERRORS = re.compile(
    r"(?i)^(raises|assertRaisesRegex|assertRaisesRegexp|assertWarnsRegex|match|throws|toThrow"
    r"|toThrowError|rejects|EqualError|ErrorContains|hasMessage|hasMessageContaining|expectMessage"
    r"|should_panic)$"
)
_ERROR_TEXTS = re.compile(r"(?i)\.(getMessage|message|Error)\b|\bstr\((e|err|exc)\w*\b")
_ASSERTS = re.compile(
    r"(?i)^(assert\w*|expect|to(Be|Equal|StrictEqual|Match\w*|Contain\w*)|equal|equals|deepEqual"
    r"|strictEqual|is)$"
)
_CONDITIONS = re.compile(r"(?i)^(assert|ok|assert_?(true|false|that)?|assertNotNull|assertNull)$")
_WORDS = re.compile(r"[A-Za-z]{3,}")
_SPIES = re.compile(
    r"\b(?:spyOn|stub|mock\.method)\(\s*(?P<owner>[\w$.]+),\s*(?P<quote>['\"])(?P<name>[\w$]+)(?P=quote)"
)
_BUILT_IN = re.compile(
    r"(?:Array|String|Number|Object|Map|Set|RegExp|Promise)(?:\.prototype)?|JSON|Math"
)
_MADE = re.compile(r"(?:Error|Exception|Rejected\w*|reject)$")
_CONSTANT = re.compile(r"[A-Za-z][A-Za-z_ -]{3,40}\Z")
_COMMON = {"main", "Error", "String", "toString", "equals", "hashCode", "new", "clone", "default",
           "constructor", "compareTo", "Len", "Less", "Swap"}  # fmt: skip
"""names that a language gives a meaning of its own"""
_SHOWN = 12


def underived(task: Task) -> Iterator[Flag]:
    """Names the tests use, and words they ask for, that neither the prompt nor a skeleton has."""
    told = _told(task)
    words = {w.lower() for w in _WORDS.findall(told)}
    own = _defined(task)
    errors: list[str] = []
    constants: list[str] = []
    used: set[str] = set()
    files = language_files(task.given.files, task.language)
    for path, text in sorted(files.items()):
        root = tree_of(path, text)
        if root is None:
            continue
        used |= uses(root) & own
        found = list(literals(root))
        telling = {n for n, x in enumerate(text.split("\n"), 1) if _ERROR_TEXTS.search(x)}
        given = _Given("\n".join(x.value for x in found if not _asserted(x)))
        thrown = [_words(x.value) for x in found if _is_thrown(x, task.language)]
        for literal in found:
            if not _asserted(literal):
                continue
            place = f'{path}:{literal.line} "{literal.value[:80]}"'
            if _about_errors(literal, telling):
                own_words = any(_words(literal.value) <= said for said in thrown)
                if not _known(literal.value, words) and not own_words:
                    errors.append(place)
            elif (
                _CONSTANT.match(literal.value)
                and not _known(literal.value, words)
                and not given.could_make(literal.value)
            ):
                constants.append(place)
    unnamed = sorted(used - set(re.findall(r"\w+", told)))
    if unnamed:
        yield Flag(kind="underived", severity="medium", evidence=tuple(unnamed[:_SHOWN]),
                   message="the tests use names that the prompt does not give")  # fmt: skip
    if doubled := sorted(_doubled(task, files, told)):
        message = "the tests watch what the prompt does not name"
        yield Flag(kind="underived", severity="medium", message=message,
                   evidence=tuple(doubled[:_SHOWN]))  # fmt: skip
    if errors:
        message = "the tests ask for words of errors that the prompt does not give"
        yield Flag(kind="underived", severity="medium", message=message,
                   evidence=tuple(errors[:_SHOWN]))  # fmt: skip
    if constants:
        message = "the tests ask for words that neither the prompt nor an input has"
        yield Flag(kind="underived", severity="low", message=message,
                   evidence=tuple(constants[:_SHOWN]))  # fmt: skip


def _told(task: Task) -> str:
    """The prompt, and what a solver is handed: the skeleton."""
    stubs = [t for s in task.solutions if s.role == "stub" for t in s.files.values()]
    return "\n".join([task.prompt, *stubs, *task.entry_points])


def _defined(task: Task) -> set[str]:
    """What the solution defines: the tests' way into it."""
    found: set[str] = set()
    for path, text in language_files(task.candidate.files, task.language).items():
        root = tree_of(path, text)
        if root is not None:
            found |= within_reach(root)
    tests: set[str] = set()
    for path, text in language_files(task.given.files, task.language).items():
        root = tree_of(path, text)
        if root is not None:
            tests |= defined(root)
    # A name the tests define themselves is no name of the solution.
    return {n for n in found - tests if len(n) > 2 and not n.startswith("_")} - _COMMON


def _about_errors(literal: Literal, telling: set[int]) -> bool:
    """`telling` are the lines that ask an error for its text."""
    return literal.line in telling or any(
        _ERRORS.match(name) for name in calls_around(literal.place)
    )


def _asserted(literal: Literal) -> bool:
    """Whether a test asks for it. The argument of any other call is an input, a third one, or what
    follows a condition, says what a failure means."""
    place = literal.place
    before = place.commas
    nearest = next(calls_around(literal.place), "")
    if nearest:
        # `Option::expect` takes a message, too.
        alone = nearest == "expect" and place.node.type == "string_literal"
        if before and _CONDITIONS.match(nearest):
            return False
        return not alone and before < 2 and bool(_ASSERTS.match(nearest) or _ERRORS.match(nearest))
    for outer in place.outward():
        node = outer.node
        if node.type == "assert_statement":
            return not (place.above is outer and before)
        if node.type in ("function_definition", "function_declaration", "block"):
            return False
    return False


def _doubled(task: Task, files: dict[str, str], told: str) -> Iterator[str]:
    """Methods of the solution, or of what every program has, that a JavaScript test puts a double
    in place of, and that nobody who reads the prompt need call."""
    own = _defined(task)
    for path, text in files.items():
        for spied in _SPIES.finditer(text):
            owner, name = spied["owner"], spied["name"]
            named = re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", told)
            chance = owner == "Math" and name == "random"
            if not (named or chance) and (name in own or _BUILT_IN.fullmatch(owner)):
                yield f"{path}:{text.count(chr(10), 0, spied.start()) + 1} {owner}.{name}"


def _words(value: str) -> set[str]:
    return {w.lower() for w in _WORDS.findall(value)}


def _is_thrown(literal: Literal, language: LanguageName) -> bool:
    """Whether a test makes an error of it, for a double to throw: it may well ask for that again.
    In Go and Rust such names are those by which a test itself fails."""
    if language in (LanguageName.GO, LanguageName.RUST) or _asserted(literal):
        return False
    return bool(_MADE.search(next(calls_around(literal.place), "")))


def _known(value: str, words: set[str]) -> bool:
    """Whether half of its words or more are the prompt's. A text without words is data."""
    found = [w.lower() for w in _WORDS.findall(value)]
    return not found or 2 * sum(w in words for w in found) >= len(found)


class _Given:
    """The inputs of one file, in small letters, looked through once."""

    def __init__(self, text: str) -> None:
        self._text = text.lower()
        words = _WORDS.findall(self._text)
        self._letters = set(self._text)
        self._words = set(words)
        self._joined = ("".join(words), "".join(dict.fromkeys(words)))

    def could_make(self, value: str) -> bool:
        """Whether it may be made of an input: a part of one, turned round, or its letters in
        order."""
        low = value.lower()
        words = _WORDS.findall(low)
        return (
            low[::-1] in self._text
            or any("".join(words) in joined for joined in self._joined)
            or set(words) <= self._words
            or (" " not in low.strip() and set(low) <= self._letters)
        )
