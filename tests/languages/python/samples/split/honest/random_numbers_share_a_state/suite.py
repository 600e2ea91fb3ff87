import pytest
import random, sol
def test_a():
    random.seed(7)
    expected = [random.random() for _ in range(3)]
    after = random.random()
    random.seed(7)
    assert sol.draw() == expected
    assert random.random() == after
