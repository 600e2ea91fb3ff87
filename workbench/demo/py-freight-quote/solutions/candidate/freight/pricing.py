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
    # Five times the weight, so that the volumetric weight stays an integer.
    billable_x5 = max(parcel.weight_g * 5, volume)
    if billable_x5 > MAX_BILLABLE_G * 5:
        raise QuoteError(f"parcel is too heavy: {parcel}")
    return max(MIN_STEPS, -(-billable_x5 // (STEP_G * 5)))


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
