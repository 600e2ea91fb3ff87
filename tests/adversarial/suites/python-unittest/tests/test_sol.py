import unittest

from sol import add, check, initials


class SolTest(unittest.TestCase):
    def test_adds(self):
        self.assertEqual(add(2, 3), 5)

    def test_adds_below_zero(self):
        self.assertEqual(add(-1, 1), 0)

    def test_finds_initials(self):
        self.assertEqual(initials("ada lovelace"), ["A", "L"])

    def test_refuses_nothing(self):
        with self.assertRaises(ValueError):
            check("")
