"""Course bookings with a waiting list."""

from waitlist.course import Course
from waitlist.errors import BookingError

__all__ = ["BookingError", "Course"]
