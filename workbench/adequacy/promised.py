"""What the prompt says its own examples give, against what solutions give for them.

    `Tax.taxCents(50, 50)` is 2      shout("a") -> "A!"      >>> shout("a")
                                                             'A!'

A suite that was taken from a wrong solution agrees with it. The examples are what neither was made
of. Read narrowly: one whole call of literals, a word or a sign that says what comes of it, one
whole literal. Whatever depends on what was said before it is left alone, and so is an answer of
another kind than the literal: nobody could say that they differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.adequacy.findings import called_with, told
from workbench.adequacy.inputs import Args
from workbench.adequacy.lab import Lab, NotSearchable
from workbench.languages.calls import Calls, Entry, Result, View, call_text
from workbench.languages.objects import ClassEntry
from workbench.languages.values import NotPlain, Value
from workbench.model.assessment import Counterexample
from workbench.model.task import Solution

THE_PROMPT = "the prompt"
_MOST = 40
_SHOWN = 3
"""contradictions told of one solution"""
_ENTRIES = 6

_SAYS = re.compile(
    r"`?\s*;?\s*(?:"
    r"(?:===?|=>|-+>|→|⇒|➞|=(?![=~])|//\s*(?:=>|->|returns?\b|==)?|#\s*(?:=>|->|returns?\b|==)?)"
    r"|(?:returns?|gives?|yields?|is|equals|evaluates to"
    r"|(?:should|must|will) (?:return|be|give|yield|equal))\b"
    r")[ \t]*"
)
_SCALAR = re.compile(
    r"[-+]?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w])[lLfFdD]?"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|(?:true|false|null|None|True|False|nil)\b"
)
_OPENS = re.compile(r"(?:new\s+)?(?:\[\]\w+|&?vec!|[\w.]+(?:<[^<>\n]*>)?(?:\[\])*)?\s*(?=[\[({])")
# What follows a whole statement; `is 5 or more`, `is 5 if`, `= 2 * 3` are none.
_ENDS = re.compile(
    r"`?\s*(?:\Z|\n|[,;:.](?!\d)|[)\]](?![.\w])|\||\((?![\w.]+\()|//|#|—|–|and\s+`|because\b|since\b)"
)
_DEPENDS = re.compile(
    r"\b(?:not|never|wrong\w*|incorrect\w*|instead|bug\w*|broken|current\w*|previous\w*|unlike|if"
    r"|unless|when|while|once|again|after\w*|then|with|after|before|until|call\w* of)\b|n't\b",
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    r"(?:new\s+[A-Z]\w*\(\)\s*\.\s*|(?:[a-z]\w*\.)*[A-Z]\w*(?:\.|::)|[a-z]\w*::)+\Z"
)
_BULLET = re.compile(r"\s*(?:[-*•>|]+|\d+[.)])\s*\Z")
_JOINED = re.compile(r"(?:[+*/%<>&|!^.\[({~-]|[=!<>]=)\s*\Z")
_ASSERTS = re.compile(
    r"(?:\bassert|\bassert!\(|\breturns?|^\s*>>>|\be\.g\.,?|\bi\.e\.,?|[:,])\s*\Z"
)
_REFUSED = frozenset({"TypeError", "AttributeError", "ClassCastException", "NameError"})
"""The call may have been written in another manner than it was made."""


@dataclass(frozen=True)
class Promise:
    """A call the prompt writes down, and what it says comes of it. `said`: that, as written."""

    entry: Entry
    args: Args
    value: Value
    said: str


def promises(calls: Calls, prompt: str, entries: Sequence[Entry]) -> list[Promise]:
    """In the prompt's order; none of which the prompt says two things."""
    found: list[Promise] = []
    for entry in entries[:_ENTRIES]:
        if isinstance(entry, ClassEntry):
            continue
        mine: dict[str, list[Promise]] = {}
        for place in re.finditer(rf"(?<![\w$]){re.escape(entry.name)}\s*\(", prompt):
            made = _read(calls, prompt, place.start(), entry)
            if made is not None:
                mine.setdefault(repr(made.args), []).append(made)
        found += [
            same[0] for same in mine.values() if all(p.value == same[0].value for p in same)
        ]  # fmt: skip
    return found[:_MOST]


def broken(lab: Lab, solutions: Sequence[Solution]) -> Iterator[Counterexample]:
    """Where a solution plainly gives something else than the prompt says, twice. Raises
    Cancelled."""
    for solution in solutions:
        said = promises(lab.calls, lab.prompt, lab.calls.entries(solution, lab.suite))
        told_of = 0
        for entry in {p.entry.name: p.entry for p in said}.values():
            mine = [p for p in said if p.entry.name == entry.name]
            try:
                first = lab.run(solution, entry, [p.args for p in mine])
                bad = [p for p, r in zip(mine, first, strict=True) if _breaks(p, r)]
                again = lab.run(solution, entry, [p.args for p in bad]) if bad else []
            except NotSearchable:
                continue
            for promise, result in zip(bad, again, strict=True):
                if told_of < _SHOWN and result is not None and _breaks(promise, result):
                    told_of += 1
                    yield _counterexample(lab, solution, promise, result)


