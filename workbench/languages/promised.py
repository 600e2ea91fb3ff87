"""What a prompt itself says a call gives: `splitLine("a,b"); // ["a", "b"]`, "`f(2)` is `4`".

Only calls of plain values with a plain result, joined by nothing but a comment's sign, an arrow, an
equals sign or a word such as `gives`, and with nothing behind the result that could be part of it.
A call of which two results are told is left out: something else decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.languages.calls import Call, call_text
from workbench.languages.js_values import expression, value_of
from workbench.languages.syntax import Node
from workbench.languages.values import NotPlain, Value
from workbench.model.task import LanguageName

_WORDS = (
    r"(?:=>|->|→|⇒|===?|=|is|gives?|returns?|yields?|becomes|evaluates to|results in"
    r"|(?:should|must|will) (?:be|give|return))"
)
_JOINTS = (
    re.compile(rf"`[ \t]*(?:{_WORDS}|:)\s*`"),
    re.compile(rf";?[ \t]*(?:\n[ \t]*)?(?://|#)[ \t]*(?:{_WORDS}(?=[\s\"'\[{{\d-]))?[ \t]*"),
    re.compile(rf"[ \t]*{_WORDS}(?=[\s\"'\[{{\d-])[ \t]*`?"),
    re.compile(r"[ \t]*\n(?=.*\S)"),
)
_DOCTEST = 3
"""Place of the joint that only follows `>>>`."""
_BEFORE = re.compile(
    r"(?:^|\n)[ \t]*(?:(?:[-*>]+|\d+[.)]|//|#)[ \t]+)*$|`$|[A-Za-z:][ \t]$|[^=!<>]=[ \t]*$"
)
_NO_CALL = re.compile(
    r"\b(?:new|typeof|function|def|fn|func|not|never|if|unless|return|throw)[ \t]$"
)
_PLAIN = re.compile(
    r"-?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?|true\b|false\b|null\b|undefined\b"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
)
_AFTER = re.compile(
    r"[ \t]*(?:`|;|\)|$|\n|\(|//|#|\.(?:\s|$)|and\b.{0,80}[`;]|,[ \t]*(?:\n|$|and\b|`))"
)
_FREE = re.compile(r"\bor\b")


@dataclass(frozen=True)
class Promise:
    """A call, what the prompt says it gives, and that as it is written there."""

    call: Call
    value: Value
    text: str


def promises(language: LanguageName, prompt: str, name: str) -> list[Promise]:
    """Those of one function, in the prompt's order; in JavaScript and TypeScript so far."""
    if language not in (LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT):
        return []
    found: list[Promise] = []
    for place in re.finditer(rf"(?<![\w.$]){re.escape(name)}\(", prompt):
        before = prompt[max(0, place.start() - 200) : place.start()]
        before = re.sub(r"\bawait[ \t]+$", "", before)
        if not _BEFORE.search(before) or _NO_CALL.search(before):
            continue
        text = call_text(prompt, place.start())
        call = _call(text)
        if call is None:
            continue
        tail = prompt[place.start() + len(text) :]
        doctest = re.search(r">>>[ \t]*$", before) is not None
        found += [Promise(call, value, said) for value, said in _result(tail, doctest)]
    return [p for p in found if all(p.value == o.value for o in found if o.call == p.call)]


def _call(text: str) -> Call | None:
    node = expression(text) if text else None
    given = node.child_by_field_name("arguments") if node is not None else None
    if node is None or given is None or node.type != "call_expression" or node.has_error:
        return None
    try:
        return Call(tuple(value_of(a) for a in given.named_children if a.type != "comment"))
    except NotPlain:
        return None


def _result(tail: str, doctest: bool) -> Iterator[tuple[Value, str]]:
    for number, joint in enumerate(_JOINTS):
        joined = joint.match(tail)
        if joined is None or (number == _DOCTEST and not doctest):
            continue
        rest = tail[joined.end() :]
        text = _written(rest)
        if (
            not text
            or not _AFTER.match(rest[len(text) :])
            or _FREE.match(rest[len(text) :].strip())
        ):
            continue
        if (value := _value(text)) is not None:
            yield value[0], text
            return


def _written(rest: str) -> str:
    """The value a text begins with; '' where it begins with none."""
    if rest[:1] in "[{" and rest:
        return call_text(rest, 0)
    plain = _PLAIN.match(rest)
    return plain[0] if plain else ""


def _value(text: str) -> tuple[Value] | None:
    # A comment over several lines has its sign on each of them.
    node = expression("(" + re.sub(r"\n[ \t]*(?://|#)", "\n", text) + ")")
    if node is None or node.has_error or _stands_for_more(node):
        return None
    try:
        return (value_of(node),)
    except NotPlain:
        return None


def _stands_for_more(node: Node) -> bool:
    return "..." in (node.text or b"").decode()
