"""Plain values in Go source: literals read, and written."""

from __future__ import annotations

import ast
import json
import math
import re
from collections.abc import Sequence

from workbench.languages.calls import Call
from workbench.languages.go_calls_types import Form, Types
from workbench.languages.go_literals import integer
from workbench.languages.syntax import Node, children, parse, text_of, walk
from workbench.languages.values import NotPlain, Value

_ESCAPES = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
_ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{2}|[0-7]{3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_NO_TYPES = Types("")


def string_value(node: Node) -> str | bytes:
    """What a string or rune literal stands for; bytes where that is no text."""
    data = text_of(node)[1:-1].encode()
    if node.type != "raw_string_literal":
        data = _ESCAPE.sub(_escaped, data)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def _escaped(found: re.Match[bytes]) -> bytes:
    said = found[1].decode("utf-8", "replace")
    if said[0] in "uU":
        return chr(int(said[1:], 16)).encode("utf-8", "surrogatepass")
    if said[0] == "x":
        return bytes([int(said[1:], 16)])
    if len(said) == 3:
        return bytes([int(said, 8) & 255])
    return bytes([_ESCAPES[said]]) if said in _ESCAPES else said.encode()


def value_of(node: Node) -> Value:
    """The value of a literal. Raises NotPlain on anything else."""
    inner = [c for c in node.named_children if c.type != "comment"]
    match node.type:
        case "int_literal":
            value = integer(text_of(node))
            if value is not None:
                return value
        case "float_literal":
            return _float(text_of(node))
        case "rune_literal":
            said = string_value(node)
            if isinstance(said, str) and len(said) == 1:
                return ord(said)
        case "interpreted_string_literal" | "raw_string_literal":
            return string_value(node)
        case "true" | "false":
            return node.type == "true"
        case "nil":
            return None
        case "parenthesized_expression" | "literal_element" if len(inner) == 1:
            return value_of(inner[0])
        case "unary_expression" if text_of(node)[0] in "-+&":
            value = value_of(inner[0])
            if type(value) in (int, float):
                return -value if text_of(node)[0] == "-" else value
            if text_of(node)[0] == "&":
                return value
        case "composite_literal":
            kind, body = node.child_by_field_name("type"), node.child_by_field_name("body")
            if kind is not None and body is not None:
                return _composite(kind, body)
        case "call_expression" | "type_conversion_expression":
            return _converted(node)
    raise NotPlain(f"no literal: {text_of(node)[:60]}")


def _float(text: str) -> float:
    try:
        text = text.replace("_", "")
        return float.fromhex(text) if text[:2] in ("0x", "0X") else float(text)
    except ValueError:
        raise NotPlain(f"no number: {text[:40]}") from None


def _composite(kind: Node | None, body: Node) -> Value:
    """Rows, and what has keys; of an element without a type its parent's says what it is."""
    element = kind
    if kind is not None:
        element = kind.child_by_field_name("element") or kind.child_by_field_name("value")
    rows = [c for c in body.named_children if c.type != "comment"]
    keyed = [row for row in rows if row.type == "keyed_element"]
    if keyed and (len(keyed) != len(rows) or (kind is not None and "array" in kind.type)):
        raise NotPlain("elements with and without keys")
    if keyed:
        return dict(_keyed(row, element) for row in keyed)
    if kind is not None and kind.type == "map_type":
        return {}
    made = [_element(row, element) for row in rows]
    return tuple(made) if kind is not None and "array" in kind.type else made


def _keyed(row: Node, element: Node | None) -> tuple[Value, Value]:
    key, value = row.child_by_field_name("key"), row.child_by_field_name("value")
    if key is None or value is None:
        raise NotPlain("no key")
    inner = children(key)[0] if key.type == "literal_element" else key
    named = inner.type in ("identifier", "field_identifier")
    found = text_of(inner) if named else value_of(inner)
    if isinstance(found, list | dict):
        raise NotPlain("a key that is no plain value")
    return found, _element(value, element)


def _element(row: Node, kind: Node | None) -> Value:
    inner = children(row)[0] if row.type == "literal_element" and children(row) else row
    if inner.type == "literal_value":
        return _composite(kind, inner)
    value = value_of(inner)
    form = _NO_TYPES.form(text_of(kind)) if kind is not None else None
    return float(value) if form and form.kind == "float" and type(value) is int else value


def _converted(node: Node) -> Value:
    """`int64(5)`, `[]byte("text")`."""
    function = node.child_by_field_name("function") or node.child_by_field_name("type")
    given = node.child_by_field_name("arguments") or node.child_by_field_name("operand")
    if given is not None and given.type == "argument_list":
        given = children(given)[0] if len(children(given)) == 1 else None
    form = _NO_TYPES.form(text_of(function))
    if form is None or given is None:
        raise NotPlain(f"no literal: {text_of(node)[:60]}")
    value = value_of(given)
    if form.kind == "list" and isinstance(value, str):
        return list(value.encode()) if form.item in ("byte", "uint8") else list(map(ord, value))
    if form.kind == "float" and type(value) is int:
        return float(value)
    return value


def calls_in(text: str) -> Call | None:
    """A call of literals, in Go's notation or in the one prompts use; None where it is none."""
    tree = parse("go", f"package p\nvar _ = {text}\n")
    node = next((n for n in walk(tree.root_node) if n.type == "call_expression"), None)
    if node is not None and not tree.root_node.has_error:
        arguments = node.child_by_field_name("arguments")
        try:
            return Call(tuple(map(value_of, children(arguments) if arguments else [])))
        except NotPlain:
            return None
    try:
        body = ast.parse(text.strip(), mode="eval").body
        if isinstance(body, ast.Call) and not body.keywords:
            return Call(tuple(map(ast.literal_eval, body.args)))
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError):
        pass
    return None


