"""A JVM starts from the kit's archive of classes, and without one, or from a bad one, as well."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.languages.compiled import NONCE, Workshop
from tests.whole import WHOLE
from workbench.languages.java_mutation import JavaMutation
from workbench.model.run import Verdict
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile
from workbench.toolchains.base import Toolbox
from workbench.toolchains.java_archive import ARCHIVE

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

FILES = {"Calc.java": "public class Calc { static int add(int a, int b) { return a + b; } }"}
TESTS = {
    "CalcTest.java": (
        "import org.junit.jupiter.api.*;\n"
        "class CalcTest { @Test void adds() { Assertions.assertEquals(3, Calc.add(1, 2)); } }\n"
    )
}


def strictly(job: Job) -> Job:
    """The job of a JVM that ends at once where it cannot use its archive."""
    words = tuple("-Xshare:on" if word == "-Xshare:auto" else word for word in job.command)
    assert words != job.command
    return replace(job, command=words)


def test_compiler_tests_and_trials_use_the_archive(java: Workshop) -> None:
    made = Solution(name="made", role="candidate", files=FILES)
    suite = Suite(name="tests", role="given", files=TESTS)
    tests = java.speaker.inventory(suite, made)
    limits, more = Limits(), {"nonce": NONCE}
    assert "archive" in java.tools.paths
    job = java.speaker.build_job(made, suite, tests, java.tools, limits)
    assert job is not None
    built = java.sandbox.run(strictly(job))
    assert built.exit_code == 0, built.stderr
    jar = built.results
    job = java.speaker.test_job(made, suite, tests, java.tools, limits, artefact=jar, **more)
    ran = java.sandbox.run(strictly(job))
    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, b"", b"")
    schemata = JavaMutation().schemata(made, ())
    job = JavaMutation().trial_job(schemata, suite, tests, java.tools, limits, [], **more)
    outcome = java.sandbox.run(strictly(replace(job, files={**job.files, **_jar(jar)})))
    assert b'"k":"end"' in outcome.results, outcome.stderr


def _jar(data: bytes) -> dict[str, JobFile]:
    return {"task.jar": JobFile(data)}


@pytest.mark.parametrize("gone", [False, True] if WHOLE else [False])
def test_an_archive_that_does_not_fit_changes_nothing_but_the_time(
    java: Workshop, tmp_path: Path, gone: bool
) -> None:
    (own,) = [layer for layer in java.tools.layers if layer.name == "java-harness"]
    copy = tmp_path / "harness"
    shutil.copytree(own.source, copy)
    raw = (copy / ARCHIVE).read_bytes()
    (copy / ARCHIVE).unlink()
    if not gone:
        other = raw.replace(b"OpenJDK 64-Bit", b"Closed 64-bitJ", 1)
        assert other != raw
        (copy / ARCHIVE).write_bytes(other)
    layers = tuple(
        replace(layer, source=copy, digest="") if layer.name == own.name else layer
        for layer in java.tools.layers
    )
    tools = Toolbox(layers, java.tools.facts, java.tools.paths)
    ran = replace(java, tools=tools).run(FILES, TESTS)
    assert ran.verdict is Verdict.PASS, ran.reason
    assert ran.outcome is not None
    assert (ran.outcome.stdout, ran.outcome.stderr) == (b"", b"")
