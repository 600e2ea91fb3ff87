"""What a report on tasks says, what it does not, and that nothing in it is obeyed."""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner

from tests.reports.conftest import CHECKOUT
from tests.reports.worlds import HOSTILE, a_task, a_world, add, assess, facts_here, review
from workbench.adequacy.wish import Wish, identity
from workbench.cli import app
from workbench.commands.reporting import SUFFIXES, Asked, write
from workbench.errors import InputError, NotFound
from workbench.model.assessment import Gate
from workbench.model.run import Verdict
from workbench.model.schema import schemas
from workbench.model.task import Solution
from workbench.reports.gathering import gather
from workbench.reports.summary import figures
from workbench.reports.trusting import by_file
from workbench.store.workspace import Workspace

_VOID = {"meta", "br", "col", "hr", "img", "input", "link"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return a_world(tmp_path_factory.mktemp("reports"))


def made(world: Workspace, name: str, **asked: Any) -> bytes:
    out = world.root.parent / name
    write(world, Asked(**asked), out, lambda *_: None)
    return out.read_bytes()


class Page(HTMLParser):
    """Elements are closed in order, ids are unique, and links within the page lead somewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []
        assert len(set(self.ids)) == len(self.ids)
        assert {link[1:] for link in self.links if link.startswith("#")} <= set(self.ids)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "id":
                self.ids.append(str(value))
            if name == "href":
                self.links.append(str(value))
            if name in ("src", "srcset", "data", "action"):
                self.loads.append(str(value))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text += data


def test_those_to_look_at_first_come_first(world: Workspace) -> None:
    tasks = gather(world).tasks
    assert [t.task_id for t in tasks][:2] == ["weak", "failing"]
    assert tasks[0].why.startswith("16 of 20 mutants pass")
    assert tasks[1].why == "the candidate does not pass: fail"


def test_what_was_not_measured_is_said_and_never_a_number(world: Workspace) -> None:
    facts = {t.task_id: t for t in gather(world).tasks}
    assert facts["untouched"].strength is None
    assert facts["untouched"].unmeasured == (
        "the candidate was not run on the given suite", "the suite was not assessed",
    )  # fmt: skip
    assert facts["failing"].unmeasured == ("the suite was not assessed",)
    page = Page(made(world, "r.html").decode())
    assert "1 task: the candidate was not run on the given suite" in page.text


def test_an_assessment_of_another_state_of_the_task_counts_for_nothing(world: Workspace) -> None:
    facts = {t.task_id: t for t in gather(world).tasks}["stale"]
    assert facts.strength is None
    assert "tests_accept_wrong" not in {flag.kind for flag in facts.flags}
    assert "the suite was assessed before the task or the toolchain changed" in facts.unmeasured


def test_an_assessment_that_ran_out_of_time_before_its_repeats_keeps_what_it_found(
    tmp_path: Path,
) -> None:
    space = Workspace.create(tmp_path / "ws")
    task = add(space, a_task("one"))
    assess(
        space, task, killed=0, missed=0, done=("gates",), reruns=0, reruns_wished=4,
        id=identity(task, facts_here(task), Wish(reruns=4)),
        gates=(Gate(name="stub_fails", ok=False, detail="stub: pass"),),
    )  # fmt: skip
    space.refresh()
    (facts,) = gather(space).tasks
    assert facts.counts["high"] == 1
    assert "repeated runs" in facts.unmeasured


def test_a_pass_of_code_that_once_failed_is_told_as_varied(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    task = add(space, a_task("one"), Verdict.FAIL)
    add(space, task, Verdict.PASS)
    space.refresh()
    (facts,) = gather(space).tasks
    assert facts.candidate is not None
    assert facts.candidate.verdict == "varied"
    assert facts.why == "the candidate does not pass: varied"


def test_a_pass_of_another_toolchain_is_no_pass_now_in_any_form(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    task = a_task("one")
    add(space, task, facts={**facts_here(task), "python": "2.7.18"})
    space.refresh()
    (facts,) = gather(space).tasks
    assert facts.candidate is not None
    assert (facts.candidate.verdict, facts.candidate.then) == ("", "pass")
    assert facts.candidate.changed.startswith("Python 2.7.18 then, ")
    assert "the candidate was run, but not as it would be now: Python 2.7.18" in str(facts)
    for suffix in (".html", ".md"):
        text = made(space, f"r{suffix}").decode()
        assert "not measured now (pass then)" in text
        assert "0 of 0 run" in text
    for asked in ({}, {"tasks": ["one"]}):
        assert 'class="pass"' not in made(space, "r.html", **asked).decode()


def test_a_pass_by_an_older_rule_or_another_reference_is_no_pass_now(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    task = add(space, a_task("one"))
    reference = Solution(name="reference", role="reference", files={"double.py": "double = 1\n"})
    space.save_task(task.model_copy(update={"solutions": (*task.solutions, reference)}))
    space.refresh()
    (facts,) = gather(space).tasks
    assert facts.candidate is not None
    assert facts.candidate.verdict == ""
    assert facts.candidate.changed.startswith("the rule of verdicts, the reference")


def test_a_run_of_here_counts_before_a_newer_one_of_elsewhere(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    task = add(space, a_task("one"))
    add(space, task, facts={"python": "2.7.18"}, at="2026-02-01T00:00:00Z")
    add(space, a_task("two"), Verdict.FAIL, facts={"python": "2.7.18"})
    space.refresh()
    facts = {t.task_id: t for t in gather(space).tasks}
    assert facts["one"].candidate is not None
    assert facts["one"].candidate.verdict == "pass"
    assert facts["two"].why == "the candidate did not pass: fail"


def test_a_run_of_other_code_is_no_run_of_the_candidate(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    task = add(space, a_task("one"))
    changed = task.candidate.model_copy(update={"files": {"double.py": "double = 0\n"}})
    space.save_task(task.model_copy(update={"solutions": (changed,)}))
    space.refresh()
    (facts,) = gather(space).tasks
    assert facts.candidate is not None
    assert facts.candidate.verdict == ""


@pytest.mark.parametrize("asked", [{}, {"tasks": ["weak"]}, {"reviewer": "maria.lopez"}])
def test_a_page_is_well_formed_and_hostile_titles_stay_text(
    world: Workspace, asked: dict[str, Any]
) -> None:
    text = made(world, "r.html", **asked).decode()
    page = Page(text)
    assert HOSTILE in page.text
    assert page.tags & {"script", "iframe", "object", "base", "form"} == set()
    assert page.loads == []
    assert not [link for link in page.links if re.match(r"\w+:", link)]
    assert "default-src 'none'" in text


def test_a_tasks_page_holds_code_prompt_survivors_and_lines_no_test_reaches(
    world: Workspace,
) -> None:
    page = Page(made(world, "t.html", tasks=["weak"]).decode())
    assert "return n * 2  # </pre><script>alert(2)</script>" in page.text
    assert "Double n." in page.text
    assert page.text.count("double.py:2") == 16
    assert "4-5, 9" in page.text


def test_links_lead_to_files_only_from_inside_the_workspace(world: Workspace) -> None:
    inside = world.root / "out" / "r.html"
    inside.parent.mkdir(exist_ok=True)
    write(world, Asked(), inside, lambda *_: None)
    links = [x for x in Page(inside.read_text()).links if not x.startswith("#")]
    assert links
    for link in links:
        assert (inside.parent / link).is_file()
    outside = Page(made(world, "r.html").decode())
    assert [x for x in outside.links if not x.startswith("#")] == []


def test_reviewers_are_pseudonyms_in_every_form_unless_names_are_asked_for(
    world: Workspace,
) -> None:
    for suffix in set(SUFFIXES) - {".pdf", ".ipynb", ".xlsx", ".parquet"}:
        assert b"maria" not in made(world, f"r{suffix}")
    with zipfile.ZipFile(io.BytesIO(made(world, "r.xlsx"))) as book:
        assert not [n for n in book.namelist() if b"maria" in book.read(n)]
    assert b"maria.lopez" in made(world, "r.html", names=True)
    assert stat.S_IMODE((world.root.parent / "r.html").stat().st_mode) == 0o600


def test_a_pseudonym_is_the_same_in_two_reports_and_another_elsewhere(
    world: Workspace, tmp_path: Path
) -> None:
    other = Workspace.create(tmp_path / "ws")
    review(other, add(other, a_task("weak")), "maria.lopez", 1)
    other.refresh()
    first, again, elsewhere = (
        {o.reviewer for t in gather(w).tasks for o in t.opinions} for w in (world, world, other)
    )
    assert first == again
    assert len(first) == 2
    assert not elsewhere & first


def test_a_reviewers_report_holds_that_reviewers_reviews_alone(world: Workspace) -> None:
    report = gather(world, reviewer="jan.novak")
    assert [t.task_id for t in report.tasks] == ["strong"]
    assert len(report.tasks[0].opinions) == 1
    with pytest.raises(NotFound, match="nobody has no submitted review"):
        gather(world, reviewer="nobody")


def test_one_high_flag_is_counted_where_no_suite_was_assessed(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    task = a_task("one")
    empty = task.given.model_copy(update={"files": dict.fromkeys(task.given.files, "")})
    space.save_task(task.model_copy(update={"suites": (empty,)}))
    space.refresh()
    assert dict(figures(gather(space)))["with a high flag"] == "1"


def test_solutions_of_which_the_same_is_said_stand_in_one_line(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    task = a_task("one")
    again = [Solution(name=f"model-{n}", role="variant", files=task.candidate.files)
             for n in range(3)]  # fmt: skip
    space.save_task(task.model_copy(update={"solutions": (*task.solutions, *again)}))
    space.refresh()
    page = Page(made(space, "r.html").decode())
    assert "model-0, model-1, model-2 (variants): not run" in page.text


def test_precision_and_recall_are_of_the_tasks_whose_truth_is_known(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    truth = ["task_id,defect"]
    for number in range(10):
        task = add(space, a_task(f"t{number}"))
        assess(space, task, killed=20, missed=20 if number < 4 else 0)
        truth.append(f"t{number},{int(number in (0, 1, 2, 9))}")
    space.refresh()
    (tmp_path / "truth.csv").write_text("\n".join(truth))
    report = write(space, Asked(truth=tmp_path / "truth.csv"), tmp_path / "r.json", lambda *_: None)
    weak = next(t for t in report.trust if t.rule == "strength below 0.8")
    assert (weak.known, weak.flagged, weak.defects, weak.right) == (10, 4, 4, 3)
    assert weak.precision.value == weak.recall.value == 0.75
    assert weak.precision.low is not None
    assert 0.3 < weak.precision.low < 0.75
    assert "truth.csv" in json.loads((tmp_path / "r.json").read_text())["trust"][0]["against"]


def test_reviewers_decisions_are_the_truth_where_no_file_is_given(world: Workspace) -> None:
    made(world, "r.json")
    trust = json.loads((world.root.parent / "r.json").read_text())["trust"]
    assert {t["known"] for t in trust} == {2}
    assert {t["defects"] for t in trust} == {0}
    assert trust[0]["recall"]["value"] is None
    assert trust[0]["recall"]["note"].startswith("undefined")


def test_a_truth_file_with_a_bad_line_is_refused_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "truth.csv"
    file.write_text("task_id,defect\na,1\nb,maybe\n")
    with pytest.raises(InputError, match="line 3"):
        by_file(file)


@pytest.mark.parametrize("asked", [{}, {"tasks": ["weak"]}, {"reviewer": "maria.lopez"}])
def test_a_report_as_json_follows_its_schema(world: Workspace, asked: dict[str, Any]) -> None:
    value = json.loads(made(world, "r.json", **asked))
    jsonschema.Draft202012Validator(schemas()["report.v1.schema.json"]).validate(value)
    assert (
        value["kind"]
        == {"": "data_set", "tasks": "task", "reviewer": "reviewer"}[next(iter(asked), "")]
    )


def test_parquet_holds_what_is_missing_as_missing(world: Workspace) -> None:
    frame = pd.read_parquet(io.BytesIO(made(world, "r.parquet"))).set_index("task_id")
    assert frame.loc["weak", "missed"] == 16
    assert pd.isna(frame.loc["untouched", "missed"])
    assert pd.isna(frame.loc["stale", "strength"])
    assert frame.loc["weak", "title"] == HOSTILE


def test_markdown_reads_a_hostile_title_as_words(world: Workspace) -> None:
    text = made(world, "r.md").decode()
    assert not re.search(r"(?<!\\)[<`\[]", text)
    assert "\\[x\\]\\(javascript" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    bars = {len(re.findall(r"(?<!\\)\|", row)) for row in rows}
    assert bars == {11}


def test_a_task_that_cannot_be_read_is_named_and_the_rest_is_reported(tmp_path: Path) -> None:
    space = a_world(tmp_path)
    (space.root / "tasks" / "broken.task.json").write_text("{")
    report = gather(space)
    assert len(report.tasks) == 5
    assert "broken" in report.left_out[0]


@pytest.mark.slow
def test_a_reports_notebook_runs_top_to_bottom(
    world: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    text = made(world, "r.ipynb").decode()
    book = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(book, timeout=120, kernel_name="python3").execute(cwd=str(tmp_path))
    said = json.dumps([c.get("outputs", []) for c in book.cells])
    assert re.search(r"with a high flag: 1\W", said)
    assert "maria" not in said


@pytest.mark.ui
def test_a_report_prints_to_pdf(world: Workspace) -> None:
    printed = made(world, "r.pdf")
    assert printed.startswith(b"%PDF-")
    assert printed.count(b"/Type /Page\n") >= 2 or b"/Count " in printed


def test_the_command_writes_what_the_files_ending_says(world: Workspace, tmp_path: Path) -> None:
    run = CliRunner()
    out = tmp_path / "five.md"
    done = run.invoke(app, ["report", str(world.root), "-o", str(out)])
    assert done.exit_code == 0
    assert out.read_text().startswith("# five")
    refused = run.invoke(app, ["report", str(world.root), "-o", str(tmp_path / "five.doc")])
    assert isinstance(refused.exception, InputError)
    assert ".html" in refused.exception.mend
