"""Tasks on repositories, run in images of their own on a real engine: import, refusal, verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.judge import own_images as images
from tests.unit.exchange import repository_records as r
from tests.unit.exchange.records import read, task_of
from workbench.errors import Cancelled, InputError
from workbench.judge.judge import Judge
from workbench.model.run import Run
from workbench.model.task import Limits, Solution, Task
from workbench.sandboxes.base import Cancel, Sandbox
from workbench.sandboxes.container import LABEL, OWNER_LABEL
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.owner import me

pytestmark = pytest.mark.docker

Verdict = Callable[[Task, Solution], Run]


class _Unused:
    """No sandbox may be touched by such a run."""

    name = "none"

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the judge asked its sandbox for {name}")


@pytest.fixture(scope="session")
def judge() -> Judge:
    unused: Sandbox = _Unused()  # type: ignore[assignment]
    return Judge(unused)


@pytest.fixture
def run(judge: Judge, engine: Engine) -> Iterator[Verdict]:
    """A verdict; and nothing of the run is left on the engine."""
    yield lambda task, solution: judge.run(task, solution, task.given).run
    # Others may be at work on the same engine.
    ours = [f"{LABEL}=own image", f"{OWNER_LABEL}={me()}"]
    left = engine.api.containers(all=True, filters={"label": ours})
    assert not left


def patch(task: Task, text: str) -> Solution:
    return images.answer(task, {"gold.patch": text})


@pytest.fixture
def swe(engine: Engine, tmp_path: Path) -> Task:
    return images.told_as(task_of("swe-bench", tmp_path, r.SWE), images.repository(engine, "swe"))


def test_without_the_image_the_refusal_says_how_to_get_it(
    judge: Judge, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = task_of("swe-bench", tmp_path, r.SWE)
    with pytest.raises(InputError, match=r"needs image swebench/\S+ \(docker pull swebench/"):
        judge.run(task, task.candidate, task.given)
    poly = task_of("swe-polybench", tmp_path, r.POLY)
    with pytest.raises(InputError, match="docker build -t polybench_python_someone__adder-13 -f"):
        judge.run(poly, poly.candidate, poly.given)
    (harbor,) = read("harbor", r.write(tmp_path / "h", r.HARBOR))
    assert harbor.task is not None
    with pytest.raises(InputError, match="docker build -t reviewer-workbench-task:harbor-h -f env"):
        judge.run(harbor.task, harbor.task.candidate, harbor.task.given)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")
    with pytest.raises(InputError, match=r"needs image swebench/\S+ and no docker engine answers"):
        judge.run(task, task.candidate, task.given)


def test_swe_bench_tells_right_from_wrong_and_from_forged(swe: Task, run: Verdict) -> None:
    right = run(swe, swe.candidate)
    assert right.verdict == "pass", (right.reason, right.stdout, right.stderr)
    assert right.grade == "C"
    assert right.grade_reason == "the image's own tests told this; nothing here proves it"
    assert set(right.unproven) == {"tests/test_add.py::test_add", "tests/test_sub.py::test_sub"}
    assert right.toolchain["image"].startswith("sha256:")
    assert run(swe, patch(swe, "")).verdict == "fail"
    forged = run(swe, patch(swe, images.patched(images.FORGERY)))
    assert forged.verdict == "incomplete"
    assert "2 passed" in forged.stdout


def test_a_patch_of_the_tests_is_left_out_and_told(swe: Task, run: Verdict) -> None:
    own = r.TEST_PATCH.replace("add(1, 2) == 3", "True     ")
    both = run(swe, patch(swe, r.PATCH + own))
    assert both.verdict == "pass"
    assert "changes tests/test_add.py, which the test patch decides: left out" in both.reason
    assert run(swe, patch(swe, own)).verdict == "fail"


def test_a_pass_that_needs_no_fix_or_obeys_a_planted_file_is_none(swe: Task, run: Verdict) -> None:
    easy = {"test.patch": r.TEST_PATCH.replace("add(1, 2) == 3", "add(1, 2) == 1")}
    suite = swe.given.model_copy(update={"files": easy})
    told = run(swe.model_copy(update={"suites": (suite,)}), patch(swe, images.patched("# nothing")))
    assert told.verdict == "incomplete"
    assert "passes without the solution as well: tests/test_add.py::test_add" in told.reason
    planted = "--- /dev/null\n+++ b/pkg/conftest.py\n@@ -0,0 +1 @@\n+x = 1\n"
    told = run(swe, patch(swe, r.PATCH + planted))
    assert told.verdict == "incomplete"
    assert "changes pkg/conftest.py, which decides what the tests tell" in told.reason


def test_a_patch_that_does_not_apply_and_a_test_never_told_are_no_pass(
    swe: Task, run: Verdict
) -> None:
    broken = run(swe, patch(swe, r.PATCH.replace("return a\n", "return z\n", 1)))
    assert broken.verdict == "build_error"
    assert "the solution's patch does not apply" in broken.reason
    more = swe.given.support["pass_to_pass.txt"] + "tests/test_sub.py::test_gone\n"
    support = {**swe.given.support, "pass_to_pass.txt": more}
    suite = swe.given.model_copy(update={"support": support})
    told = run(swe.model_copy(update={"suites": (suite,)}), swe.candidate)
    assert told.verdict == "incomplete"
    assert "never reported: tests/test_sub.py::test_gone" in told.reason


def test_limits_bind_there_is_no_network_and_no_capability(
    swe: Task, run: Verdict, judge: Judge
) -> None:
    quick = swe.model_copy(update={"limits": Limits(wall_s=2, memory_mb=128, file_mb=8)})
    assert run(quick, patch(swe, images.patched("while True: pass"))).verdict == "timeout"
    greedy = images.patched("x = bytearray(1 << 29)")
    assert run(quick.model_copy(update={"limits": Limits(wall_s=60, memory_mb=128)}),
               patch(swe, greedy)).verdict == "out_of_memory"  # fmt: skip
    look = "print(open('/proc/self/status').read(), open('/proc/net/dev').read())"
    seen = run(swe, patch(swe, images.patched(f"{look}; raise SystemExit"))).stdout
    assert "CapEff:\t0000000000000000" in seen
    assert "NoNewPrivs:\t1" in seen
    assert "lo:" in seen
    assert "eth0" not in seen
    cancel = Cancel()
    cancel.set()
    with pytest.raises(Cancelled):
        judge.run(swe, swe.candidate, swe.given, cancel=cancel)


def test_multi_swe_bench_runs_the_images_own_scripts(
    engine: Engine, tmp_path: Path, run: Verdict
) -> None:
    record = {
        **r.MULTI,
        "f2p_tests": {"tests/test_add.py::test_add": {}},
        "p2p_tests": {"tests/test_sub.py::test_sub": {}},
        "n2p_tests": {},
    }
    task = images.told_as(task_of("multi-swe-bench", tmp_path, record), images.multi(engine))
    right = run(task, task.candidate)
    assert right.verdict == "pass", (right.reason, right.stdout, right.stderr)
    # The image holds the right fix in /home: it is not what is judged.
    assert run(task, patch(task, "")).verdict == "fail"
    assert run(task, patch(task, images.patched(images.FORGERY))).verdict == "incomplete"


def test_multi_swe_bench_is_heard_where_only_a_log_tells(
    engine: Engine, tmp_path: Path, run: Verdict
) -> None:
    record = {
        **r.MULTI,
        "test_patch": images.UNITTEST_PATCH,
        "f2p_tests": {"test_add (tests.test_add.T)": {}},
        "p2p_tests": {"test_sub (tests.test_sub.T)": {}},
        "n2p_tests": {},
    }
    image = images.multi_unittest(engine)
    task = images.told_as(task_of("multi-swe-bench", tmp_path, record), image)
    right = run(task, task.candidate)
    assert right.verdict == "pass", (right.reason, right.stdout, right.stderr)
    assert run(task, patch(task, "")).verdict == "fail"
    liar = run(task, patch(task, images.patched(images.UNITTEST_LIE)))
    assert liar.verdict != "pass"
    assert "test_add (tests.test_add.T) ... ok" in liar.stderr


def test_poly_bench_runs_the_records_command(engine: Engine, tmp_path: Path, run: Verdict) -> None:
    record = {**r.POLY, "test_command": "python3 -m pytest -q tests/test_add.py\n"}
    image = images.repository(engine, "poly", "/repo")
    task = images.told_as(task_of("swe-polybench", tmp_path, record), image)
    right = run(task, task.candidate)
    assert right.verdict == "pass", (right.reason, right.stdout, right.stderr)
    assert run(task, patch(task, "")).verdict == "fail"
    assert run(task, patch(task, images.patched(images.FORGERY))).verdict == "incomplete"


HARBOR_TEST = """python3 -m pytest /tests/test_state.py
if [ $? -eq 0 ]; then echo 1; else echo 0; fi > /logs/verifier/reward.txt
"""
STATE = "import sys\nsys.path.insert(0, '/app')\n\ndef test_it():\n    from add import add\n" \
        "    assert add(1, 2) == 3\n"  # fmt: skip


def test_harbor_believes_a_reward_that_nothing_contradicts(
    engine: Engine, tmp_path: Path, run: Verdict
) -> None:
    image = images.make(engine, "harbor", "/app", {"README": "empty\n"}, git=False)
    settings = r.HARBOR["task.toml"] + f'docker_image = "{image}"\n'
    changes = {"task.toml": settings, "tests/test.sh": HARBOR_TEST, "tests/test_state.py": STATE}
    (found,) = read("harbor", r.write(tmp_path / "h", r.HARBOR, **changes))
    task = found.task
    assert task is not None
    assert task.image == image
    right = run(task, task.candidate)
    assert right.verdict == "pass", (right.reason, right.stdout, right.stderr)
    assert run(task, images.answer(task, {"solution/solve.sh": "true\n"})).verdict == "fail"
    # It rewards itself, now and for as long as it lives, and prints what a runner would.
    forged = f"""mkdir -p /logs/verifier; echo 1 > /logs/verifier/reward.txt; printf '{images.LOG}'
(while true; do echo 1 > /logs/verifier/reward.txt; sleep 0.01; done) &
"""
    assert run(task, images.answer(task, {"solution/solve.sh": forged})).verdict == "fail"
    tool = "printf '#!/bin/sh\\nexit 0\\n' > /usr/bin/python3\n"
    replaced = run(task, images.answer(task, {"solution/solve.sh": tool}))
    assert replaced.verdict == "incomplete"
    assert "the solution changed /usr/bin/python3.11, with which the tests run" in replaced.reason
    dies = "echo 'import os; os._exit(0)' > /app/add.py\n"
    died = run(task, images.answer(task, {"solution/solve.sh": dies}))
    assert died.verdict == "incomplete"
    assert "its pytest never came to an end" in died.reason
