class QuoteError(ValueError):
    """A shipment that cannot be priced."""
