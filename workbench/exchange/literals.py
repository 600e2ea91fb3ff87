"""JSON values as Python source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from workbench.exchange.strict_records import Refused

MAX_SOURCE = 4 << 20


def literal(value: Any) -> str:
    """Python source of a JSON value. Raises Refused when it would be absurdly long."""
    source = repr(value)
    if len(source) > MAX_SOURCE:
        raise Refused(f"a value of more than {MAX_SOURCE >> 20} MiB of source")
    return source


def table(rows: Sequence[Any]) -> str:
    """Python source of a list, a row a line."""
    lines = [f"    {literal(row)},\n" for row in rows]
    if sum(map(len, lines)) > MAX_SOURCE:
        raise Refused(f"a table of more than {MAX_SOURCE >> 20} MiB of source")
    return f"[\n{''.join(lines)}]" if lines else "[]"
