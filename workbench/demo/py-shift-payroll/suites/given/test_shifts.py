import unittest
from datetime import datetime

from shifts import Split, payroll, split_shift


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


class SplitShiftTest(unittest.TestCase):
    def test_example(self):
        self.assertEqual(split_shift(at(4, 18), at(5, 1)), Split(day=210, night=180))

    def test_office_day_has_no_night_minutes(self):
        self.assertEqual(split_shift(at(4, 9), at(4, 17)), Split(day=450, night=0))

    def test_whole_night_pays_the_break_from_the_night(self):
        self.assertEqual(split_shift(at(4, 22), at(5, 6)), Split(day=0, night=450))

    def test_break_is_shared_when_the_day_is_too_short(self):
        self.assertEqual(split_shift(at(4, 21, 40), at(5, 5)), Split(day=0, night=410))

    def test_late_shift_into_the_morning(self):
        self.assertEqual(split_shift(at(4, 20), at(5, 7)), Split(day=150, night=480))

    def test_six_hours_have_no_break(self):
        self.assertEqual(split_shift(at(4, 10), at(4, 16)), Split(day=360, night=0))

    def test_one_minute_more_has_a_break(self):
        self.assertEqual(split_shift(at(4, 10), at(4, 16, 1)), Split(day=331, night=0))

    def test_last_day_minute_and_first_night_minute(self):
        self.assertEqual(split_shift(at(4, 21, 59), at(4, 22, 1)), Split(day=1, night=1))

    def test_end_before_start_is_refused(self):
        with self.assertRaises(ValueError):
            split_shift(at(4, 12), at(4, 11))

    def test_more_than_a_day_is_refused(self):
        with self.assertRaises(ValueError):
            split_shift(at(4, 12), at(5, 12, 1))


class PayrollTest(unittest.TestCase):
    def test_no_shifts(self):
        self.assertEqual(payroll([]), {})

    def test_sums_per_employee(self):
        shifts = [
            ("mira", at(4, 9), at(4, 13)),
            ("tom", at(4, 18), at(5, 1)),
            ("mira", at(5, 9), at(5, 13)),
        ]
        self.assertEqual(
            payroll(shifts), {"mira": Split(day=480, night=0), "tom": Split(day=210, night=180)}
        )


if __name__ == "__main__":
    unittest.main()
