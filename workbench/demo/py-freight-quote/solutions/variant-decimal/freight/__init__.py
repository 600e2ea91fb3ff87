"""Freight quotes with Decimal arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_UP, Decimal

_RATE = {"near": 120, "mid": 150, "far": 210, "island": 340}


class QuoteError(ValueError):
    pass


@dataclass(frozen=True)
class Parcel:
    weight_g: int
    length_cm: int
    width_cm: int
    height_cm: int


@dataclass(frozen=True)
class Quote:
    zone: str
    subtotal: int
    discount: int
    surcharge: int
    total: int


def zone_for(postcode: str) -> str:
    code = postcode.strip()
    if not (len(code) == 5 and code.isascii() and code.isdigit()):
        raise QuoteError("postcode must have five digits")
    if code[:2] == "90":
        return "island"
    return "near" if code < "4" else "mid" if code < "8" else "far"


def _whole(value: Decimal, rounding: str) -> int:
    return int(value.quantize(Decimal(1), rounding=rounding))


def _steps(parcel: Parcel) -> int:
    fields = (parcel.weight_g, parcel.length_cm, parcel.width_cm, parcel.height_cm)
    if not all(value > 0 for value in fields):
        raise QuoteError("every field of a parcel must be positive")
    volumetric = Decimal(parcel.length_cm * parcel.width_cm * parcel.height_cm) / 5
    billable = max(Decimal(parcel.weight_g), volumetric)
    if billable > 30_000:
        raise QuoteError("parcel over 30 kg")
    return max(2, _whole(billable / 500, ROUND_CEILING))


def quote(parcels: Iterable[Parcel], postcode: str, *, express: bool = False) -> Quote:
    zone = zone_for(postcode)
    if express and zone == "island":
        raise QuoteError("express is not offered for islands")
    count = steps = 0
    for parcel in parcels:
        count += 1
        steps += _steps(parcel)
    if count == 0:
        raise QuoteError("no parcels given")
    subtotal = steps * _RATE[zone]
    discount = _whole(Decimal(subtotal) / 10, ROUND_DOWN) if count >= 5 else 0
    extra = _whole(Decimal(subtotal - discount) / 4, ROUND_HALF_UP) if express else 0
    return Quote(
        zone=zone,
        subtotal=subtotal,
        discount=discount,
        surcharge=extra,
        total=subtotal - discount + extra,
    )
