"""Values as a person reads them who knows the task's language: its words for true, false, nothing.

Not always source: what a probe holds is written by the language's own `probe`. Rows, maps and sets
of Go, Rust and Java are told without their types, which the entry's signature says.
"""

from __future__ import annotations

import json
import math
from pathlib import PurePosixPath

from workbench.languages.values import Built, Opaque, Thing, Value, Yielded, shown_object
from workbench.languages.values import show as show_python

_NOTHING = {
    **dict.fromkeys((".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx"), "null"),
    ".go": "nil",
    ".rs": "None",
    ".java": "null",
}


def show(value: Value, file: str, limit: int = 400) -> str:
    """A value in words of the language of `file`, cut to `limit` characters."""
    nothing = _NOTHING.get(PurePosixPath(file).suffix)
    if nothing is None:
        return show_python(value, limit)
    text = _written(value, nothing)
    return text if len(text) <= limit else f"{text[:limit]}..."


def _written(value: Value, nothing: str) -> str:
    if value is None:
        return nothing
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Opaque):
        return value.text
    if isinstance(value, Built | Thing):
        new = "new " if isinstance(value, Built) else ""
        return new + shown_object(value, lambda v: _written(v, nothing))
    if isinstance(value, Yielded):
        return f"{value.kind} of {_written(list(value.items), nothing)}"
    if isinstance(value, list | tuple):
        inside = ", ".join(_written(v, nothing) for v in value)
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(_written(v, nothing) for v in value))}}}"
    if isinstance(value, dict):
        pairs = (f"{_key(k, nothing)}: {_written(v, nothing)}" for k, v in value.items())
        return f"{{{', '.join(pairs)}}}"
    return show_python(value)


def _key(key: Value, nothing: str) -> str:
    plain = nothing == "null" and isinstance(key, str) and key.isidentifier()
    return str(key) if plain else _written(key, nothing)
