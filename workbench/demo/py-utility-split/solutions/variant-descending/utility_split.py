"""Splits a bill; left-over cents are dealt out one at a time, large flats first."""

from itertools import cycle


def split_bill(total: int, areas: dict[str, int]) -> dict[str, int]:
    if total < 0:
        raise ValueError("negative total")
    if not areas or any(area <= 0 for area in areas.values()):
        raise ValueError("areas must be positive")
    whole = sum(areas.values())
    result = {flat: total * area // whole for flat, area in areas.items()}
    by_size = cycle(sorted(areas, key=lambda flat: areas[flat], reverse=True))
    for _ in range(total - sum(result.values())):
        result[next(by_size)] += 1
    return result
