"""Delivery zones by postcode."""

import re

from freight.errors import QuoteError

_POSTCODE = re.compile(r"[0-9]{5}")


def zone_for(postcode: str) -> str:
    """Return the delivery zone of a five-digit postcode."""
    code = postcode.strip()
    if not _POSTCODE.fullmatch(code):
        raise QuoteError(f"not a postcode: {postcode!r}")
    if code.startswith("90"):
        return "island"
    first = int(code[0])
    if first <= 3:
        return "near"
    if first <= 7:
        return "mid"
    return "far"
