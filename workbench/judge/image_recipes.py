"""How a task of each repository format is run in its own image: what is put in, and what is called.

    swe-bench          /testbed or /app; the record's command, else pytest on the listed files
    swe-bench-5        its eval.sh
    multi-swe-bench    /home/fix-run.sh of the image, before the fix /home/test-run.sh
    swe-polybench      the record's test command in the image's work directory
    harbor             solution/solve.sh, then tests/test.sh, which writes a reward
    terminal-bench     solution.sh, then run-tests.sh

Nothing is known of single projects. Where no command can be known, the refusal names the field
that would tell it.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import Literal

from workbench.errors import InputError
from workbench.judge.image_patches import Kept, without
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import JobFile
from workbench.sandboxes.own_image import Step, is_name

Told = Literal["pytest", "log", "reward", "checks"]
"""Who tells the results: pytest that we call, a script of the task, the reward it writes, or
every check of a script that writes none."""

REWARD = "/logs/verifier/reward.txt"
REWARD_JSON = "/logs/verifier/reward.json"
NO_SOLUTION, NO_TESTS, NO_PLACE = 71, 72, 73
"""Exit codes of the step that puts patches in place."""

_FORMATS = ("swe-bench", "swe-bench-5", "multi-swe-bench", "swe-polybench", "harbor",
            "terminal-bench")  # fmt: skip
_NODE_ID = re.compile(r"(?P<file>[^:\s]+\.py)::\S.*")
# The environment the images of SWE-bench come with; others do not have the file.
_CONDA = "[ -f /opt/miniconda3/bin/activate ] && . /opt/miniconda3/bin/activate testbed\n"


@dataclass(frozen=True)
class Plan:
    """The steps of one run, in their order; `tests` is the last."""

    tests: Step
    told: Told
    place: Step | None = None
    """puts patches in place; runs none of the solution's code"""
    solve: Step | None = None
    """runs the solution where it is a script that acts on the image"""
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = field(default=())
    """why a pass of this solution would not be one"""


def format_of(task: Task) -> str:
    """Which format's image it is. Raises InputError."""
    found = next((name for name in _FORMATS if name in task.tags), "")
    if not found:
        raise InputError(
            f"not executable here: needs image {task.image}",
            mend=f"the task needs a tag that says its format, one of {', '.join(_FORMATS)}",
        )
    return found


def image_name(task: Task) -> str:
    """The image's name; where the task only holds a recipe, the name to build it by."""
    return task.image if is_name(task.image) else f"reviewer-workbench-task:{task.id}".lower()


def how_to_get(task: Task) -> str:
    """What a person does to have the image."""
    name = image_name(task)
    recipes = ("Dockerfile", "environment/Dockerfile")
    recipe = next((path for path in recipes if path in task.given.support), "")
    if recipe and (not is_name(task.image) or format_of(task) == "swe-polybench"):
        return f"build it from the task's folder: docker build -t {name} -f {recipe} ."
    if not is_name(task.image):
        return f"build it, and name it {name}"
    return f"docker pull {name}"


def listed(task: Task, suite: Suite) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tests that must fail before the fix and pass after it, and those that always pass."""
    if format_of(task) == "harbor":
        return ("reward",), ()
    if format_of(task) == "terminal-bench":
        return ("run-tests.sh",), ()
    must, keep = (
        tuple(n for n in suite.support.get(f"{name}_to_pass.txt", "").splitlines() if n.strip())
        for name in ("fail", "pass")
    )
    return tuple(dict.fromkeys(must)), tuple(dict.fromkeys(n for n in keep if n not in must))


def plan(task: Task, solution: Solution | None, suite: Suite, workdir: str, own: str) -> Plan:
    """The steps for `solution`, or for none. `workdir` is the image's own, `own` a folder for our
    files. Raises InputError when nothing says how the tests are run."""
    kind = format_of(task)
    if kind in ("harbor", "terminal-bench"):
        return _acting(kind, solution, suite, workdir)
    kept = _kept(solution, suite)
    if kind == "multi-swe-bench":
        return _multi(kept, suite)
    if kind == "swe-polybench":
        place = workdir if workdir not in ("", "/") else "/testbed"
    else:
        place = "/app" if "swe-bench-pro" in task.tags else "/testbed"
    command, told, files = _command(task, kind, suite, own)
    patches = {
        f"{own}/solution.patch": JobFile(kept.text.encode()),
        f"{own}/tests.patch": JobFile(_tests(suite).encode()),
    }
    applies_itself = kind == "swe-bench-5" and "git apply" in command
    script = _placing(kept, own, place, tests=not applies_itself)
    return Plan(
        place=Step(script, patches),
        tests=Step(f"cd {shlex.quote(place)} || exit {NO_PLACE}\n{command}", files),
        told=told,
        notes=kept.notes,
        doubts=kept.doubts,
    )


def _kept(solution: Solution | None, suite: Suite) -> Kept:
    if solution is None:
        return without("", _tests(suite))
    patch = solution.files.get("gold.patch")
    if patch is None or len(solution.files) > 1:
        raise InputError(
            f"solution {solution.name} is no patch", mend="its one file must be gold.patch"
        )
    return without(patch, _tests(suite))


def _tests(suite: Suite) -> str:
    patch = suite.files.get("test.patch")
    if patch is None or len(suite.files) > 1:
        raise InputError(f"suite {suite.name} is no patch", mend="its one file must be test.patch")
    return patch


def _placing(kept: Kept, own: str, place: str, *, tests: bool) -> str:
    """First the solution's patch, then the files of the tests as they were, then their patch."""
    lines = [
        # The repository may belong to somebody else than who runs this.
        "export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'",
        f"cd {shlex.quote(place)} && git rev-parse HEAD >/dev/null || exit {NO_PLACE}",
    ]
    if kept.text.strip():
        lines.append(f"git apply --whitespace=nowarn {own}/solution.patch || exit {NO_SOLUTION}")
    for path in kept.test_files:
        name = shlex.quote(path)
        lines.append(f"git checkout -q HEAD -- {name} 2>/dev/null || rm -rf -- {name}")
    if tests:
        lines.append(f"git apply --whitespace=nowarn {own}/tests.patch || exit {NO_TESTS}")
    return "\n".join(lines) + "\n"


