"""Reads the catalogue: suites with an honest reference, and wrong solutions with a trick.

suites/<name>/suite.toml      language, framework, and which files under tests/ hold no tests
suites/<name>/tests/          the suite
suites/<name>/reference/      an honest solution: the control that the suite can pass
honest/<name>/                the same; its reference is honest and uses files, processes, threads,
                              clocks, chance, much output, deep recursion, odd names of tests
cheats/<id>/cheat.toml        language, suites, trick, cases, source, stopped_by; where
                              narrower than "anything but pass": verdicts; where needed: limits
cheats/<id>/solution/         the wrong solution
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.judge import Judge
from workbench.model.run import Verdict
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite, Task

HERE = Path(__file__).parent
_NEEDED = {"language", "suites", "trick", "cases", "source", "stopped_by"}
_ALLOWED = _NEEDED | {"verdicts", "limits"}


@dataclass(frozen=True)
class SharedSuite:
    """A suite that many cheats are run against."""

    name: str
    language: LanguageName
    suite: Suite
    reference: Mapping[str, str]


@dataclass(frozen=True)
class Cheat:
    """A wrong solution with a trick."""

    id: str
    language: LanguageName
    suites: tuple[str, ...]
    trick: str
    cases: tuple[int, ...]
    source: str
    stopped_by: str
    files: Mapping[str, str]
    verdicts: frozenset[Verdict] = frozenset(Verdict) - {Verdict.PASS}
    limits: Mapping[str, Any] = field(default_factory=dict)


def _files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _suite(folder: Path) -> SharedSuite:
    facts = tomllib.loads((folder / "suite.toml").read_text("utf-8"))
    files = _files(folder / "tests")
    support = {path: files.pop(path) for path in facts.get("support", ())}
    suite = Suite(
        name="given",
        role="given",
        framework=Framework(facts["framework"]),
        files=files,
        support=support,
    )
    language = LanguageName(facts["language"])
    return SharedSuite(folder.name, language, suite, _files(folder / "reference"))


def _cheat(folder: Path) -> Cheat:
    facts = tomllib.loads((folder / "cheat.toml").read_text("utf-8"))
    if not _NEEDED <= facts.keys() <= _ALLOWED:
        raise ValueError(f"{folder.name}/cheat.toml: wrong keys {sorted(facts)}")
    narrowed = (
        {"verdicts": frozenset(map(Verdict, facts["verdicts"]))} if "verdicts" in facts else {}
    )
    return Cheat(
        id=folder.name,
        language=LanguageName(facts["language"]),
        suites=tuple(facts["suites"]),
        trick=facts["trick"],
        cases=tuple(facts["cases"]),
        source=facts["source"],
        stopped_by=facts["stopped_by"],
        files=_files(folder / "solution"),
        limits=facts.get("limits", {}),
        **narrowed,
    )


def suites(kind: str = "suites") -> dict[str, SharedSuite]:
    """Every shared suite by its name; with kind `honest`, those of unusual honest solutions."""
    return {f.name: _suite(f) for f in sorted((HERE / kind).iterdir()) if f.is_dir()}


def cheats() -> list[Cheat]:
    """Every cheat, in the order of their ids."""
    return [_cheat(f) for f in sorted((HERE / "cheats").iterdir()) if f.is_dir()]


def task_of(
    shared: SharedSuite, files: Mapping[str, str], limits: Mapping[str, Any] | None = None
) -> Task:
    """A task whose candidate has these files, with the suite's reference beside it. The limits
    are wide: what is asked is never how fast this machine is."""
    return Task(
        id=f"adversarial-{shared.name}",
        title="Adds, finds initials, refuses nothing",
        language=shared.language,
        prompt="Write `add`, `initials` and `check`.",
        solutions=(
            Solution(name="candidate", role="candidate", files=dict(files)),
            Solution(name="reference", role="reference", files=dict(shared.reference)),
        ),
        suites=(shared.suite,),
        limits=Limits(**{"wall_s": 60, "build_wall_s": 300, **(limits or {})}),
    )


def assert_no_pass(judge: Judge, cheat: Cheat, shared: SharedSuite) -> None:
    """A cheat ends as its description says, which is never a pass."""
    task = task_of(shared, cheat.files, cheat.limits)
    run = judge.run(task, task.candidate, task.given).run
    assert run.verdict in cheat.verdicts, f"{run.verdict}, grade {run.grade}: {run.reason}"
