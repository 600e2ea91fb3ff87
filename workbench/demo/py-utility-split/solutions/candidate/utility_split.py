"""Splits a bill between flats in proportion to their floor area."""


def split_bill(total: int, areas: dict[str, int]) -> dict[str, int]:
    """Return the part of every flat in whole cents.

    Parts are rounded down; the cents left over go to the largest flat, the first one if several
    are equally large. Raises ValueError for a negative total, no flats or an area that is not
    positive.
    """
    if total < 0:
        raise ValueError(f"the total must not be negative: {total}")
    if not areas:
        raise ValueError("there must be at least one flat")
    for flat, area in areas.items():
        if area <= 0:
            raise ValueError(f"the area of {flat} must be positive, not {area}")

    whole = sum(areas.values())
    parts = {flat: total * area // whole for flat, area in areas.items()}
    # max() returns the first of several equal keys.
    largest = max(areas, key=lambda flat: areas[flat])
    parts[largest] += total - sum(parts.values())
    return parts
