import unittest

from sol import Pair, child, depth, forked, known, save, shuffled, talk, together, took


class SolTest(unittest.TestCase):
    def test_files(self):
        self.assertTrue(save([[1, 2], [3]]))
        self.assertEqual(known(), ["a", "b", "c"])

    def test_processes(self):
        self.assertEqual(child("ada"), "ADA")
        self.assertEqual(forked(), "child")

    def test_threads_clocks_and_chance(self):
        self.assertTrue(together(20))
        self.assertTrue(took())
        self.assertEqual(shuffled(3), [0, 1, 2])

    def test_much(self):
        self.assertEqual(talk(2000), 2000)
        self.assertEqual(depth(5000), 5000)
        for n in range(3):
            with self.subTest(n=n):
                self.assertEqual(Pair(n, 0).a, n)


def add(n):
    def test(self):
        self.assertEqual(shuffled(n), list(range(n)))

    return test
