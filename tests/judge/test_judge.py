"""The judge over the real sandbox: cache, cancel, limits, refusal."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench import cli
from workbench.errors import Cancelled, InputError, NotFound
from workbench.judge import Judge
from workbench.model.run import Status, Verdict
from workbench.model.task import Limits, Solution, Task
from workbench.sandboxes.base import Cancel, Sandbox
from workbench.store.files import dump_document
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

TESTS = """
import clock

def test_one():
    print("printed")
    assert clock.tick(1) == 2

def test_two():
    assert clock.tick(2) == 3
"""


def task(code: str, tests: str = TESTS, **changes: object) -> Task:
    value: dict[str, object] = {
        "id": "clock",
        "title": "Clock",
        "language": "python",
        "prompt": "tick",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"clock.py": code}}],
        "suites": [
            {
                "name": "given", "role": "given", "framework": "pytest",
                "files": {"test_clock.py": tests},
            }
        ],
    }  # fmt: skip
    return Task.model_validate({**value, **changes})


GOOD = "def tick(n):\n    return n + 1\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "w")


def verdict(sandbox: Sandbox, made: Task) -> Verdict:
    return Judge(sandbox).run(made, made.candidate, made.given).run.verdict


def test_right_code_passes_and_says_what_contained_it(sandbox: Sandbox) -> None:
    made = task(GOOD)
    run = Judge(sandbox).run(made, made.candidate, made.given).run
    assert run.verdict is Verdict.PASS
    assert run.grade == "A"
    assert "a sandbox each" in run.grade_reason
    assert run.sandbox.backend == sandbox.name
    assert "memory" in " ".join(run.sandbox.enforced)
    assert run.toolchain
    assert [t.status for t in run.tests] == [Status.PASSED, Status.PASSED]
    assert "printed" in run.tests[0].output + run.stdout


def test_wrong_code_fails_with_the_message_of_the_test(sandbox: Sandbox) -> None:
    made = task("def tick(n):\n    return n\n")
    run = Judge(sandbox).run(made, made.candidate, made.given).run
    assert run.verdict is Verdict.FAIL
    assert "assert" in run.tests[0].message


def test_second_identical_run_answers_from_the_cache(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    judge, made = Judge(sandbox, workspace.runs), task(GOOD)
    first = judge.run(made, made.candidate, made.given)
    second = judge.run(made, made.candidate, made.given)
    assert (first.cached, second.cached) == (False, True)
    assert second.run == first.run
    assert not judge.run(made, made.candidate, made.given, use_cache=False).cached


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit status of `workbench WORDS`."""
    monkeypatch.setattr(sys, "argv", ["workbench", *words])
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code or 0


@pytest.fixture
def read_only(workspace: Workspace) -> Iterator[Workspace]:
    """The workspace on a file system nobody can write to, root neither."""
    bound = subprocess.run(
        ["mount", "--bind", "-o", "ro", workspace.root, workspace.root],
        capture_output=True,
        check=False,
    )
    if bound.returncode:
        # To root every folder is writable, so a read-only one must be mounted.
        pytest.skip("mounting read-only needs root")
    yield workspace
    subprocess.run(["umount", "-l", workspace.root], check=True)


def test_a_run_is_told_though_the_workspace_is_read_only(
    sandbox: Sandbox, read_only: Workspace
) -> None:
    judge, made = Judge(sandbox, read_only.runs), task(GOOD)
    judged = judge.run(made, made.candidate, made.given)
    assert judged.run.verdict is Verdict.PASS
    assert "read-only" in judged.unsaved
    assert not judge.run(made, made.candidate, made.given).cached


