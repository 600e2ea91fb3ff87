"""Shipment prices: one module, driven by two tables."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


class QuoteError(ValueError):
    """Input that has no price."""


@dataclass(frozen=True)
class Parcel:
    weight_g: int
    length_cm: int
    width_cm: int
    height_cm: int

    def billable(self) -> Fraction:
        """Grams that are billed: actual or volumetric weight."""
        sizes = (self.length_cm, self.width_cm, self.height_cm)
        if self.weight_g <= 0 or any(size <= 0 for size in sizes):
            raise QuoteError("weights and sizes must be above zero")
        grams = max(Fraction(self.weight_g), Fraction(math.prod(sizes), 5))
        if grams > 30_000:
            raise QuoteError("more than 30 kg billable")
        return grams


@dataclass(frozen=True)
class Quote:
    zone: str
    subtotal: int
    discount: int
    surcharge: int
    total: int


# Longest prefix first: the islands lie inside the range of the far zone.
ZONES = (("90", "island"), *((digit, "near") for digit in "0123"),
         *((digit, "mid") for digit in "4567"), *((digit, "far") for digit in "89"))
RATES = {"near": 120, "mid": 150, "far": 210, "island": 340}


def zone_for(postcode: str) -> str:
    code = postcode.strip()
    if len(code) != 5 or any(char not in "0123456789" for char in code):
        raise QuoteError(f"bad postcode {postcode!r}")
    return next(zone for prefix, zone in ZONES if code.startswith(prefix))


def quote(parcels: Iterable[Parcel], postcode: str, *, express: bool = False) -> Quote:
    zone = zone_for(postcode)
    steps = [max(2, math.ceil(parcel.billable() / 500)) for parcel in parcels]
    if not steps:
        raise QuoteError("nothing to ship")
    subtotal = sum(steps) * RATES[zone]
    discount = math.floor(Fraction(subtotal, 10)) if len(steps) >= 5 else 0
    net = subtotal - discount
    surcharge = 0
    if express:
        if zone == "island":
            raise QuoteError("no express to islands")
        surcharge = math.floor(Fraction(net, 4) + Fraction(1, 2))
    return Quote(zone, subtotal, discount, surcharge, net + surcharge)
