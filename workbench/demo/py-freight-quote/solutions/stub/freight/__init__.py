"""Freight quotes for small parcels."""

from collections.abc import Iterable
from dataclasses import dataclass


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
    raise NotImplementedError


def quote(parcels: Iterable[Parcel], postcode: str, *, express: bool = False) -> Quote:
    raise NotImplementedError
