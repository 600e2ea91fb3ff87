"""Java trees that are built in one job come out as each would alone, whatever is in the others."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.languages.compiled import Workshop
from workbench.languages.java_builds import JavaBuilds
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Job, Outcome

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

ADD = "public class Calc {\n    static int add(int a, int b) { return a + b; }\n}\n"
TEST = (
    "import org.junit.jupiter.api.*;\n"
    "class CalcTest { @Test void adds() { Assertions.assertEquals(3, Calc.add(1, 2)); } }\n"
)
SUITE = Suite(name="tests", role="given", files={"CalcTest.java": TEST})


def job(java: Workshop, files: dict[str, str]) -> Job:
    made = Solution(name="made", role="candidate", files=files)
    tests = java.speaker.inventory(SUITE, made)
    found = java.speaker.build_job(made, SUITE, tests, java.tools, Limits())
    assert found is not None
    return found


def together(java: Workshop, jobs: list[Job]) -> list[Outcome | None]:
    whole = JavaBuilds().together(jobs)
    assert whole is not None
    return JavaBuilds().parted(java.sandbox.run(whole), len(jobs))


def classes(outcome: Outcome) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(outcome.results)) as jar:
        return {name: jar.read(name) for name in jar.namelist()}


def test_trees_come_out_as_alone_and_see_nothing_of_each_other(java: Workshop) -> None:
    helper = {"Calc.java": ADD, "Helper.java": "class Helper { static int three() { return 3; } }"}
    leaning = {"Calc.java": ADD.replace("a + b", "Helper.three()")}
    data = {"Calc.java": ADD, "src/main/resources/three.txt": "3"}
    jobs = [job(java, files) for files in (helper, leaning, data)]
    first, second, third = together(java, jobs)
    assert first is not None
    assert second is not None
    assert third is not None
    assert sorted(classes(first)) == ["Calc.class", "CalcTest.class", "Helper.class"]
    assert sorted(classes(third)) == ["Calc.class", "CalcTest.class", "three.txt"]
    assert (second.exit_code, second.results) == (1, b"")
    built = java.speaker.parse_build(second)
    assert [d.message.splitlines()[0] for d in built.diagnostics] == ["cannot find symbol"]
    for one, found in zip(jobs, (first, second, third), strict=True):
        alone = java.sandbox.run(one)
        assert (found.exit_code, found.stderr) == (alone.exit_code, alone.stderr)
        if alone.results:
            assert classes(found) == classes(alone)


def test_a_tree_that_is_too_much_for_the_compiler_is_left_to_be_built_alone(java: Workshop) -> None:
    deep = ADD.replace("a + b", "(" * 9000 + "a" + ")" * 9000)
    loud = "class Loud {" + "".join(f"int a{n} = b{n};" for n in range(400)) + "}"
    jobs = [job(java, {"Calc.java": text}) for text in (ADD, deep, ADD + loud)]
    first, second, third = together(java, jobs)
    assert first is not None
    assert (first.exit_code, second) == (0, None)
    assert third is not None
    assert third.exit_code == 1
    assert third.stderr == java.sandbox.run(jobs[2]).stderr
