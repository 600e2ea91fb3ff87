"""Plain values as Rust takes them: whether a type holds one, its words, its source."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator, Sequence

from workbench.languages.rust_calls_kinds import (
    FLOATS,
    MAPS,
    POINTERS,
    ROWS,
    SETS,
    SIGNED,
    TEXTS,
    UNSIGNED,
    Kind,
    written,
)
from workbench.languages.values import NotPlain, Opaque, Value, from_node

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", '"': '\\"', "\0": "\\0"}
_MOST_FLOAT = float.fromhex("0x1.fffffep127")


def words(value: Value, kind: Kind) -> Iterator[str]:
    """What the caller inside the sandbox reads a value from. Raises NotPlain when the type does
    not hold it."""
    name, parts = kind.name, kind.parts
    if name in SIGNED or name in UNSIGNED:
        yield str(_integer(value, name))
    elif name in FLOATS:
        yield struct.pack(">d", _float(value, name)).hex()
    elif name == "bool" and isinstance(value, bool):
        yield str(int(value))
    elif name == "char" and isinstance(value, str) and len(value) == 1:
        yield str(ord(_clean(value)))
    elif name in TEXTS and isinstance(value, str):
        yield f"x{_clean(value).encode().hex()}"
    elif name in POINTERS:
        yield from words(value, parts[0])
    elif name == "Option":
        yield "0" if value is None else "1"
        if value is not None:
            yield from words(value, parts[0])
    elif name in ROWS and isinstance(value, list) and (name != "array" or len(value) == kind.size):
        yield str(len(value))
        for item in value:
            yield from words(item, parts[0])
    elif name == "tuple" and isinstance(value, tuple) and len(value) == len(parts):
        for item, part in zip(value, parts, strict=True):
            yield from words(item, part)
    elif name in SETS and isinstance(value, set | frozenset):
        rows = sorted(" ".join(words(item, parts[0])) for item in value)
        yield from (str(len(rows)), *rows)
    elif name in MAPS and isinstance(value, dict):
        yield str(len(value))
        for key, item in value.items():
            yield from words(key, parts[0])
            yield from words(item, parts[1])
    elif name == "enum":
        yield str(kind.variants.index(_variant(value, kind)))
    elif name == "record":
        for item, part in zip(_fields(value, kind), parts, strict=True):
            yield from words(item, part)
    elif name == "choice":
        at, held = _chosen(value, kind)
        yield str(at)
        for item, part in zip(held, parts[at].parts, strict=True):
            yield from words(item, part)
    else:
        raise NotPlain(f"no {written(kind)}: a {type(value).__name__}")


def fits(value: Value, kind: Kind) -> bool:
    """Whether a value can be sent as that type."""
    try:
        for _ in words(value, kind):
            pass
    except (NotPlain, RecursionError):
        return False
    return True


def _integer(value: Value, name: str) -> int:
    bits = SIGNED.get(name) or UNSIGNED[name]
    low, high = (-(1 << bits - 1), 1 << bits - 1) if name in SIGNED else (0, 1 << bits)
    if type(value) is not int or not low <= value < high:
        raise NotPlain(f"no {name}")
    return value


def _float(value: Value, name: str) -> float:
    whole = type(value) is int and abs(value) <= 1 << 53
    if type(value) is not float and not whole:
        raise NotPlain(f"no {name}")
    if name == "f32" and math.isfinite(value) and abs(value) > _MOST_FLOAT:
        raise NotPlain("beyond what an f32 holds")
    return float(value)


def _clean(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotPlain("a surrogate alone is no character") from None
    return text


def _variant(value: Value, kind: Kind) -> str:
    owner, _, name = value.text.rpartition("::") if isinstance(value, Opaque) else ("", "", "")
    if owner != kind.declared or name not in kind.variants:
        raise NotPlain(f"no {kind.declared}")
    return str(name)


def _fields(value: Value, kind: Kind) -> Sequence[Value]:
    """The parts of a record, in its order."""
    if kind.variants and isinstance(value, dict) and set(value) == set(kind.variants):
        return [value[name] for name in kind.variants]
    if not kind.variants and isinstance(value, tuple) and len(value) == len(kind.parts):
        return value
    raise NotPlain(f"no {kind.declared}")


def _chosen(value: Value, kind: Kind) -> tuple[int, Sequence[Value]]:
    """Which variant of an enum a value is, and its parts."""
    node = json.loads(value.node) if isinstance(value, Opaque) and value.sendable else []
    for at, part in enumerate(kind.parts):
        if node == ["u", f"{kind.declared}::{part.declared}"] and not part.parts:
            return at, ()
        if node[:3] == ["v", kind.declared, part.declared]:
            held = tuple(map(from_node, node[3:]))
            return at, _fields(held[0] if part.variants and held else held, part)
    raise NotPlain(f"no {kind.declared}")


def literal(value: Value, kind: Kind | None) -> str:
    """A value as an expression of that type; of None, as the value alone suggests. Raises
    NotPlain."""
    if kind is None:
        return literal(value, _suggested(value))
    name, parts = kind.name, kind.parts
    if not fits(value, kind):
        raise NotPlain(f"a {type(value).__name__} is no {written(kind)}")
    if name in FLOATS:
        return _float_literal(float(value), name)
    if name == "bool":
        return "true" if value else "false"
    if name == "char":
        return "'" + "".join("\\'" if c == "'" else _ESCAPES.get(c, _plain(c)) for c in value) + "'"
    if name in TEXTS:
        said = '"' + "".join(_ESCAPES.get(c, _plain(c)) for c in value) + '"'
        return f"{said}.to_string()" if name == "String" else said
    if name in POINTERS:
        return _pointed(value, kind)
    if name == "Option":
        return "None" if value is None else f"Some({literal(value, parts[0])})"
    if name in ROWS or name in SETS:
        items = [literal(v, parts[0]) for v in value]
        return _row(kind, items if name in ROWS else sorted(items))
    if name == "tuple":
        inner = ", ".join(literal(v, p) for v, p in zip(value, parts, strict=True))
        return f"({inner},)" if len(parts) == 1 else f"({inner})"
    if name in MAPS:
        rows = [f"({literal(k, parts[0])}, {literal(v, parts[1])})" for k, v in value.items()]
        return _row(kind, rows)
    if name == "record":
        return _record(kind.declared, _fields(value, kind), kind)
    if name == "choice":
        at, held = _chosen(value, kind)
        return _record(f"{kind.declared}::{parts[at].declared}", held, parts[at])
    return value.text if name == "enum" else str(value)


def _record(path: str, held: Sequence[Value], kind: Kind) -> str:
    items = [literal(v, p) for v, p in zip(held, kind.parts, strict=True)]
    if kind.variants:
        listed = [f"{n}: {item}" for n, item in zip(kind.variants, items, strict=True)]
        return f"{path} {{ {', '.join(listed)} }}"
    return f"{path}({', '.join(items)})" if items else path


def _pointed(value: Value, kind: Kind) -> str:
    inner = kind.parts[0]
    if kind.name == "&" and inner.name == "slice":
        return f"&[{', '.join(literal(v, inner.parts[0]) for v in value)}]"
    said = literal(value, inner)
    if kind.name == "Box":
        return f"Box::new({said})"
    if kind.name == "Cow":
        return said
    return said if inner.name == "str" else f"{kind.name}{' ' * (kind.name == '&mut')}{said}"


def _row(kind: Kind, items: list[str]) -> str:
    inner = ", ".join(items)
    if kind.name in ("array", "slice"):
        return f"[{inner}]"
    if kind.name == "Vec":
        return f"vec![{inner}]" if items else f"{written(kind).replace('<', '::<', 1)}::new()"
    path = f"std::collections::{kind.name}"
    typed = ", ".join(map(written, kind.parts))
    return f"{path}::from([{inner}])" if items else f"{path}::<{typed}>::new()"


def _plain(char: str) -> str:
    return char if char.isprintable() else f"\\u{{{ord(char):x}}}"


def _float_literal(value: float, name: str) -> str:
    if math.isnan(value):
        return f"{name}::NAN"
    if math.isinf(value):
        return f"{name}::{'NEG_' * (value < 0)}INFINITY"
    return repr(value)


def _suggested(value: Value) -> Kind:
    """The type a value would have in a test that says nothing of types."""
    for kind, name in ((bool, "bool"), (int, "i128"), (float, "f64")):
        if type(value) is kind:
            return Kind(name)
    if isinstance(value, str):
        return Kind("&", (Kind("str"),))
    if isinstance(value, Opaque) and "::" in value.text:
        owner, _, name = value.text.rpartition("::")
        return Kind("enum", (), 0, owner, (name,))
    if value is None:
        return Kind("Option", (Kind("bool"),))
    if isinstance(value, tuple):
        return Kind("tuple", tuple(map(_suggested, value)))
    if isinstance(value, list) and value:
        return Kind("Vec", (_suggested(value[0]),))
    raise NotPlain(f"a {type(value).__name__} has no literal without its type")