def written(value: Value, kind: str, types: Types, prefix: str = "") -> str:
    """A value as Go source, for a place of type `kind`. `prefix`: what names of the solution's
    types have before them. Raises NotPlain."""
    form = types.form(kind)
    if form is None:
        raise NotPlain(f"no literal of {kind}")
    match form.kind:
        case "bool" if isinstance(value, bool):
            return "true" if value else "false"
        case "int" if type(value) is int:
            return _rune(value) if kind == "rune" else str(value)
        case "float" if type(value) in (int, float):
            return _number(value)
        case "string" if isinstance(value, str | bytes):
            return quoted(value)
        case "list" | "array" if isinstance(value, list | tuple):
            rows = [_inner(v, form.item, types, prefix) for v in value]
            return f"{named(kind, types, prefix)}{{{', '.join(rows)}}}"
        case "map" if isinstance(value, dict):
            rows = [
                f"{_inner(k, form.key, types, prefix)}: {_inner(v, form.item, types, prefix)}"
                for k, v in value.items()
            ]
            return f"{named(kind, types, prefix)}{{{', '.join(rows)}}}"
        case "struct" if isinstance(value, dict):
            return _struct(value, kind, form, types, prefix)
        case "pointer":
            return _pointer(value, form, types, prefix)
        case "any":
            return _any(value, types)
    raise NotPlain(f"a {type(value).__name__} is no {kind}")


def _inner(value: Value, kind: str, types: Types, prefix: str) -> str:
    """An element: of a composite one its type is left out."""
    text = written(value, kind, types, prefix)
    form = types.form(kind)
    if form is not None and form.kind in ("list", "array", "map", "struct"):
        return text.removeprefix(named(kind, types, prefix))
    return text


def _struct(value: dict[str, Value], kind: str, form: Form, types: Types, prefix: str) -> str:
    fields = dict(form.fields)
    if not value.keys() <= fields.keys():
        raise NotPlain("other fields than the type has")
    rows = [f"{k}: {written(v, fields[k], types, prefix)}" for k, v in value.items()]
    return f"{named(kind, types, prefix)}{{{', '.join(rows)}}}"


def _pointer(value: Value, form: Form, types: Types, prefix: str) -> str:
    if value is None:
        return "nil"
    inner = types.form(form.item)
    if inner is None or inner.kind not in ("struct", "list", "array", "map"):
        raise NotPlain("no address of a literal")
    return f"&{written(value, form.item, types, prefix)}"


def _any(value: Value, types: Types) -> str:
    if value is None:
        return "nil"
    kinds = {bool: "bool", int: "int", float: "float64", str: "string", bytes: "string",
             list: "[]interface{}", dict: "map[interface{}]interface{}"}  # fmt: skip
    if type(value) not in kinds:
        raise NotPlain(f"a {type(value).__name__} has no literal")
    return written(value, kinds[type(value)], types)


def named(kind: str, types: Types, prefix: str) -> str:
    """A type as another package writes it."""
    if not prefix:
        return kind
    return re.sub(
        r"(?<![\w.])[A-Za-z_]\w*", lambda m: f"{prefix}{m[0]}" if m[0] in types else m[0], kind
    )


def _rune(value: int) -> str:
    char = chr(value) if 32 <= value < 0x110000 and not 0xD800 <= value < 0xE000 else ""
    if char and char.isprintable():
        return "'\\''" if char == "'" else "'\\\\'" if char == "\\" else f"'{char}'"
    return str(value)


def _number(value: float) -> str:
    if math.isnan(value):
        return "math.NaN()"
    if math.isinf(value):
        return f"math.Inf({1 if value > 0 else -1})"
    if value == 0 and math.copysign(1, value) < 0:
        return "math.Copysign(0, -1)"
    return repr(float(value))


def quoted(value: str | bytes) -> str:
    """A string literal."""
    if isinstance(value, bytes):
        return '"' + "".join(f"\\x{b:02x}" for b in value) + '"'
    return (
        json.dumps(value, ensure_ascii=False).replace("\ufeff", "\\ufeff").replace("\x7f", "\\x7f")
    )


def whole(values: Sequence[Value]) -> bool:
    """Whether all values are there to the last: nothing empty that may be nil, no NaN."""
    for value in values:
        if isinstance(value, float) and math.isnan(value):
            return False
        if isinstance(value, list | tuple) and not (value and whole(value)):
            return False
        if isinstance(value, dict) and not (value and whole(list(value.values()))):
            return False
    return True
