"""Tests that are left out when their framework looks for them itself are told, and only those."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from workbench.languages.registry import language
from workbench.languages.uncalled import never_run
from workbench.model.task import Framework, LanguageName, Solution, Suite

ONE = "def test_one():\n    assert 1\n"
TWO = "import pytest\n\n@pytest.mark.slow\ndef test_two():\n    assert 2\n"
CASE = "import unittest\nclass {}(unittest.TestCase):\n    def test_a(self):\n        assert 1\n"


def told(files: Mapping[str, str], framework: Framework = Framework.PYTEST) -> list[str]:
    suite = Suite(name="given", role="given", framework=framework, files=dict(files))
    solution = Solution(name="s", role="candidate", files={"README": "x"})
    tests = language(LanguageName.PYTHON).inventory(suite, solution)
    return [ref.id.partition(" (")[0] for ref in never_run(suite, tests, LanguageName.PYTHON)]


@pytest.mark.parametrize(
    "more",
    [
        {"two.py": TWO},
        {"test_two.py": TWO, "conftest.py": "collect_ignore = ['test_two.py']\n"},
        {"a/test_two.py": TWO, "a/conftest.py": "collect_ignore_glob = ['*_two.py']\n"},
        {"b/test_two.py": TWO, "conftest.py": "collect_ignore = ['b']\n"},
        {"test_two.py": TWO, "pytest.ini": "[pytest]\naddopts = -q -k 'not two'\n"},
        {"test_two.py": TWO, "tox.ini": '[pytest]\naddopts =\n  -q\n  -m "not slow"\n'},
        {
            "test_two.py": TWO,
            "pyproject.toml": "[tool.pytest.ini_options]\naddopts = \"-m 'not slow'\"\n",
        },
        {"test_two.py": TWO, "setup.cfg": "[tool:pytest]\naddopts = --ignore=test_two.py\n"},
        {"test_two.py": TWO, "pytest.ini": "[pytest]\naddopts = --deselect test_two.py::test_two"},
    ],
)
def test_a_test_that_pytest_leaves_out_by_itself_is_told(more: dict[str, str]) -> None:
    assert told({"test_one.py": ONE, **more}) == ["test_two"]


@pytest.mark.parametrize(
    "files",
    [
        {"one.py": ONE, "two.py": TWO},
        {"test_one.py": ONE, "two_test.py": TWO},
        {"test_one.py": "from two import test_two\n" + ONE, "two.py": TWO},
        {"test_one.py": ONE, "two.py": TWO, "pytest.ini": "[pytest]\npython_files = *.py\n"},
        {"test_one.py": ONE, "conftest.py": "collect_ignore = ['setup.py']\n"},
        {"test_one.py": ONE, "pytest.ini": "[pytest]\naddopts = -q -m 'not slow' -k 'one'\n"},
        {"test_one.py": ONE, "pyproject.toml": "[tool.x]\nargs = \"-k 'not one'\"\n"},
    ],
)
def test_whatever_a_plain_run_finds_is_not_told(files: dict[str, str]) -> None:
    assert told(files) == []


def test_unittest_looks_for_files_that_begin_with_test() -> None:
    files = {"test_a.py": CASE.format("A"), "b_test.py": CASE.format("B")}
    assert told(files, Framework.UNITTEST) == ["test_a"]
    assert told({"a_test.py": CASE.format("A")}, Framework.UNITTEST) == []