def _command(task: Task, kind: str, suite: Suite, own: str) -> tuple[str, Told, dict[str, JobFile]]:
    held = suite.support
    conda = _CONDA if kind == "swe-bench" else ""
    if kind == "swe-bench" and "run_script.sh" in held:
        chosen = ",".join(held.get("selected_test_files.txt", "").splitlines())
        files = {f"{own}/run_script.sh": JobFile(held["run_script.sh"].encode(), executable=True)}
        return f"bash {own}/run_script.sh {shlex.quote(chosen)}\n", "log", files
    for name in ("eval.sh", "test_command.sh"):
        if held.get(name, "").strip():
            return f"{conda}{held[name].rstrip()}\n", "log", {}
    must, keep = listed(task, suite)
    matches = [_NODE_ID.fullmatch(name) for name in (*must, *keep)]
    if kind != "swe-polybench" and matches and all(matches):
        paths = dict.fromkeys(match["file"] for match in matches if match)
        named = " ".join(shlex.quote(f"./{path}") for path in paths)
        return f"{conda}python=python\ncommand -v python >/dev/null || python=python3\n" \
               f"$python -m pytest -rA {named}\n", "pytest", {}  # fmt: skip
    field_name = {"swe-polybench": "test_command", "swe-bench-5": "eval.sh"}.get(kind, "test_cmd")
    raise InputError(
        f"not executable here: nothing says how the tests of {task.id} are run",
        mend=f"its tests are no pytest node ids; give {field_name} and import it again",
    )


def _multi(kept: Kept, suite: Suite) -> Plan:
    """The image's own scripts apply both patches, which lie in /home."""
    script = "fix-run.sh" if kept.text.strip() else "test-run.sh"
    files = {
        "/home/test.patch": JobFile(_tests(suite).encode()),
        "/home/fix.patch": JobFile(kept.text.encode()),
    }
    return Plan(
        tests=Step(f"cd /home || exit {NO_PLACE}\nbash /home/{script}\n", files),
        told="log",
        notes=kept.notes,
        doubts=kept.doubts,
    )


def _acting(kind: str, solution: Solution | None, suite: Suite, workdir: str) -> Plan:
    """Solution and tests are scripts that act on the image. What the tests write is emptied when
    they are put in, after everything of the solution is dead."""
    harbor = kind == "harbor"
    entry, home = ("solution/solve.sh", "/") if harbor else ("solution.sh", "/oracle/")
    start, named = ("tests/test.sh", "/tests/test.sh") if harbor else (
        "run-tests.sh", "/tests/run-tests.sh")  # fmt: skip
    if start not in suite.files:
        raise InputError(
            "not executable here: nothing says how its tests are run", mend=f"it needs {start}"
        )
    go = f"cd {shlex.quote(workdir or '/')} || exit {NO_PLACE}\n"
    solve = None
    if solution is not None:
        if entry not in solution.files:
            raise InputError(f"solution {solution.name} has no {entry}", mend="a script is wanted")
        solve = Step(
            f"{go}bash {home}{entry}\n",
            {f"{home}{path}": JobFile(text.encode(), executable=path.endswith(".sh"))
             for path, text in solution.files.items()},
        )  # fmt: skip
    files = {
        (f"/{path}" if path.startswith("tests/") else f"/tests/{path}"): JobFile(
            text.encode(), executable=path.endswith(".sh")
        )
        for path, text in suite.files.items()
    }
    if harbor:
        files |= {REWARD: JobFile(b""), REWARD_JSON: JobFile(b"")}
    script = f"export TEST_DIR=/tests\n{go}bash {named}\n"
    return Plan(tests=Step(script, files), told="reward" if harbor else "checks", solve=solve)
