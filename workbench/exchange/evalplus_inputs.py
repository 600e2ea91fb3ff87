"""MBPP+ inputs as its functions take them: the tuples, sets and complex numbers JSON cannot hold.

Source of the table: EvalPlus, which says by task number how the inputs in the file are to be read.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping
from typing import Any

from workbench.exchange.strict_records import Refused, kind_of

_Row = list[Any]


def restored(number: str, rows: list[_Row], field: str) -> list[_Row]:
    """The inputs of one MBPP+ task. Raises Refused for a row that cannot be what it stands for."""
    shape = _SHAPES.get(int(number)) if number.isascii() and number.isdigit() else None
    if shape is None:
        return rows
    found = []
    for at, row in enumerate(rows):
        try:
            found.append(shape(row))
        except (TypeError, ValueError, IndexError, RecursionError) as error:
            why = str(error) if isinstance(error, Refused) else "is not what the task takes"
            raise Refused(f"{field}[{at}] {why}"[:300]) from None
    return found


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Refused(f"must hold a list where the task takes a tuple, not {kind_of(value)}")
    return value


def _tuple(value: Any) -> tuple[Any, ...]:
    # A text is a tuple of its letters there, too.
    return tuple(value) if isinstance(value, str) else tuple(_listed(value))


def _tuples(value: Any) -> list[Any]:
    return [_tuple(item) for item in _listed(value)]


def _deep(value: Any) -> Any:
    return tuple(_deep(item) for item in value) if isinstance(value, list) else value


def _complex(value: Any) -> complex:
    if not isinstance(value, str):
        raise Refused(f"must hold a complex number as a text, not {kind_of(value)}")
    found = complex(value)
    if not cmath.isfinite(found):
        raise Refused("holds a complex number that is not finite")
    return found


def _each(row: _Row) -> _Row:
    return [_tuple(item) for item in row]


def _each_row(row: _Row) -> _Row:
    return [_tuples(item) for item in row]


def _each_nested(row: _Row) -> _Row:
    return [tuple(_tuples(item)) for item in row]


def _first(row: _Row) -> _Row:
    return [_tuple(row[0]), *row[1:]]


def _first_rows(row: _Row) -> _Row:
    return [_tuples(row[0]), *row[1:]]


def _second(row: _Row) -> _Row:
    return [row[0], _tuple(row[1]), *row[2:]]


def _mixed(row: _Row) -> _Row:
    return [tuple(_tuple(i) if isinstance(i, list) else i for i in _listed(item)) for item in row]


def _sets(row: _Row) -> _Row:
    return [[set(item) if isinstance(item, list) and item else {} for item in _listed(row[0])]]


def _tuple_values(row: _Row) -> _Row:
    if not isinstance(row[0], dict):
        raise Refused(f"must begin with an object, not {kind_of(row[0])}")
    return [{key: _tuple(value) for key, value in row[0].items()}, *row[1:]]


_SHAPES: Mapping[int, Callable[[_Row], _Row]] = {
    **dict.fromkeys(
        (2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616, 630,
         726, 740, 744, 809), _each
    ),
    **dict.fromkeys(
        (63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780), _each_row
    ),
    **dict.fromkeys((259, 401, 445), _each_nested),
    **dict.fromkeys((250, 307, 405, 446, 617, 720, 763, 808), _first),
    **dict.fromkeys((75, 413, 444, 753), _first_rows),
    **dict.fromkeys((106, 750), _second),
    **dict.fromkeys((580, 615, 791), lambda row: [_deep(item) for item in row]),
    115: _sets,
    124: lambda row: [float(row[0]), _complex(row[1])],
    252: lambda row: [_complex(row[0])],
    278: _mixed,
    722: _tuple_values,
}  # fmt: skip
