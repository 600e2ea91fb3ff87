"""Course bookings with a queue for members and a queue for guests."""


class BookingError(Exception):
    pass


class Course:
    def __init__(self, seats: int) -> None:
        self._total = seats
        self._taken: dict[str, int] = {}
        self._members: dict[str, int] = {}
        self._guests: dict[str, int] = {}

    @property
    def free(self) -> int:
        return self._total - sum(self._taken.values())

    @property
    def confirmed(self) -> list[str]:
        return [*self._taken]

    @property
    def waiting(self) -> list[str]:
        return [*self._members, *self._guests]

    def book(self, name: str, seats: int = 1, *, member: bool = False) -> bool:
        if name in self._taken or name in self._members or name in self._guests:
            raise BookingError("already booked")
        if seats <= 0 or seats > self._total:
            raise BookingError("wrong number of seats")
        if self._members or self._guests or seats > self.free:
            (self._members if member else self._guests)[name] = seats
            return False
        self._taken[name] = seats
        return True

    def cancel(self, name: str) -> list[str]:
        for place in (self._taken, self._members, self._guests):
            if name in place:
                del place[name]
                return self._advance()
        raise BookingError("not booked")

    def resize(self, seats: int) -> list[str]:
        if sum(self._taken.values()) > seats:
            raise BookingError("too few seats")
        self._total = seats
        return self._advance()

    def _advance(self) -> list[str]:
        moved = []
        for queue in (self._members, self._guests):
            for name, seats in list(queue.items()):
                if seats <= self.free:
                    self._taken[name] = queue.pop(name)
                    moved.append(name)
        return moved
