"""Builds courses for the tests."""

from waitlist import Course


def full_course(seats, *names):
    """A course in which every seat is taken by one of the names."""
    course = Course(seats)
    for name in names:
        course.book(name, seats // len(names))
    return course
