"""What a prompt's own words say of inputs: which it rules out, and which it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.adequacy.shapes import Shape

_NUMBER = r"(floating|integer|number|int|real|value|float)"
_OF = r"\b(a|of|given|two|three|all|both|only|is|are)"
_FILLED = re.compile(r"\bnon-?\s?empty|not empty|at least one")
SORTED = re.compile(r"\bsorted (list|array|sequence|tuple)|already sorted")
STATED = {
    "negative": (
        re.compile(
            rf"{_OF} (positive {_NUMBER}|non-?negative|natural)|(>=?|greater than) (0|zero)\b"
        ),
        "a number is negative",
    ),
    "zero": (
        re.compile(rf"{_OF} positive {_NUMBER}|(>|greater than) (0|zero)\b"),
        "a number is zero",
    ),
    "empty": (_FILLED, "something is empty"),
    "empty-text": (_FILLED, "a text is empty"),
    "sorted": (SORTED, "it is not sorted"),
    "inner-sorted": (SORTED, "a row is not sorted"),
}
"""What a prompt may say against an input: by the code of the doubt it makes certain."""

BELOW = re.compile(r"\b(less|smaller|lower) than (?P<bound>\d{1,9})\b")
LENGTH = re.compile(r"\b(length|size|number of elements|len)\b")

_COUNT = re.compile(
    r"\b(?:first|last|next|top) `?(?P<many>[nkm])\b(?![-+*/(])"
    r"|\b(?P<times>[nkm])`? times\b|\b(?P<some>[nkm])`? (?:larg|small|high|low)est\b"
    r"|(?<![\w-])`?(?P<nth>[nkm])`?['’-]?th\b"
)
"""`first n`, `n times`, `k largest`, `n-th`: words for how many or the how-manieth."""

_ANYTHING = r"\bregex|\bregular expression"
_CLASSES = {
    "lower-case letters": re.compile(rf"{_ANYTHING}|\blower|\bcases?\b|\bletter"),
    "upper-case letters": re.compile(rf"{_ANYTHING}|\bupper|\bcapital|\bcases?\b|\bletter"),
    "digits": re.compile(rf"{_ANYTHING}|\bdigit|\bnumbers\b|numeric"),
    " ": re.compile(rf"{_ANYTHING}|\bwhite ?-?space|\bspaces?\b|\bblank|\bwords?\b|\bsentence"),
    "space": re.compile(rf"{_ANYTHING}|\bwhite ?-?space|\blines?\b|\bnew ?-?line|\btabs?\b"),
    "mark": re.compile(rf"{_ANYTHING}|\bpunctuat|\bspecial char|\bsymbol|\bnon-?alpha"),
}
"""Words that name a class of characters; whoever may write a regular expression may write any."""


def counts(prompt: str, names: Sequence[str], shapes: Sequence[Shape]) -> Iterator[tuple[int, str]]:
    """Places of arguments that say how many or the how-manieth, with the prompt's words: the one of
    that name, else the only whole number there is. None that is negative in a known call."""
    whole = [at for at, s in enumerate(shapes) if s.numbers and s.allowed == {"int"}]
    for said in _COUNT.finditer(prompt):
        letter = next(v for v in said.groupdict().values() if v)
        named = [at for at in whole if at < len(names) and names[at].lower() == letter]
        for at in named or (whole if len(whole) == 1 else []):
            if shapes[at].low >= 0:
                yield at, said[0]


def speaks_of(prompt: str, characters: str) -> bool:
    """Whether a prompt names characters, which `character_classes` calls so."""
    if characters in _CLASSES:
        return bool(_CLASSES[characters].search(prompt))
    mark = characters.removeprefix("the character ")[1:-1]
    if any(f"{quote}{mark}{quote}" in prompt for quote in "'\"`"):
        return True
    space = mark in ("\\n", "\\t", "\\r", "\\x0b", "\\x0c")
    return bool(_CLASSES[mark if mark == " " else "space" if space else "mark"].search(prompt))
