from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Split(NamedTuple):
    day: int
    night: int


def split_shift(start: datetime, end: datetime) -> Split:
    raise NotImplementedError


def payroll(shifts: Iterable[tuple[str, datetime, datetime]]) -> dict[str, Split]:
    raise NotImplementedError
