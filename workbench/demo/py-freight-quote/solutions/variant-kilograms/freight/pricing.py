"""Prices of parcels and shipments, in whole cents."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from freight.errors import QuoteError
from freight.zones import zone_for

STEP_G = 500
MIN_STEPS = 2
MAX_BILLABLE_G = 30_000
BULK_FROM = 5
CENTS_PER_STEP = {"near": 120, "mid": 150, "far": 210, "island": 340}


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


def _steps(parcel: Parcel) -> int:
    """Number of started 500 g steps a parcel is charged for."""
    if min(astuple(parcel)) <= 0:
        raise QuoteError(f"weight and dimensions must be positive: {parcel}")
    volume = parcel.length_cm * parcel.width_cm * parcel.height_cm
    billable_kg = max(parcel.weight_g / 1000, volume / 5000)
    if billable_kg > MAX_BILLABLE_G / 1000:
        raise QuoteError(f"parcel is too heavy: {parcel}")
    return max(MIN_STEPS, round(billable_kg * 1000 / STEP_G))


def quote(parcels: Iterable[Parcel], postcode: str, *, express: bool = False) -> Quote:
    """Price a shipment of one or more parcels."""
    zone = zone_for(postcode)
    items = list(parcels)
    if not items:
        raise QuoteError("a shipment needs at least one parcel")
    if express and zone == "island":
        raise QuoteError("there is no express service to the islands")

    subtotal = sum(_steps(item) for item in items) * CENTS_PER_STEP[zone]
    discount = subtotal // 10 if len(items) >= BULK_FROM else 0
    # 25 %, half a cent rounded up.
    surcharge = ((subtotal - discount) + 2) // 4 if express else 0
    return Quote(zone, subtotal, discount, surcharge, subtotal - discount + surcharge)
