"""Splits a bill in proportion to floor area."""


def split_bill(total: int, areas: dict[str, int]) -> dict[str, int]:
    if total < 0 or not areas or min(areas.values()) <= 0:
        raise ValueError("cannot split this bill")
    whole = sum(areas.values())
    return {flat: round(total * area / whole) for flat, area in areas.items()}
