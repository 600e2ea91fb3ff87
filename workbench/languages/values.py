"""Plain values of solutions' calls, on the host: from a harness's JSON nodes and back, exactly.

    true, 3, 1.5, "text", null     themselves
    ["i", hex]                     an integer beyond 63 bits
    ["f", "nan" | "inf" | "-inf"]  a float JSON has no word for
    ["s", hex]                     text with lone surrogates, UTF-32
    ["b", hex]                     bytes
    ["L" | "T" | "S" | "F", ...]   list, tuple, set, frozenset
    ["D", [key, value], ...]       dictionary, in its order
    ["v", module, name, ...]       a standard type rebuilt from arguments (a date, a Decimal)
    ["I", type, ...]               what an iterator yields
    ["N", class, ["T", ...], ["L", ["T", name, ["T", ...]], ...]]
                                   an object of the solution: what made it, what was then called
    ["O", class, [name, value], ...]
                                   such an object in a result, by what the suite reads of it
    ["o", type, text]              anything else: its type and its words; it cannot be sent back

A value that came from a sandbox is built of these and of nothing else, so that comparing or hashing
it runs no code of a solution.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

MAX_DEPTH = 200
_MAX_HEX = 1 << 18
_CONTAINERS: dict[str, type] = {"L": list, "T": tuple, "S": set, "F": frozenset}
_TAGS = {kind: tag for tag, kind in _CONTAINERS.items()}


@dataclass(frozen=True, repr=False)
class Opaque:
    """A value without a form of its own on the host. `node` is what the harness sent, as JSON; it
    is sent back as it came, if `sendable`."""

    kind: str
    text: str
    node: str = ""

    def __repr__(self) -> str:
        return self.text

    @property
    def sendable(self) -> bool:
        """Whether a harness can make it again."""
        return self.node.startswith(('["v"', '["u"'))


@dataclass(frozen=True)
class Yielded:
    """What an iterator gave, as far as it was asked."""

    kind: str
    items: tuple[Any, ...]


@dataclass(frozen=True)
class Built:
    """An object of the solution as an argument: its class, the constructor's arguments, and the
    calls of its methods since, (name, arguments) each."""

    kind: str
    made: tuple[Any, ...]
    steps: tuple[tuple[str, tuple[Any, ...]], ...] = ()


@dataclass(frozen=True)
class Thing:
    """An object of the solution in a result, by what the suite reads of such objects."""

    kind: str
    fields: tuple[tuple[str, Any], ...] = ()


Value = Any
"""None, bool, int, float, str, bytes, list, tuple, set, frozenset, dict, Opaque, Yielded, Built or
Thing."""


class NotPlain(ValueError):
    """A value that no node stands for, or a node that stands for no value."""


def to_node(value: Value, depth: int = 0) -> Any:
    """The node of a value. Raises NotPlain."""
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return value if -(1 << 63) < value < 1 << 63 else ["i", format(value, "x")]
    if kind is float:
        return value if math.isfinite(value) else ["f", repr(value)]
    if kind is str:
        return value if _clean(value) else ["s", value.encode("utf-32-le", "surrogatepass").hex()]
    if depth > MAX_DEPTH:
        raise NotPlain("nested too deep")
    if kind in _TAGS:
        return [_TAGS[kind], *(to_node(v, depth + 1) for v in value)]
    if kind is dict:
        return ["D", *([to_node(k, depth + 1), to_node(v, depth + 1)] for k, v in value.items())]
    if kind is bytes:
        return ["b", value.hex()]
    if isinstance(value, Opaque) and value.sendable:
        return json.loads(value.node)
    if kind is Built:
        steps = to_node([(name, args) for name, args in value.steps], depth + 1)
        return ["N", value.kind, to_node(value.made, depth + 1), steps]
    raise NotPlain(f"a {kind.__name__} cannot be sent")


def _clean(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def from_node(node: Any, depth: int = 0) -> Value:
    """The value of a node. Raises NotPlain on anything no harness sends."""
    if not isinstance(node, list):
        if isinstance(node, dict):
            raise NotPlain("an object where an array must be")
        return node
    if depth > MAX_DEPTH or not node or not isinstance(node[0], str):
        raise NotPlain("not a value")
    tag, rest = node[0], node[1:]
    try:
        match tag:
            case "L" | "T" | "S" | "F":
                return _CONTAINERS[tag](from_node(n, depth + 1) for n in rest)
            case "D":
                return {from_node(k, depth + 1): from_node(v, depth + 1) for k, v in rest}
            case "i" if len(rest[0]) <= _MAX_HEX:
                return int(rest[0], 16)
            case "f":
                return float(rest[0])
            case "s":
                return bytes.fromhex(rest[0]).decode("utf-32-le", "surrogatepass")
            case "b":
                return bytes.fromhex(rest[0])
            case "I":
                return Yielded(str(rest[0])[:100], tuple(from_node(n, depth + 1) for n in rest[1:]))
            case "N":
                made, steps = from_node(rest[1], depth + 1), from_node(rest[2], depth + 1)
                listed = tuple((str(name), tuple(args)) for name, args in steps)
                return Built(str(rest[0])[:200], tuple(made), listed)
            case "O":
                pairs = ((str(name)[:200], from_node(n, depth + 1)) for name, n in rest[1:])
                return Thing(str(rest[0])[:200], tuple(pairs))
            case "v":
                return Opaque(".".join(map(str, rest[:2])), _words(rest), json.dumps(node))
            case "o" | "u":
                text = str(rest[1])[:2000] if len(rest) > 1 else str(rest[0])
                return Opaque(str(rest[0])[:200], text, json.dumps(node))
    except (TypeError, ValueError, IndexError, RecursionError, OverflowError) as error:
        raise NotPlain(f"not a value: {type(error).__name__}") from None
    raise NotPlain(f"no value has the tag {tag[:20]!r}")


def _words(rest: list[Any]) -> str:
    return f"{rest[1]}({', '.join(show(from_node(n)) for n in rest[2:])})"


def key_of(value: Value) -> str:
    """Equal for equal values of equal types, whatever order a set or dictionary has."""
    if isinstance(value, set | frozenset):
        return f"{type(value).__name__}{sorted(map(key_of, value))}"
    if isinstance(value, dict):
        return f"dict{sorted((key_of(k), key_of(v)) for k, v in value.items())}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}[{','.join(map(key_of, value))}]"
    if isinstance(value, int) and not isinstance(value, bool):
        return format(value, "x")
    if isinstance(value, float):
        return value.hex()
    if isinstance(value, Opaque):
        return f"Opaque{(value.kind, value.text, value.node)}"
    if isinstance(value, Built):
        return f"Built{key_of((value.kind, value.made, value.steps))}"
    return repr(value)


def show(value: Value, limit: int = 400) -> str:
    """A value in a person's words, Python's notation, cut to `limit`."""
    if isinstance(value, Opaque):
        text = value.text
    elif isinstance(value, Yielded):
        text = f"{value.kind} of {show(list(value.items), limit)}"
    elif isinstance(value, list | tuple) and any(isinstance(v, Built | Thing) for v in value):
        inside = ", ".join(show(v, limit) for v in value)
        text = f"[{inside}]" if isinstance(value, list) else f"({inside})"
    elif isinstance(value, Built | Thing):
        text = shown_object(value, lambda v: show(v, limit))
    else:
        try:
            text = repr(value)
        except ValueError:
            text = f"<an integer of {value.bit_length()} bits>" if type(value) is int else "<large>"
    return text if len(text) <= limit else f"{text[:limit]}..."


def built_in(value: Value) -> Iterator[Built]:
    """Objects of the solution that a value holds, or is."""
    if isinstance(value, Built):
        yield value
        value = (value.made, [args for _, args in value.steps])
    parts = value.values() if isinstance(value, dict) else value
    if isinstance(value, list | tuple | set | frozenset | dict):
        for part in parts:
            yield from built_in(part)


def shown_object(value: Built | Thing, shown: Callable[[Value], str]) -> str:
    """An object of the solution: a call of its constructor, or what is read of it."""
    if isinstance(value, Thing):
        return f"{value.kind}({', '.join(f'{n}={shown(v)}' for n, v in value.fields)})"
    after = "".join(f".{n}({', '.join(map(shown, args))})" for n, args in value.steps)
    return f"{value.kind}({', '.join(map(shown, value.made))})" + (f" after {after}" * bool(after))


def size_of(value: Value) -> int:
    """How much there is to read in a value: what minimising makes smaller."""
    if isinstance(value, Built):
        return 1 + size_of(value.made) + size_of(value.steps)
    if isinstance(value, dict):
        return 1 + sum(size_of(k) + size_of(v) for k, v in value.items())
    if isinstance(value, list | tuple | set | frozenset):
        return 1 + sum(map(size_of, value))
    if isinstance(value, str | bytes):
        return 1 + len(value)
    if isinstance(value, bool) or value is None:
        return 1
    if isinstance(value, int):
        return 1 + min(abs(value), 10) // 3 + abs(value).bit_length()
    if isinstance(value, float):
        plain = value.is_integer() if math.isfinite(value) else False
        return 2 + (size_of(int(value)) if plain else 20 + len(repr(value)))
    return 5
