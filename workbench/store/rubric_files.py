"""A rubric from its YAML file; what is wrong with it is told by line, with the mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from workbench.errors import InvalidFile
from workbench.model.base import SCHEMA_VERSION, Value
from workbench.model.form import Condition, FormField
from workbench.model.rubric import Axis, Choice, Level, Rubric
from workbench.store.files import read_bytes, validate

_MOST = 1 << 20
_TOLD = 5
_PARTS: Final[dict[str, type[Value]]] = {
    "axes": Axis, "levels": Level, "fields": FormField, "shown_when": Condition,
    "difficulty": Choice,
}  # fmt: skip
_TYPES: Final = {
    "string_type": "put it in quotes",
    "tuple_type": "write a list: each entry on a line of its own, after `- `",
    "model_type": "write `key: value` lines, indented below it",
}


def read_rubric(path: Path, name: str) -> Rubric:
    """Raises NotFound, InvalidFile naming line and mend, FutureVersion."""
    return _parsed(read_bytes(path, limit=_MOST), name)


@lru_cache(maxsize=16)
def _parsed(raw: bytes, name: str) -> Rubric:
    """By content, which no clock and no file system can get wrong: reading YAML was most of what
    opening a desk took."""
    try:
        text = raw.decode("utf-8")
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        value = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{name}: not UTF-8 (byte {error.start})") from None
    except RecursionError:
        raise InvalidFile(f"{name}: nested too deep to be read") from None
    except yaml.YAMLError as error:
        raise _not_yaml(error, name) from None
    twice = next(_repeated(tree), None) if tree is not None else None
    if twice is not None:
        raise InvalidFile(
            f"{name}, line {_line(twice)}: key {str(twice.value)[:80]!r} stands twice",
            mend="remove one of them: only the last would count",
        )
    version = value.get("schema_version", SCHEMA_VERSION) if isinstance(value, dict) else None
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        return validate(Rubric, value, name)
    try:
        return Rubric.model_validate(value)
    except ValidationError as error:
        raise _not_a_rubric(error, tree, name) from None


def _not_yaml(error: yaml.YAMLError, name: str) -> InvalidFile:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    return InvalidFile(
        f"{name}{where}: not YAML: {problem}",
        mend="check the indentation there, and put text with a colon, a comma or a # in quotes",
    )


def _repeated(node: yaml.Node) -> Iterator[yaml.Node]:
    """Keys that stand twice in a mapping. An alias is looked into once: it may stand in itself."""
    seen: set[int] = set()
    stack = [node]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            known: set[str] = set()
            for key, item in node.value:
                if str(key.value) in known:
                    yield key
                known.add(str(key.value))
                stack.append(item)
        elif isinstance(node, yaml.SequenceNode):
            stack += node.value


def _not_a_rubric(error: ValidationError, tree: yaml.Node | None, name: str) -> InvalidFile:
    every = error.errors(include_url=False, include_input=False)
    # A list whose entries are wrong is also told to be too short: nothing of it was read.
    found = [
        item
        for item in every
        if item["type"] != "too_short"
        or not any(o["loc"][: len(item["loc"])] == item["loc"] for o in every if o is not item)
    ]
    told, mends = [], []
    for item in found[:_TOLD]:
        node, place = _find(tree, item["loc"])
        words, mend = _explained(item)
        line = f"line {_line(node)}" if node is not None else "the file"
        told.append(f"{line}{f' ({place})' if place else ''}: {words}")
        mends.append(mend)
    more = len(found) - len(told)
    return InvalidFile(
        f"{name}, " + "; ".join(told) + (f"; and {more} more" if more > 0 else ""),
        mend="; ".join(dict.fromkeys(mend for mend in mends if mend)),
    )


def _explained(item: ErrorDetails) -> tuple[str, str]:
    """What is wrong, and the mend."""
    key = str(item["loc"][-1])[:80] if item["loc"] else ""
    if item["type"] == "missing":
        return f"`{key}` is missing", f"add `{key}:`"
    if item["type"] == "extra_forbidden":
        known = _keys(item["loc"][:-1])
        near = difflib.get_close_matches(key, known, 1)
        mend = f"did you mean `{near[0]}`?" if near else f"known there: {', '.join(known)}"
        return f"there is no `{key}`", mend
    words = item["msg"].removeprefix("Value error, ")
    return words, _TYPES.get(item["type"], f"change `{key}`" if key and not key.isdigit() else "")


def _keys(place: tuple[int | str, ...]) -> list[str]:
    part = next((p for p in reversed(place) if isinstance(p, str)), "")
    return list(_PARTS.get(part, Rubric).model_fields)


def _find(tree: yaml.Node | None, place: tuple[int | str, ...]) -> tuple[yaml.Node | None, str]:
    """The deepest node on the way to a place, and the way in words."""
    node, words = tree, []
    for step in place:
        below: yaml.Node | None = None
        if isinstance(step, int) and isinstance(node, yaml.SequenceNode):
            below = node.value[step] if step < len(node.value) else None
        elif isinstance(node, yaml.MappingNode):
            below = next((v for k, v in node.value if k.value == step), None)
        words.append(str(step + 1) if isinstance(step, int) else str(step)[:80])
        if below is None:
            break
        node = below
    return node, " ".join(words)


def _line(node: Any) -> int:
    line: int = node.start_mark.line + 1
    return line
