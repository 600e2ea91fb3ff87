"""Checks that are written and never run, in the demo tasks and beside what only looks like them."""

from __future__ import annotations

import pytest

from workbench.languages.registry import language
from workbench.languages.uncalled import never_run
from workbench.model.task import LanguageName, Solution, Suite
from workbench.store.demo import demo_folders, pack

PLANTED = {
    "py-course-waitlist": 5,
    "rs-call-numbers": 2,
    "ts-room-slots": 1,
}


@pytest.mark.parametrize("folder", demo_folders(), ids=lambda folder: folder.name)
def test_only_the_planted_ones_are_found_in_the_demo_tasks(folder: object) -> None:
    task = pack(folder)  # type: ignore[arg-type]
    tests = language(task.language).inventory(task.given, task.candidate)
    found = never_run(task.given, tests, task.language)
    assert len(found) == PLANTED.get(task.id, 0)


def idle(name: LanguageName, path: str, text: str) -> list[str]:
    suite = Suite(name="given", role="given", files={path: text})
    solution = Solution(name="s", role="candidate", files={"README": "x"})
    tests = language(name).inventory(suite, solution)
    return [ref.id for ref in never_run(suite, tests, name)]


def test_a_helper_that_a_test_calls_is_run() -> None:
    text = "def check(x):\n    assert x\n\ndef test_a():\n    check(1)\n"
    assert idle(LanguageName.PYTHON, "test_a.py", text) == []


def test_a_helper_with_assertions_that_nobody_calls_is_not() -> None:
    text = "def check(x):\n    assert x\n\ndef test_a():\n    assert 1\n"
    assert idle(LanguageName.PYTHON, "test_a.py", text) == ["check"]


def test_a_fixture_is_called_by_its_framework() -> None:
    text = (
        "import pytest\n\n@pytest.fixture(autouse=True)\ndef around():\n    assert 1\n\n"
        "def test_a():\n    assert 1\n"
    )
    assert idle(LanguageName.PYTHON, "test_a.py", text) == []


def test_a_go_function_that_checks_without_being_a_test_is_found() -> None:
    text = (
        'package p\nimport "testing"\nfunc TestA(t *testing.T) { if F() != 1 { t.Error() } }\n'
        "func checkB(t *testing.T) { if F() != 2 { t.Error() } }\n"
    )
    assert idle(LanguageName.GO, "p_test.go", text) == ["checkB"]


def test_a_java_method_without_the_annotation_is_found() -> None:
    text = (
        "import org.junit.jupiter.api.Test;\nclass ATest {\n"
        "  @Test void a() { assertTrue(true); }\n"
        "  void b() { assertEquals(1, 2); }\n}\n"
    )
    assert idle(LanguageName.JAVA, "ATest.java", text) == ["b"]


def test_a_python_test_that_a_later_one_of_its_name_replaces_never_runs() -> None:
    text = (
        "import pytest\n\nclass TestA:\n    @pytest.mark.parametrize('n', [1, 2])\n"
        "    def test_a(self, n):\n        assert n\n\n    def test_a(self):\n        assert 1\n"
    )
    assert idle(LanguageName.PYTHON, "test_a.py", text) == ["TestA.test_a"]


def test_a_property_and_its_setter_are_no_two_tests() -> None:
    text = (
        "class A:\n    @property\n    def tested(self):\n        assert 1\n\n"
        "    @tested.setter\n    def tested(self, n):\n        assert n\n\n"
        "def test_a():\n    assert A().tested\n"
    )
    assert idle(LanguageName.PYTHON, "test_a.py", text) == []
