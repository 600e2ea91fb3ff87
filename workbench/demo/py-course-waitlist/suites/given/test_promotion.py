"""What happens to the waiting list when seats become free."""

from bookings import full_course


class PromotionTests:
    def test_first_in_line_moves_up(self):
        course = full_course(2, "ana", "ben")
        course.book("cleo")
        course.book("dan")
        assert course.cancel("ben") == ["cleo"]
        assert course.confirmed == ["ana", "cleo"]
        assert course.waiting == ["dan"]

    def test_members_come_first(self):
        course = full_course(2, "ana", "ben")
        course.book("cleo")
        course.book("dora", member=True)
        assert course.waiting == ["dora", "cleo"]
        assert course.cancel("ana") == ["dora"]

    def test_large_group_is_passed_over(self):
        course = full_course(4, "ana", "ben")
        course.book("cleo", 3)
        course.book("dan", 1)
        course.book("eve", 1)
        assert course.cancel("ana") == ["dan", "eve"]
        assert course.waiting == ["cleo"]

    def test_cancelled_waiting_booking_lets_others_through(self):
        course = full_course(4, "ana")
        course.book("ben", 4)
        course.book("cleo", 1)
        assert course.cancel("ben") == []
        assert course.waiting == ["cleo"]

    def test_resize_promotes(self):
        course = full_course(2, "ana")
        course.book("ben", 2)
        course.book("cleo", 1)
        assert course.resize(3) == ["cleo"]
        assert course.resize(5) == ["ben"]
        assert course.free == 0
