"""Plain values written as Go, Rust and Java write them, by the type that is wanted.

Prompts show calls in whatever manner they like: `f([1, 2], 'x')` in a task for Go is common. What
is meant is plain all the same once the parameter's type is known.
"""

from __future__ import annotations

import json
import math
import re

from workbench.languages.values import NotPlain, Value

_GO_NUMBER = re.compile(r"u?int(8|16|32|64)?|byte|rune")
_RUST_NUMBER = re.compile(r"[iu](8|16|32|64|128|size)")
_JAVA_NUMBER = {"int": "", "Integer": "", "long": "L", "Long": "L", "short": "", "byte": ""}
_JAVA_FLOAT = {"double": "", "Double": "", "float": "f", "Float": "f"}


def go_text(value: Value, kind: str) -> str:
    """`value` as an expression of type `kind`. Raises NotPlain."""
    if kind in ("float64", "float32") and _is_number(value):
        return repr(value)
    if _GO_NUMBER.fullmatch(kind) and _is_whole(value):
        return str(value)
    if kind == "string" and isinstance(value, str):
        return _quoted(value)
    if kind == "bool" and isinstance(value, bool):
        return str(value).lower()
    if kind.startswith("[]") and isinstance(value, list):
        return f"{kind}{{{', '.join(go_text(v, kind[2:]) for v in value)}}}"
    pair = re.fullmatch(r"map\[(\w+)\](.+)", kind)
    if pair and isinstance(value, dict):
        rows = (f"{go_text(k, pair[1])}: {go_text(v, pair[2])}" for k, v in value.items())
        return f"{kind}{{{', '.join(rows)}}}"
    raise NotPlain(f"{value!r:.60} as {kind}")


def rust_text(value: Value, kind: str) -> str:
    """`value` as an expression that can be compared with a value of type `kind`. Raises
    NotPlain."""
    kind = re.sub(r"^&\s*('\w+\s*)?(mut\s+)?", "", kind.strip())
    if kind in ("f64", "f32") and _is_number(value):
        return repr(float(value))
    if _RUST_NUMBER.fullmatch(kind) and _is_whole(value):
        return str(value)
    if kind == "str" and isinstance(value, str):
        return _quoted(value)
    if kind == "String" and isinstance(value, str):
        return f"String::from({_quoted(value)})"
    if kind == "bool" and isinstance(value, bool):
        return str(value).lower()
    rows = re.fullmatch(r"Vec\s*<(.+)>|\[([^;]+)(?:;.*)?\]", kind)
    if rows and isinstance(value, list):
        return f"vec![{', '.join(rust_text(v, rows[1] or rows[2]) for v in value)}]"
    maybe = re.fullmatch(r"Option\s*<(.+)>", kind)
    if maybe:
        return "None" if value is None else f"Some({rust_text(value, maybe[1])})"
    raise NotPlain(f"{value!r:.60} as {kind}")


def java_text(value: Value, kind: str) -> str:
    """`value` as an expression of type `kind`. Raises NotPlain."""
    kind = kind.strip()
    if kind in _JAVA_FLOAT and _is_number(value):
        return f"{float(value)!r}{_JAVA_FLOAT[kind]}"
    if kind in _JAVA_NUMBER and _is_whole(value):
        return f"({kind}) {value}" if kind in ("short", "byte") else f"{value}{_JAVA_NUMBER[kind]}"
    if kind in ("String", "Object") and isinstance(value, str):
        return _quoted(value)
    if kind in ("boolean", "Boolean") and isinstance(value, bool):
        return str(value).lower()
    if kind.endswith("[]") and isinstance(value, list):
        return f"new {kind}{{{', '.join(java_text(v, kind[:-2]) for v in value)}}}"
    rows = re.fullmatch(r"(?:Array)?List\s*<(.+)>", kind)
    if rows and isinstance(value, list):
        return f"java.util.List.<{rows[1]}>of({', '.join(java_text(v, rows[1]) for v in value)})"
    raise NotPlain(f"{value!r:.60} as {kind}")


def _is_whole(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Value) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def _quoted(text: str) -> str:
    """A string literal of all three. Raises NotPlain for what they do not write alike."""
    written = json.dumps(text, ensure_ascii=False)
    if re.search(r"\\[bfu]", written):
        raise NotPlain(f"{text!r:.60} as a literal")
    return written