def test_the_command_shows_a_run_it_cannot_keep(
    workspace: Workspace,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    workspace.save_task(task("def tick(n):\n    return n\n"))
    path = str(request.getfixturevalue("read_only").task_path("clock"))
    assert command(monkeypatch, "run", path, "--json") == 2
    line = json.loads(capsys.readouterr().out)
    assert line["verdict"] == "fail"
    assert "read-only" in line["unsaved"]
    assert command(monkeypatch, "run", path, "--strict") == 2
    shown = capsys.readouterr()
    assert "fail" in shown.out
    assert "is not kept" in shown.err
    assert "read-only" in shown.err


def test_a_run_that_a_full_disk_refuses_ends_the_command_with_2_until_there_is_room(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.save_task(task(GOOD))
    path, runs = str(workspace.task_path("clock")), workspace.root / "runs"
    runs.mkdir(exist_ok=True)
    full = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", runs]
    if subprocess.run(full, capture_output=True, check=False).returncode:
        # A disk that is full is a small one, mounted; on CI this is a failure.
        pytest.skip("mounting a small disk needs root")
    try:
        with contextlib.suppress(OSError):
            (runs / "full").write_bytes(bytes(1 << 20))
        assert command(monkeypatch, "run", path, "--json") == 2
    finally:
        subprocess.run(["umount", "-l", runs], check=True)
    shown = capsys.readouterr()
    line = json.loads(shown.out)
    assert (line["verdict"], line["cached"]) == ("pass", False)
    assert "the disk is full" in line["unsaved"]
    assert "a run was told but not kept" in shown.err
    assert command(monkeypatch, "run", path, "--json") == 0
    assert json.loads(capsys.readouterr().out)["unsaved"] == ""


def test_more_files_than_a_sandbox_takes_are_named_before_it_is_asked(sandbox: Sandbox) -> None:
    made = task(GOOD)
    data = {f"data/{n}.txt": str(n) for n in range(20_000)}
    suite = made.given.model_copy(update={"support": data})
    with pytest.raises(InputError, match="20,00. files .* takes 1,700; the support of suite given "
                       r"has 20,000 \(leave out"):  # fmt: skip
        Judge(sandbox).run(made, made.candidate, suite)
    suite = made.given.model_copy(update={"support": dict(list(data.items())[:1_690])})
    assert Judge(sandbox).run(made, made.candidate, suite).run.verdict is Verdict.PASS


@pytest.mark.parametrize(
    "changes",
    [
        {"limits": Limits(wall_s=9)},
        {
            "solutions": (
                Solution(name="candidate", role="candidate", files={"clock.py": GOOD + "#"}),
            )
        },
    ],
)
def test_any_changed_input_runs_anew(
    sandbox: Sandbox, workspace: Workspace, changes: dict[str, object]
) -> None:
    judge, made = Judge(sandbox, workspace.runs), task(GOOD)
    judge.run(made, made.candidate, made.given)
    other = made.model_copy(update=changes)
    assert not judge.run(other, other.candidate, other.given).cached


def test_flaky_outcome_is_never_answered_from_the_cache(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    judge, made = Judge(sandbox, workspace.runs), task(GOOD)
    run = judge.run(made, made.candidate, made.given).run
    workspace.save_run(run.model_copy(update={"verdict": Verdict.FAIL}))
    again = judge.run(made, made.candidate, made.given)
    assert not again.cached
    assert "earlier gave fail" in again.run.reason
    assert not judge.run(made, made.candidate, made.given).cached


def test_endless_loop_is_a_timeout_and_known_when_it_was_one_twice(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    made = task("def tick(n):\n    while True: pass\n", limits=Limits(wall_s=1.5))
    judge = Judge(sandbox, workspace.runs)
    run = judge.run(made, made.candidate, made.given).run
    assert run.verdict is Verdict.TIMEOUT
    assert {t.status for t in run.tests} == {Status.NOT_RUN}
    assert not judge.run(made, made.candidate, made.given).cached
    assert judge.run(made, made.candidate, made.given).cached


def test_time_that_ran_out_once_and_not_again_is_no_known_outcome(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    judge, made = Judge(sandbox, workspace.runs), task(GOOD)
    run = judge.run(made, made.candidate, made.given).run
    workspace.save_run(run.model_copy(update={"verdict": Verdict.TIMEOUT}))
    again = judge.run(made, made.candidate, made.given)
    assert not again.cached
    assert "earlier gave timeout" in again.run.reason


def test_memory_and_output_have_verdicts_of_their_own(sandbox: Sandbox) -> None:
    hungry = "def tick(n):\n    return len(bytearray(2 << 30))\n"
    assert verdict(sandbox, task(hungry, limits=Limits(memory_mb=256))) is Verdict.OUT_OF_MEMORY
    loud = "import os\ndef tick(n):\n    while True: os.write(1, b'x' * 65536)\n"
    assert verdict(sandbox, task(loud)) is Verdict.OUTPUT_LIMIT


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos._exit(0)\n",
        "import sys\nsys.exit(0)\n",
        "import os\ndef tick(n):\n    os._exit(0)\n",
        "def tick(n):\n    raise SystemExit(0)\n",
        "import atexit, os\natexit.register(os._exit, 0)\ndef tick(n):\n    return n\n",
        "import pytest\ndef tick(n):\n    pytest.skip('no')\n",
        "import os, signal\ndef tick(n):\n    os.kill(os.getpid(), signal.SIGSTOP)\n",
        "print('2 passed in 0.01s')\nimport os\nos._exit(0)\n",
    ],
)
def test_leaving_early_is_never_a_pass(sandbox: Sandbox, code: str) -> None:
    assert verdict(sandbox, task(code, limits=Limits(wall_s=2))) is not Verdict.PASS


@pytest.mark.parametrize("tests", ["", "x = 1\n", "def helper():\n    assert False\n"])
def test_suite_without_tests_is_incomplete(sandbox: Sandbox, tests: str) -> None:
    assert verdict(sandbox, task(GOOD, tests or "\n")) is Verdict.INCOMPLETE


def test_one_selected_test_runs_alone(sandbox: Sandbox) -> None:
    made = task("def tick(n):\n    return 2\n")
    run = Judge(sandbox).run(
        made, made.candidate, made.given, selected=("test_clock.py::test_one",)
    ).run  # fmt: skip
    assert [t.status for t in run.tests] == [Status.PASSED, Status.NOT_RUN]
    assert run.verdict is Verdict.INCOMPLETE


def test_unknown_selected_test_is_an_error(sandbox: Sandbox) -> None:
    made = task(GOOD)
    with pytest.raises(NotFound):
        Judge(sandbox).run(made, made.candidate, made.given, selected=("nothing",))


def test_cancel_stops_a_run_at_once_and_keeps_nothing(
    sandbox: Sandbox, workspace: Workspace
) -> None:
    made = task("import time\ndef tick(n):\n    time.sleep(60)\n", limits=Limits(wall_s=60))
    cancel = Cancel()
    threading.Timer(1.0, cancel.set).start()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        Judge(sandbox, workspace.runs).run(made, made.candidate, made.given, cancel=cancel)
    assert time.monotonic() - began < 20
    assert list((workspace.root / "runs").rglob("*.run.json")) == []


def test_command_refuses_with_status_3_and_runs_nothing_without_a_backend(tmp_path: Path) -> None:
    path = tmp_path / "clock.task.json"
    path.write_bytes(dump_document(task(GOOD)))
    # In a process of its own: one that has a sandbox keeps it.
    without = {"PATH": str(tmp_path), "DOCKER_HOST": f"unix://{tmp_path}/none.sock"}
    told = subprocess.run(
        [sys.executable, "-m", "workbench.cli", "run", str(path), "--json"],
        env=os.environ | without, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (3, "")
    assert "bubblewrap" in told.stderr
