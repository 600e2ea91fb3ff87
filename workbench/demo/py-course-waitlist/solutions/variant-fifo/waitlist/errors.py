class BookingError(Exception):
    """A booking that cannot be made or changed."""
