"""Comparisons of a Java suite that let nearly any number pass: the tolerance is half of the number
expected or more, both written down.

Zero is expected with any tolerance: there a share says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.languages.java_checks import JavaFile, arguments, message_first
from workbench.languages.syntax import Node, line_of, text_of, walk

_HALF = 0.5
_NUMBER = re.compile(r"[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[lLfFdD]?\Z")
_ALLOWANCE = ("within", "offset", "byLessThan", "withPrecision")


def too_wide(files: Mapping[str, str]) -> Iterator[str]:
    """`file:line code` of each."""
    for path, source in files.items():
        if not path.endswith(".java"):
            continue
        file = JavaFile(path, source)
        for node in walk(file.root):
            if node.type != "method_invocation":
                continue
            pair = _compared(node, file)
            if pair is None or pair[0] == 0:
                continue
            if pair[1] >= _HALF * abs(pair[0]):
                yield f"{path}:{line_of(node)} {' '.join(text_of(node).split())[:120]}"


def _compared(call: Node, file: JavaFile) -> tuple[float, float] | None:
    """The expected number and the tolerance, where both are literals."""
    name, given = text_of(call.child_by_field_name("name")), arguments(call)
    if name == "assertEquals":
        given = given[message_first(given, file, name) :]
        if len(given) < 3:
            return None
        # Some write the computed value first.
        expected = _number(given[0]) if _number(given[0]) is not None else _number(given[1])
        return _pair(expected, _number(given[2]))
    if name == "closeTo" and len(given) == 2:
        return _pair(_number(given[0]), _number(given[1]))
    if name == "isCloseTo" and len(given) == 2 and given[1].type == "method_invocation":
        allowed, how = arguments(given[1]), text_of(given[1].child_by_field_name("name"))
        share = _number(allowed[0]) if len(allowed) == 1 else None
        expected = _number(given[0])
        if how in _ALLOWANCE:
            return _pair(expected, share)
        if how == "withPercentage" and share is not None and expected is not None:
            return _pair(expected, abs(expected) * share / 100)
    return None


def _pair(expected: float | None, tolerance: float | None) -> tuple[float, float] | None:
    return None if expected is None or tolerance is None else (expected, tolerance)


def _number(node: Node) -> float | None:
    text = text_of(node).replace(" ", "")
    return float(text.rstrip("lLfFdD").replace("_", "")) if _NUMBER.match(text) else None
