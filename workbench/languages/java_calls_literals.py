"""Plain values in Java's source: literals read, and written."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence

from workbench.languages.java_calls_types import (
    ANY,
    CHARS,
    FLOATS,
    LISTS,
    MAPS,
    OPTIONALS,
    SETS,
    UNKNOWN,
    JavaType,
)
from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.languages.values import NotPlain, Value

_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f", "s": " "}
_WRITTEN = {"\n": "\\n", "\t": "\\t", "\b": "\\b", "\r": "\\r", "\f": "\\f", "\\": "\\\\"}
_BOXED = {
    "byte": "Byte", "short": "Short", "int": "Integer", "long": "Long", "float": "Float",
    "double": "Double", "boolean": "Boolean", "char": "Character",
}  # fmt: skip
_LISTED = {"Arrays.asList", "List.of", "Stream.of"}


# --- read -------------------------------------------------------------------------------------


def value_of(node: Node) -> Value:
    """The value of a literal, or of what makes a collection of literals. Raises NotPlain."""
    kind = node.type
    inner = [c for c in children(node) if not c.type.endswith("comment")]
    if kind.endswith("integer_literal"):
        return _integer(text_of(node))
    if kind.endswith("floating_point_literal"):
        return _floating(text_of(node))
    if kind in ("string_literal", "character_literal"):
        return text_value(node)
    if kind in ("true", "false"):
        return kind == "true"
    if kind == "null_literal":
        return None
    if kind == "parenthesized_expression" and len(inner) == 1:
        return value_of(inner[0])
    if kind == "unary_expression" and text_of(node)[:1] in "-+":
        value = value_of(inner[0])
        if isinstance(value, int | float) and not isinstance(value, bool):
            return -value if text_of(node).startswith("-") else value
    if kind in ("array_initializer", "array_creation_expression"):
        held = inner if kind == "array_initializer" else children(node, "array_initializer")
        if kind == "array_initializer":
            return list(map(value_of, held))
        if len(held) == 1:
            return value_of(held[0])
    if kind == "cast_expression" and len(inner) == 2:
        return value_of(inner[1])
    if kind == "method_invocation":
        return _made_by(node)
    if kind == "object_creation_expression" and not children(node, "class_body"):
        return _made_new(node)
    raise NotPlain(f"no literal: {text_of(node)[:60]}")


def _arguments(node: Node) -> list[Value]:
    listed = node.child_by_field_name("arguments")
    return [value_of(c) for c in children(listed)] if listed is not None else []


def _made_by(node: Node) -> Value:
    name = text_of(node.child_by_field_name("name"))
    called = f"{text_of(node.child_by_field_name('object')).rsplit('.', 1)[-1]}.{name}"
    given = _arguments(node)
    try:
        if called in _LISTED:
            return given
        if called == "Set.of":
            return set(given)
        if called == "Map.of" and len(given) % 2 == 0:
            return dict(zip(given[::2], given[1::2], strict=True))
    except TypeError:
        raise NotPlain("no element of a set") from None
    if called in ("Optional.of", "Optional.empty", "OptionalInt.of", "OptionalInt.empty"):
        return tuple(given)
    if called.endswith(".emptyList"):
        return []
    if called.endswith(".valueOf") and len(given) == 1:
        return given[0]
    raise NotPlain(f"no literal: {called}")


def _made_new(node: Node) -> Value:
    kind = text_of(node.child_by_field_name("type")).split("<")[0].rsplit(".", 1)[-1]
    given = _arguments(node)
    if len(given) > 1 or (given and not isinstance(given[0], list | set | dict | str)):
        raise NotPlain(f"no literal: {kind}")
    held = given[0] if given else []
    try:
        if kind in LISTS:
            return list(held)
        if kind in SETS:
            return set(held)
        if kind in MAPS:
            return dict(held)
    except (TypeError, ValueError):
        raise NotPlain(f"no literal: {kind}") from None
    if kind == "String" and isinstance(held, str):
        return held
    raise NotPlain(f"no literal: {kind}")


def _integer(text: str) -> int:
    digits = text.rstrip("lL").replace("_", "")
    try:
        if re.fullmatch(r"0[0-7]+", digits):
            return int(digits, 8)
        return int(digits, 0)
    except ValueError:
        raise NotPlain(f"no number: {text[:40]}") from None


def _floating(text: str) -> float:
    digits = text.replace("_", "")
    if digits[:2].lower() != "0x":
        digits = digits.rstrip("fFdD")
    try:
        return float(digits) if digits[:2].lower() != "0x" else float.fromhex(digits.rstrip("fFdD"))
    except (ValueError, OverflowError):
        raise NotPlain(f"no number: {text[:40]}") from None


def text_value(node: Node) -> str:
    """What a string or character literal means. Raises NotPlain on a text block."""
    text = text_of(node)
    if text.startswith('"""'):
        raise NotPlain("a text block")

    def meant(found: re.Match[str]) -> str:
        code = found[1]
        if code[0] == "u":
            return chr(int(code.lstrip("u"), 16))
        return chr(int(code, 8)) if code[0].isdigit() else _ESCAPES.get(code, code)

    plain = re.sub(r"\\(u+[0-9a-fA-F]{4}|[0-3]?[0-7]{1,2}|.)", meant, text[1:-1], flags=re.DOTALL)
    # Escaped halves of one character come as two.
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def arguments_of(text: str) -> list[Value]:
    """The values a call's text gives: as Java writes them, or as a prompt may, in brackets. Raises
    NotPlain."""
    tree = parse("java", f"class A {{ Object a = {text}; }}")
    if not tree.root_node.has_error:
        for node in walk(tree.root_node):
            if node.type == "method_invocation":
                return _arguments(node)
    words = re.sub(r"\b(true|false|null)\b", lambda w: w[0].capitalize(), text)
    words = re.sub(r"\bNull\b", "None", words)
    try:
        call = ast.parse(words, mode="eval").body
        if isinstance(call, ast.Call) and not call.keywords:
            return [_plain(ast.literal_eval(given)) for given in call.args]
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        pass
    raise NotPlain(f"no literals: {text[:60]}")


