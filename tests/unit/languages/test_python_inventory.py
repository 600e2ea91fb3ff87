"""What a Python suite's tests are, from its source alone."""

from __future__ import annotations

import pytest

from workbench.errors import InputError
from workbench.languages.base import Inventory
from workbench.languages.python import PythonLanguage
from workbench.model.task import Framework, Solution, Suite

LANGUAGE = PythonLanguage()
SOLUTION = Solution(name="s", role="candidate", files={"sol.py": "def add(a, b): return a + b\n"})


def suite(text: str, framework: str = "auto", **more: dict[str, str]) -> Suite:
    files = {"test_sol.py": text, **more.get("files", {})}
    return Suite(
        name="g",
        role="given",
        framework=Framework(framework),
        files=files,
        support=more.get("support", {}),
    )


def read(text: str, framework: str = "auto", **more: dict[str, str]) -> Inventory:
    return LANGUAGE.inventory(suite(text, framework, **more), SOLUTION)


def ids(found: Inventory) -> list[str]:
    return [ref.id.removeprefix("test_sol.py::") for ref in found.tests]


def test_functions_and_methods_are_tests() -> None:
    found = read("import pytest\ndef test_a(): pass\nclass TestB:\n    def test_c(self): pass\n")
    assert ids(found) == ["test_a", "TestB::test_c"]
    assert [ref.line for ref in found.tests] == [2, 4]


def test_parametrised_rows_are_one_test() -> None:
    found = read("import pytest\n@pytest.mark.parametrize('x', [1, 2])\ndef test_a(x): pass\n")
    assert ids(found) == ["test_a"]


def test_fixture_named_like_a_test_is_none() -> None:
    assert ids(read("import pytest\n@pytest.fixture\ndef test_data(): pass\n")) == []


def test_class_with_a_constructor_holds_no_tests() -> None:
    text = "import pytest\nclass TestA:\n    def __init__(self): pass\n    def test_x(self): pass\n"
    assert ids(read(text)) == []


def test_inherited_methods_belong_to_every_subclass() -> None:
    text = (
        "import unittest\nfrom base import Base\n"
        "class A(Base, unittest.TestCase):\n    def test_own(self): pass\n"
    )
    base = {"base.py": "class Base:\n    def test_shared(self): pass\n"}
    assert sorted(ids(read(text, support=base))) == ["A::test_own", "A::test_shared"]


def test_a_method_set_to_none_is_switched_off() -> None:
    text = (
        "import unittest\nclass A(unittest.TestCase):\n    def test_x(self): pass\n"
        "class B(A):\n    test_x = None\n"
    )
    assert ids(read(text)) == ["A::test_x"]


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\n@pytest.mark.skip\ndef test_a(): pass\n",
        "import pytest\n@pytest.mark.skip(reason='x')\ndef test_a(): pass\n",
        "import pytest\npytestmark = pytest.mark.skip\ndef test_a(): pass\n",
        "import pytest\npytest.skip('no', allow_module_level=True)\ndef test_a(): pass\n",
    ],
)
def test_skip_marks_are_seen_and_the_test_still_counts(text: str) -> None:
    found = read(text)
    assert ids(found) == ["test_a"]
    assert found.skipped == {"test_sol.py::test_a"}


def test_tests_under_a_main_guard_are_not_collected() -> None:
    text = "import pytest\ndef test_a(): pass\nif __name__ == '__main__':\n    def test_b(): pass\n"
    assert ids(read(text)) == ["test_a"]


def test_conftest_holds_no_tests() -> None:
    found = read("def test_a(): pass\n", files={"conftest.py": "def test_no(): pass\n"})
    assert ids(found) == ["test_a"]


def test_a_suite_that_cannot_be_parsed_is_a_problem() -> None:
    found = read("def test_a(:\n", "pytest")
    assert found.tests == ()
    assert "test_sol.py, line 1" in found.problems[0]


def test_each_assert_of_a_script_is_a_test() -> None:
    found = read(
        "from sol import add\ndef check(f):\n    assert f(1, 1) == 2\ncheck(add)\nassert 1\n"
    )
    assert found.framework is Framework.SCRIPT
    assert ids(found) == ["check[1]", "assert[1]"]


def test_script_without_any_check_has_no_tests() -> None:
    assert ids(read("from sol import add\nprint(add(1, 1))\n")) == []


def test_script_that_only_raises_is_one_test() -> None:
    assert ids(read("from sol import add\nif add(1, 1) != 2:\n    raise SystemExit(1)\n")) == [
        "script"
    ]


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        ("import pytest\n", Framework.PYTEST),
        ("def test_a():\n    assert True\n", Framework.PYTEST),
        ("import unittest\nclass A(unittest.TestCase):\n    pass\n", Framework.UNITTEST),
        ("def check(f):\n    assert f\ncheck(1)\n", Framework.SCRIPT),
        ("def test(f):\n    assert f\ntest(1)\n", Framework.SCRIPT),
        ("assert 1 == 1\n", Framework.SCRIPT),
    ],
)
def test_the_framework_is_read_from_the_source(text: str, framework: Framework) -> None:
    assert LANGUAGE.detect(suite(text)) is framework


def test_another_languages_framework_is_refused() -> None:
    with pytest.raises(InputError, match="does not run Python"):
        read("assert 1\n", "jest")


@pytest.mark.parametrize(
    "path",
    [
        "conftest.py",
        "pkg/conftest.py",
        "sitecustomize.py",
        "pytest.py",
        "unittest/__init__.py",
        "_pytest/runner.py",
        "evil.pth",
    ],
)
def test_a_file_that_takes_over_the_run_is_rejected(path: str) -> None:
    solution = Solution(name="s", role="candidate", files={"sol.py": "", path: "x = 1\n"})
    assert path in LANGUAGE.reject(solution, suite("assert 1\n"))


@pytest.mark.parametrize(
    "path", ["json.py", "pkg/pytest.py", "queue.py", "setup.py", "tests/data.txt", "utils.py"]
)
def test_an_honest_file_is_not_rejected(path: str) -> None:
    solution = Solution(name="s", role="candidate", files={"sol.py": "", path: "x = 1\n"})
    assert LANGUAGE.reject(solution, suite("assert 1\n")) == ""


def test_a_conftest_of_the_suite_is_no_attack() -> None:
    solution = Solution(name="s", role="candidate", files={"sol.py": "", "conftest.py": "evil"})
    given = suite("assert 1\n", support={"conftest.py": "import pytest\n"})
    assert LANGUAGE.reject(solution, given) == ""
