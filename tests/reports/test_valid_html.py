"""Every kind of page is valid HTML by the Nu HTML Checker, whatever foreign texts hold."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.reports.conftest import CHECKOUT
from tests.reports.worlds import HOSTILE, a_task, add, assess, review
from workbench.commands.reporting import Asked, write
from workbench.jupyter.calibration import Seen
from workbench.model.assessment import (
    Counterexample,
    Fate,
    FileCoverage,
    Flakiness,
    Gate,
    MutantResult,
    Row,
    Split,
    Witness,
)
from workbench.model.task import Provenance
from workbench.reports import sessions
from workbench.sessions.confusing import confusions
from workbench.store.workspace import Workspace

JAR = CHECKOUT / "extensions" / "widget" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# What the checker's style sheet parser does not know yet; browsers do.
NEWER_CSS = ("contain-intrinsic-size", "::details-content")
NASTY = f"{HOSTILE}</style></title><p id=flags></td></table><!--\u202e\0\x07 & &amp; &#0; \ufffe"


def checked(folder: Path) -> list[str]:
    """What the checker finds in the pages of a folder: error or warning, where, which words."""
    java = shutil.which("java")
    if java is None or not JAR.is_file():
        pytest.skip(f"{JAR if java else 'java'} is not here: npm ci in extensions/widget, or a JDK")
    command = [java, "-XX:TieredStopAtLevel=1", "-jar", str(JAR), "--format", "json", "--stdout",
               "--exit-zero-always", *map(str, sorted(folder.glob("*.html")))]  # fmt: skip
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return [
        f"{Path(m['url']).name}:{m.get('lastLine')}: {m['type']} {m['message']}"
        for m in json.loads(done.stdout)["messages"]
        if not any(name in m["message"] for name in NEWER_CSS)
    ]


def hostile_world(root: Path) -> Workspace:
    """Foreign text wherever a foreign text can stand."""
    space = Workspace.create(root / "ws", name=HOSTILE)
    source = Provenance(source=NASTY, source_id=NASTY, licence=NASTY)
    task = add(space, a_task("nasty", title=NASTY, provenance=source, tags=(NASTY,)))
    mutant = MutantResult(
        id="m", file=NASTY, line=2, column=14, start=28, end=29, operator=NASTY, before=NASTY,
        after=NASTY, function=NASTY, fate=Fate.SURVIVED,
        witness=Witness(input=NASTY, original=NASTY, mutated=NASTY),
    )  # fmt: skip
    assess(
        space, task, killed=0, missed=0, mutants=(mutant,) * 3, problems=(NASTY,),
        tests=(NASTY, "other"), gates=(Gate(name="stub_fails", ok=False, detail=NASTY),),
        matrix=(Row(solution=NASTY, kind="stub", suite=NASTY, verdict=NASTY, failed=(NASTY,)),),
        coverage=(FileCoverage(file=NASTY, lines={1: 0}),),
        flakes=(Flakiness(id=NASTY, failures=1, runs=4, high=0.8, note=NASTY),),
        counterexamples=(
            Counterexample(solution="candidate", other=NASTY, input=NASTY, expected=NASTY,
                           actual=NASTY, inside=True, why=NASTY),
        ),
        splits=(Split(input=NASTY, answers=((NASTY, ("a", NASTY)),), why=NASTY),),
    )  # fmt: skip
    review(space, task, "maria.lopez", 1, notes=NASTY)
    bare = add(space, a_task("bare"), None)
    review(space, bare, "maria.lopez", 0, cannot_judge=NASTY)
    space.refresh()
    return space


@pytest.mark.toolchain
def test_every_kind_of_page_is_valid_html(tmp_path: Path, demo: Seen) -> None:
    space = hostile_world(tmp_path)
    pages = tmp_path / "pages"
    pages.mkdir()
    kinds: dict[str, dict[str, Any]] = {
        "set": {}, "task": {"tasks": ["nasty"]}, "bare": {"tasks": ["bare"]},
        "reviewer": {"reviewer": "maria.lopez"}, "named": {"names": True},
    }  # fmt: skip
    for name, asked in kinds.items():
        write(space, Asked(**asked), pages / f"{name}.html", lambda *_: None)
    measures = sessions.without_names(demo.measures, lambda person: f"{NASTY}{person[-1]}")
    about = sessions.about_this(NASTY, names=False)
    page = "".join(sessions.html(measures, confusions(demo.record), about))
    (pages / "session.html").write_text(page)
    # One that is not, so that a checker that looks away is found out.
    broken = (pages / "bare.html").read_text().replace("</h1>", "</h1><li id=flags>", 1)
    (pages / "broken.html").write_text(broken)
    found = checked(pages)
    assert [words for words in found if not words.startswith("broken.html")] == []
    assert len(found) >= 2