def _counterexample(
    lab: Lab, solution: Solution, promise: Promise, result: Result
) -> Counterexample:
    entry, args = promise.entry, promise.args
    wanted = Result(0, "returned", promise.value)
    try:
        suite = lab.calls.probe(lab.suite, entry, entry.call(args), wanted, View())
        probe = next(iter(suite.files.values()))
    except NotPlain:
        probe = ""
    return Counterexample(
        solution=solution.name, other=THE_PROMPT, input=called_with(entry, args),
        expected=f"gives {promise.said}", actual=told(result, entry), inside=None,
        why="it is an example of the prompt's own", probe=probe,
    )  # fmt: skip


def _breaks(promise: Promise, result: Result | None) -> bool:
    if result is None:
        return False
    if result.end == "raised":
        return result.error not in _REFUSED
    return result.end == "returned" and differs(promise.value, result.value)


def differs(said: Value, given: Value) -> bool:
    """Whether both are of one kind and plainly not the same: a prompt rounds, and writes lists for
    whatever holds things."""
    if isinstance(given, tuple) and len(given) == 1 and not isinstance(said, list | tuple):
        return differs(said, given[0])  # what an Optional holds
    if isinstance(said, bool) or isinstance(given, bool):
        return isinstance(said, bool) and isinstance(given, bool) and said != given
    if isinstance(said, int | float) and isinstance(given, int | float):
        if isinstance(said, int) and isinstance(given, int):
            return said != given
        return abs(said - given) > 0.006 + 1e-3 * abs(said)
    if isinstance(said, str) and isinstance(given, str):
        return "".join(said.split()) != "".join(given.split())
    if isinstance(said, list | tuple) and isinstance(given, list | tuple):
        if len(said) != len(given):
            return not (isinstance(given, tuple) and not given)
        if any(differs(s, g) for s, g in zip(said, given, strict=True)):
            return not _rearranged(said, given)
        return False
    if isinstance(said, dict) and isinstance(given, dict):
        if any(type(a) is not type(b) for a in said for b in given):
            return False
        return said.keys() != given.keys() or any(differs(said[k], given[k]) for k in said)
    return False


def _rearranged(said: Sequence[Value], given: Sequence[Value]) -> bool:
    """Whether only the order is another: a prompt may leave it open."""
    left = list(given)
    for each in said:
        at = next((n for n, other in enumerate(left) if not differs(each, other)), None)
        if at is None:
            return False
        del left[at]
    return True


def _read(calls: Calls, prompt: str, start: int, entry: Entry) -> Promise | None:
    written = call_text(prompt, start)
    if not written or not _begins(prompt, start):
        return None
    said = _said(prompt, start, start + len(written))
    if not said:
        return None
    args = _values(calls, written, entry)
    value = _values(calls, f"{entry.name}({said})", entry)
    if args is None or value is None or len(value) != 1 or not entry.fits(args):
        return None
    return Promise(entry, args, value[0], said) if _arity(entry, args) else None


def _arity(entry: Entry, args: Args) -> bool:
    least = sum(not p.optional for p in entry.parameters)
    return least <= len(args) <= len(entry.parameters)


def _values(calls: Calls, written: str, entry: Entry) -> Args | None:
    """The arguments of one call, in the language's own words or a prompt's."""
    made = calls.examples(written, entry.name)
    return made[0].args if len(made) == 1 and not made[0].kwargs else None


def _begins(prompt: str, start: int) -> bool:
    """Whether a statement begins with the call: nothing is done to what it gives, and nothing said
    before it in the sentence bears upon it."""
    line = prompt[prompt.rfind("\n", 0, start) + 1 : start]
    bare = _QUALIFIED.sub("", line)
    if _BULLET.fullmatch(bare) or not bare.strip():
        return True
    if _DEPENDS.search(re.split(r"[.;](?:\s|$)", bare)[-1]):
        return False
    if bare.endswith(("`", ">>> ")):
        return not re.search(r"[\w.]`\Z", bare)
    return bool(_ASSERTS.search(bare)) or not _JOINED.search(bare)


def _said(prompt: str, start: int, end: int) -> str:
    """The literal that is said to come of the call, or ''."""
    line = prompt[prompt.rfind("\n", 0, start) + 1 : start]
    doctest = re.match(r"[ \t]*\n[ \t]*", prompt[end:]) if line.lstrip().startswith(">>>") else None
    joined = doctest or _SAYS.match(prompt, end)
    if joined is None:
        return ""
    at = end + joined.end() if doctest else joined.end()
    if prompt[at : at + 1] == "`":
        close = prompt.find("`", at + 1)
        inner = prompt[at + 1 : close].strip() if close > 0 else ""
        return inner if inner and _literal(inner, 0) == inner else ""
    literal = _literal(prompt, at)
    if not literal or not _ENDS.match(prompt, at + len(literal)):
        return ""
    return literal


def _literal(text: str, at: int) -> str:
    scalar = _SCALAR.match(text, at)
    if scalar is not None:
        return scalar[0]
    opens = _OPENS.match(text, at)
    if opens is None:
        return ""
    held = call_text(text, opens.end())
    return f"{opens[0]}{held}" if held else ""
