"""The command's contract, as far as nothing is executed."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.unit.model.test_task import make
from workbench import cli
from workbench.commands import running
from workbench.commands.pace import Pace
from workbench.commands.progress import RunProgress
from workbench.errors import WorkbenchError
from workbench.judge.batch import Done, Item
from workbench.store.files import dump_document
from workbench.store.workspace import Workspace
from workbench.toolchains.registry import toolchain

RECORD = {
    "task_id": "Python/900",
    "prompt": 'def twice(x):\n    """ Double. """\n',
    "canonical_solution": "    return x * 2\n",
    "buggy_solution": "    return x + 2\n",
    "test": "\n\ndef check(twice):\n    assert twice(3) == 6\n\ncheck(twice)\n",
    "text": "Double.",
    "declaration": "def twice(x):\n",
    "example_test": "",
    "bug_type": "operator misuse",
    "failure_symptoms": "incorrect output",
    "entry_point": "twice",
    "signature": "twice(x)",
    "docstring": "Double.",
    "instruction": "Write a Python function `twice(x)`: Double.",
}


def call(*words: object, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["workbench", *map(str, words)])
    try:
        cli.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_init_makes_a_demo_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("init", tmp_path / "w", "--demo", monkeypatch=monkeypatch) == 0
    assert len(Workspace.open(tmp_path / "w").task_ids()) >= 18


def test_demo_workspace_holds_nothing_of_the_truth(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w", demo=True)
    for path in (tmp_path / "w").rglob("*"):
        assert "truth" not in path.name
        if path.suffix == ".json":
            assert '"defect"' not in path.read_text()


def test_init_twice_is_refused_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("init", tmp_path / "w", monkeypatch=monkeypatch) == 0
    before = sorted(p.name for p in (tmp_path / "w").rglob("*"))
    assert call("init", tmp_path / "w", monkeypatch=monkeypatch) == 2
    assert sorted(p.name for p in (tmp_path / "w").rglob("*")) == before


def test_wrong_usage_exits_2(monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("no-such-command", monkeypatch=monkeypatch) == 2
    assert call("run", "--jobs", "0", monkeypatch=monkeypatch) == 2


def test_bad_record_is_named_and_the_rest_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "data.jsonl"
    second = {**RECORD, "task_id": "Python/901"}
    source.write_text(f"{json.dumps(RECORD)}\n{{broken\n{json.dumps(second)}\n")
    code = call(
        "import", "humanevalpack", source, "--into", tmp_path / "w", "--json",
        monkeypatch=monkeypatch,
    )  # fmt: skip
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 2
    assert [(line["line"], line["ok"]) for line in lines] == [(1, True), (2, False), (3, True)]
    assert set(lines[1]) == {"source", "line", "task_id", "ok", "reason"}
    assert lines[1]["reason"]
    assert len(Workspace.open(tmp_path / "w").task_ids()) == 2


def test_same_id_twice_in_one_import_does_not_replace_silently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "data.jsonl"
    source.write_text(f"{json.dumps(RECORD)}\n" * 2)
    call(
        "import", "humanevalpack", source, "--into", tmp_path / "w", "--json",
        monkeypatch=monkeypatch,
    )  # fmt: skip
    second = json.loads(capsys.readouterr().out.splitlines()[1])
    assert not second["ok"]
    assert "already used" in second["reason"]


def test_same_id_in_two_sources_does_not_replace_silently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for source in sources:
        source.write_text(f"{json.dumps(RECORD)}\n")
    call(
        "import", "humanevalpack", *sources, "--into", tmp_path / "w", "--json",
        monkeypatch=monkeypatch,
    )  # fmt: skip
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["ok"]
    assert not second["ok"]
    assert "already used" in second["reason"]


def test_unknown_format_and_missing_source_exit_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("--into", tmp_path / "w")
    assert call("import", "nothing", tmp_path, *where, monkeypatch=monkeypatch) == 2
    assert call("import", "mbpp", tmp_path / "none", *where, monkeypatch=monkeypatch) == 2


def test_review_is_shown_and_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    workspace.save_task(make())
    workspace.save_review(workspace.new_review(make(), "ann"), based_on=0)
    monkeypatch.chdir(workspace.root)
    assert call("review", "export", "t", "--reviewer", "ann", monkeypatch=monkeypatch) == 0
    exported = json.loads(capsys.readouterr().out)
    assert exported["review"]["reviewer"] == "ann"
    assert call("review", "show", "t", "--reviewer", "ann", monkeypatch=monkeypatch) == 0
    assert "# Review of T" in capsys.readouterr().out
    assert call("review", "show", "t", "--reviewer", "bob", monkeypatch=monkeypatch) == 2
    assert exported["changed_since"] == []
    workspace.save_task(make(prompt="another"))
    assert call("review", "export", "t", "--reviewer", "ann", monkeypatch=monkeypatch) == 0
    exported = json.loads(capsys.readouterr().out)
    assert exported["stale"] is True
    assert "changed after" in exported["changed_since"][0]
    options = ("--reviewer", "ann", "--markdown", "--pseudonym")
    assert call("review", "export", "t", *options, monkeypatch=monkeypatch) == 0
    told = capsys.readouterr().out
    assert "Reviewer reviewer-" in told
    assert "ann" not in told


def test_review_shown_on_a_terminal_cannot_write_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    workspace.save_task(make())
    review = workspace.new_review(make(), "ann").model_copy(update={"cannot_judge": "\x1b[31mred"})
    workspace.save_review(review, based_on=0)
    monkeypatch.chdir(workspace.root)
    assert call("review", "show", "t", "--reviewer", "ann", monkeypatch=monkeypatch) == 0
    told = capsys.readouterr().out
    assert "\x1b" not in told
    assert "\\x1b[31mred" in told


def test_error_names_the_mend_on_stderr_and_leaves_stdout_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert call("lab", tmp_path, monkeypatch=monkeypatch) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "workbench init" in told.err


def test_hostile_title_cannot_write_to_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.task.json"
    path.write_bytes(dump_document(make()).replace(b'"t"', b'"\\u001b[31m"', 1))
    call("run", path, monkeypatch=monkeypatch)
    told = capsys.readouterr()
    assert "\x1b[31m" not in told.out + told.err


def test_import_of_the_package_is_quick_and_without_jupyter() -> None:
    """A child process tells which modules came along: the heavy ones must not."""
    code = "import sys, workbench; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    child = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    loaded = set(child.stdout.split())
    assert not loaded & {"jupyterlab", "IPython", "ipykernel", "pandas", "docker", "tree_sitter"}


@pytest.mark.parametrize("words", [(), ("review",)])
def test_groups_of_commands_show_an_example_too(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(*words, "--help", monkeypatch=monkeypatch) == 0
    assert "Example: workbench" in capsys.readouterr().out


def test_place_that_cannot_be_written_is_an_error_not_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("init", "/proc/w", monkeypatch=monkeypatch) == 1
    assert "/proc/w" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_full_stdout_is_an_error_not_a_traceback(tmp_path: Path) -> None:
    source = tmp_path / "x.jsonl"
    source.write_text(json.dumps(RECORD) + "\n")
    words = ["import", "humanevalpack", str(source), "--into", str(tmp_path / "w"), "--json"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "workbench.cli", *words],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


RESULT = {
    "task_id": "t", "solution": "candidate", "suite": "given", "verdict": "infrastructure",
    "grade": None, "reason": "broke", "tests": [], "duration_s": 0.0, "cached": False,
    "unsaved": "",
}  # fmt: skip


def test_run_without_a_memory_limit_is_labelled_on_its_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with RunProgress(Pace("run", 1), as_json=False) as shown:
        shown.show({**RESULT, "unenforced": ["memory: no rights", "cpus: no rights"]})
        shown.show({**RESULT, "unenforced": []})
    labelled, plain = capsys.readouterr().out.splitlines()
    assert labelled.startswith("infrastructure ")
    assert "not enforced here: memory, cpus" in labelled
    assert "not enforced" not in plain


def test_missing_kit_of_any_language_names_a_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path))
    kits = [
        line
        for name in ("python", "node", "go", "rust", "java")
        for line in toolchain(name).status()
        if line.check.endswith(" kit")
    ]
    assert len(kits) == 5
    assert all(not line.ok and "workbench doctor --install" in line.mend for line in kits)


def test_run_that_could_not_start_has_the_same_keys() -> None:
    task = make()
    item = SimpleNamespace(task=task, solution=task.candidate, suite=task.given)
    line = running.as_dict(Done(cast(Item, item), None, WorkbenchError("broke")))
    assert line["unenforced"] == []
    assert line["verdict"] == "infrastructure"
