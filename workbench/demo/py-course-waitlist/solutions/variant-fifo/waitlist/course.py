"""A course with a fixed number of seats."""

from dataclasses import dataclass

from waitlist.errors import BookingError


@dataclass(frozen=True)
class Booking:
    name: str
    seats: int
    member: bool


class Course:
    """Keeps confirmed and waiting bookings; dictionaries keep the order of arrival."""

    def __init__(self, seats: int) -> None:
        self._seats = seats
        self._confirmed: dict[str, Booking] = {}
        self._waiting: dict[str, Booking] = {}

    @property
    def free(self) -> int:
        """Seats that are not taken."""
        return self._seats - sum(booking.seats for booking in self._confirmed.values())

    @property
    def confirmed(self) -> list[str]:
        return list(self._confirmed)

    @property
    def waiting(self) -> list[str]:
        return [booking.name for booking in self._queue()]

    def book(self, name: str, seats: int = 1, *, member: bool = False) -> bool:
        """Book seats; returns whether the booking is confirmed at once."""
        if name in self._confirmed or name in self._waiting:
            raise BookingError(f"{name} already has a booking")
        if not 1 <= seats <= self._seats:
            raise BookingError(f"cannot book {seats} of {self._seats} seats")

        booking = Booking(name, seats, member)
        if not self._waiting and seats <= self.free:
            self._confirmed[name] = booking
            return True
        self._waiting[name] = booking
        return False

    def cancel(self, name: str) -> list[str]:
        """Remove a booking and return the names promoted in its place."""
        if name in self._confirmed:
            del self._confirmed[name]
        elif name in self._waiting:
            del self._waiting[name]
        else:
            raise BookingError(f"{name} has no booking")
        return self._promote()

    def resize(self, seats: int) -> list[str]:
        """Change the number of seats and return the names promoted."""
        if seats < self._seats - self.free:
            raise BookingError("more seats are confirmed than that")
        self._seats = seats
        return self._promote()

    def _queue(self) -> list[Booking]:
        return list(self._waiting.values())

    def _promote(self) -> list[str]:
        promoted: list[str] = []
        for booking in self._queue():
            if booking.seats > self.free:
                continue
            self._confirmed[booking.name] = self._waiting.pop(booking.name)
            promoted.append(booking.name)
        return promoted
