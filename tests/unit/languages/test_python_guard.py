"""Code that reaches into its judge is refused; honest code that looks a little like it is not."""

import pytest

from workbench.languages.python_guard import refuse


@pytest.mark.parametrize(
    "source",
    [
        "import _pytest.runner as r\nr.x = 1",
        "from _pytest import python",
        "import sys\nsys.modules['_pytest.python'].Function.runtest = print",
        "import importlib\nm = importlib.import_module('_pytest.runner')",
        "import unittest\nunittest.TestCase.assertEqual = lambda *a: None",
        "from unittest import TestCase as T\nsetattr(T, 'assertEqual', print)",
        "import pytest as p\ndef f():\n    p.raises = None",
        "class A(int):\n    def __eq__(self, other):\n        'doc'\n        return True",
        "class A:\n    __eq__ = lambda self, other: True",
    ],
)
def test_code_that_reaches_into_its_judge_is_refused(source: str) -> None:
    assert refuse("sol.py", source).startswith("sol.py, line ")


@pytest.mark.parametrize(
    "source",
    [
        "import unittest\n\n\nclass T(unittest.TestCase):\n    longMessage = True\n    x = 1",
        "import unittest\nif __name__ == '__main__':\n    unittest.main()",
        "class A:\n    def __eq__(self, other):\n        return self.x == other.x",
        "class A:\n    def __eq__(self, other):\n        self.asked += 1\n        return True",
        "class B:\n    def __init__(self):\n        self.unittest = 1",
        "words = 'the _pytest plugin', 'pytest'",
        "def broken(:",
        "x = '\\0'",
    ],
)
def test_honest_code_is_not_refused(source: str) -> None:
    assert refuse("sol.py", source) == ""


@pytest.mark.parametrize(
    "source",
    [
        "import test_solution",
        "import pkg.test_solution as t",
        "from test_solution import reference",
        "from pkg import test_solution",
        "from . import test_solution",
        "from .test_solution import *",
        "f = __import__('test_solution').reference",
    ],
)
def test_code_that_imports_its_tests_is_refused(source: str) -> None:
    tests = {"test_solution", "pkg.test_solution"}
    assert "holds the tests" in refuse("a.py", source, tests=tests)
    assert refuse("a.py", source) == ""


def test_code_that_only_sounds_like_its_tests_is_not_refused() -> None:
    source = "from lab import test_solution\n'run test_solution'\nfrom test_tools import x"
    assert refuse("a.py", source, tests={"test_solution"}) == ""