def _plain(value: Value) -> Value:
    """A prompt's tuples are rows."""
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


# --- written ----------------------------------------------------------------------------------


def literal(kind: JavaType, value: Value) -> str:
    """A value as Java source of that type. Raises NotPlain."""
    if value is None:
        return "null"
    of = type(value)
    name = kind.name
    if kind.dims:
        if of in (list, tuple) and not (kind.args or name == UNKNOWN):
            return f"new {kind} {{{', '.join(literal(kind.element, v) for v in value)}}}"
    elif of is bool and name in ("boolean", "Boolean", *ANY):
        return "true" if value else "false"
    elif of is int:
        return _whole(name, value)
    elif of is float and name in (*FLOATS, *ANY):
        return _real(name, value)
    elif of is str and len(value) == 1 and name in CHARS:
        return f"'{escaped(value, chr(39))}'"
    elif of is str:
        return f'"{escaped(value, chr(34))}"'
    elif of in (list, tuple) and (name in LISTS or name in ANY):
        return _collection(LISTS.get(name, "ArrayList"), kind.held(0), value)
    elif of in (set, frozenset) and (name in SETS or name in ANY):
        rows = sorted(value, key=lambda v: literal(kind.held(0), v))
        return _collection(SETS.get(name, "HashSet"), kind.held(0), rows)
    elif of is dict and (name in MAPS or name in ANY):
        return _mapping(MAPS.get(name, "HashMap"), kind, value)
    elif of is tuple and name == "Optional":
        return f"Optional.of({literal(kind.held(0), value[0])})" if value else "Optional.empty()"
    elif of is tuple and name in OPTIONALS:
        inner = JavaType(OPTIONALS[name])
        return f"{name}.of({literal(inner, value[0])})" if value else f"{name}.empty()"
    raise NotPlain(f"a {of.__name__} has no literal as {kind}")


def boxed(kind: JavaType) -> str:
    """The type as an argument of a generic one."""
    if kind.dims or kind.name not in _BOXED:
        return str(kind) if kind.name != UNKNOWN else "Object"
    return _BOXED[kind.name]


def _whole(name: str, value: int) -> str:
    if name in FLOATS:
        return f"{value}.0{'f' if name in ('float', 'Float') else ''}"
    if name == "BigInteger":
        return f'new java.math.BigInteger("{value}")'
    if name in ("byte", "Byte", "short", "Short"):
        small = name.lower()
        return f"({small}) {value}" if value >= 0 else f"({small}) ({value})"
    wide = not -(1 << 31) <= value < 1 << 31
    if name in ("int", "Integer") and not wide:
        return str(value)
    if name in ("long", "Long", *ANY) and -(1 << 63) <= value < 1 << 63:
        return f"{value}L" if wide or name in ("long", "Long") else str(value)
    raise NotPlain(f"{value} is no {name}")


def _real(name: str, value: float) -> str:
    single = name in ("float", "Float")
    if math.isnan(value):
        return "Float.NaN" if single else "Double.NaN"
    if math.isinf(value):
        sign = "POSITIVE" if value > 0 else "NEGATIVE"
        return f"{'Float' if single else 'Double'}.{sign}_INFINITY"
    return f"{value!r}{'f' if single else ''}"


def _collection(made: str, held: JavaType, rows: Sequence[Value]) -> str:
    if not rows:
        return f"new {made}<{'' if held.name == UNKNOWN else boxed(held)}>()"
    given = ", ".join(literal(held, v) for v in rows)
    # Named, because one array alone would be taken for all the elements.
    of = "" if held.name == UNKNOWN else f"<{boxed(held)}>"
    return f"new {made}<>(Arrays.{of}asList({given}))"


def _mapping(made: str, kind: JavaType, value: dict[Value, Value]) -> str:
    key, item = kind.held(0), kind.held(1)
    rows = " ".join(
        f"put({literal(key, k)}, {literal(item, v)});"
        for k, v in sorted(value.items(), key=lambda pair: literal(key, pair[0]))
    )
    empty = f"new {made}<{boxed(key)}, {boxed(item)}>()"
    return f"{empty} {{{{ {rows} }}}}" if rows else empty


def escaped(text: str, quote: str) -> str:
    """Inside a literal with that quote. What Java reads before it reads literals is avoided."""
    found = []
    for unit in text:
        if unit in _WRITTEN:
            found.append(_WRITTEN[unit])
        elif unit == quote:
            found.append(f"\\{unit}")
        elif unit < " ":
            found.append(f"\\{ord(unit):03o}")
        elif unit < "\x7f":
            found.append(unit)
        else:
            wide = unit.encode("utf-16-be", "surrogatepass")
            found += [f"\\u{wide[i : i + 2].hex()}" for i in range(0, len(wide), 2)]
    return "".join(found)
