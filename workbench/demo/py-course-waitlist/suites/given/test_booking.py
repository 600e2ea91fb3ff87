import pytest

from waitlist import BookingError, Course


@pytest.fixture
def course():
    return Course(4)


def test_new_course_is_empty(course):
    assert (course.free, course.confirmed, course.waiting) == (4, [], [])


def test_bookings_are_confirmed_while_seats_are_free(course):
    assert course.book("ana", 3) is True
    assert course.book("ben") is True
    assert course.free == 0
    assert course.confirmed == ["ana", "ben"]


def test_booking_that_does_not_fit_waits(course):
    course.book("ana", 3)
    assert course.book("ben", 2) is False
    assert course.free == 1
    assert course.waiting == ["ben"]


def test_nobody_overtakes_the_waiting_list(course):
    course.book("ana", 3)
    course.book("ben", 2)
    assert course.book("cleo") is False
    assert course.waiting == ["ben", "cleo"]


@pytest.mark.parametrize("seats", [0, -1, 5])
def test_impossible_number_of_seats(course, seats):
    with pytest.raises(BookingError):
        course.book("ana", seats)


def test_second_booking_of_a_name(course):
    course.book("ana", 4)
    course.book("ben")
    with pytest.raises(BookingError):
        course.book("ana")
    with pytest.raises(BookingError):
        course.book("ben")


def test_cancel_of_an_unknown_name(course):
    with pytest.raises(BookingError):
        course.cancel("nobody")


def test_cancel_frees_the_seats(course):
    course.book("ana", 3)
    assert course.cancel("ana") == []
    assert course.free == 4


def test_cannot_shrink_below_confirmed(course):
    course.book("ana", 3)
    with pytest.raises(BookingError):
        course.resize(2)
    assert course.free == 1
