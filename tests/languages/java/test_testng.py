"""TestNG does not run here: its suites are refused in words, and no part of one is taken for one of
JUnit's, whose annotation has the same name."""

from __future__ import annotations

import pytest

from tests.languages.compiled import Workshop
from workbench.errors import InputError
from workbench.judge import Judge
from workbench.languages.java import JavaLanguage
from workbench.model.run import Verdict
from workbench.model.task import Framework, LanguageName, Solution, Suite, Task

JAVA = JavaLanguage()
CALC = "public class Calc {\n    static int add(int a, int b) { return a + b; }\n}\n"
TESTNG = (
    "import static org.testng.Assert.assertEquals;\nimport org.testng.annotations.Test;\n\n"
    "public class CalcTest {\n"
    "    @Test public void adds() { assertEquals(Calc.add(1, 2), 3); }\n"
    "    public static void main(String[] args) { if (Calc.add(1, 2) != 3) throw new Error(); }\n"
    "}\n"
)
JUNIT = (
    "import static org.junit.jupiter.api.Assertions.assertEquals;\n"
    "import org.junit.jupiter.api.Test;\n\n"
    "class MoreTest {\n    @Test void adds() { assertEquals(3, Calc.add(1, 2)); }\n}\n"
)
BY_FULL_NAME = (
    "class FullTest {\n    @org.testng.annotations.Test public void adds() {"
    " org.testng.Assert.assertEquals(Calc.add(1, 2), 3); }\n}\n"
)
SAID = "is written for TestNG; TestNG does not run here: write it for JUnit 5"


def _suite(framework: Framework = Framework.AUTO, **files: str) -> Suite:
    named = {f"{name}.java": text for name, text in files.items()}
    return Suite(name="given", role="given", framework=framework, files=named)


def _solution() -> Solution:
    return Solution(name="candidate", role="candidate", files={"Calc.java": CALC})


@pytest.mark.parametrize("framework", [Framework.AUTO, Framework.JUNIT5, Framework.SCRIPT])
@pytest.mark.parametrize(
    "files",
    [{"CalcTest": TESTNG}, {"CalcTest": TESTNG, "MoreTest": JUNIT}, {"FullTest": BY_FULL_NAME}],
    ids=["alone", "beside JUnit", "by its full name"],
)
def test_no_test_of_it_is_listed_and_the_mend_is_named(
    files: dict[str, str], framework: Framework
) -> None:
    found = JAVA.inventory(_suite(framework, **files), _solution())
    assert found.tests == ()
    assert SAID in found.problems[0]
    assert found.problems[0].startswith(f"{next(iter(files))}.java")


def test_whoever_asks_for_the_framework_is_told_too() -> None:
    with pytest.raises(InputError, match="written for TestNG") as raised:
        JAVA.detect(_suite(CalcTest=TESTNG))
    assert "JUnit 5" in raised.value.mend


def test_one_that_only_speaks_of_it_runs() -> None:
    spoken = JUNIT.replace("class", "// once import org.testng.annotations.Test;\nclass")
    assert len(JAVA.inventory(_suite(MoreTest=spoken), _solution()).tests) == 1


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_its_run_is_no_pass_and_says_why(java: Workshop) -> None:
    task = Task(
        id="calc", title="Calc", language=LanguageName.JAVA, prompt="adds",
        solutions=(_solution(),), suites=(_suite(CalcTest=TESTNG, MoreTest=JUNIT),),
    )  # fmt: skip
    run = Judge(java.sandbox).run(task, task.candidate, task.given).run
    assert run.verdict is Verdict.INCOMPLETE
    assert SAID in run.reason
