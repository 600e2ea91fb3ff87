"""Freight quotes for small parcels."""

from freight.errors import QuoteError
from freight.pricing import Parcel, Quote, quote
from freight.zones import zone_for

__all__ = ["Parcel", "Quote", "QuoteError", "quote", "zone_for"]
