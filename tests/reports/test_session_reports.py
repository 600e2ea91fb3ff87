"""A session's report: its findings without names, its tables, its charts."""

from __future__ import annotations

import jsonschema

from tests.reports.test_task_reports import Page
from workbench.jupyter.calibration import Seen
from workbench.model.schema import schemas
from workbench.reports import sessions
from workbench.sessions.confusing import confusions


def called(person: str) -> str:
    return f"reviewer-{ord(person[-1]):x}{person[0]}"


def test_a_session_under_pseudonyms_names_nobody_and_finds_the_same(demo: Seen) -> None:
    measures = sessions.without_names(demo.measures, called)
    people = {r.reviewer for r in demo.measures.reviewers}
    text = measures.model_dump_json()
    assert not [p for p in people if f'"{p}"' in text or f"{p} " in text]
    assert len(measures.findings) == len(demo.measures.findings) > 0
    assert [f.kind for f in measures.findings] == [f.kind for f in demo.measures.findings]


def test_what_weakens_a_sessions_promises_names_nobody_either(demo: Seen) -> None:
    said = ("blindness is not enforced for r01 (useradd r01, and let r01 join)", "r011 is another")
    measures = demo.measures.model_copy(update={"doubts": said})
    found = sessions.without_names(measures, lambda person: f"<{person[::-1]}>").doubts
    assert found == ("blindness is not enforced for <10r> (useradd <10r>, and let <10r> join)",
                     "r011 is another")  # fmt: skip
    many = tuple(f"doubt {number}" for number in range(250))
    measures = demo.measures.model_copy(update={"doubts": many})
    about = sessions.about_this("ws", names=False)
    page = Page("".join(sessions.html(measures, confusions(demo.record), about)))
    assert "249 more that weaken what the store promises" in page.text
    assert "doubt 99" in page.text
    assert "doubt 100" not in page.text


def test_disagreements_that_wait_for_a_decision_stand_first(demo: Seen) -> None:
    about = sessions.about_this("ws", names=False)
    page = Page("".join(sessions.html(demo.measures, confusions(demo.record), about)))
    waiting = [t.task_id for t in demo.measures.tasks if t.state == "open" and t.gap]
    assert waiting[0] in page.text.partition("Disagreements, those")[2][:400]


def test_a_sessions_page_is_well_formed_and_has_its_charts(demo: Seen) -> None:
    measures = sessions.without_names(demo.measures, called)
    about = sessions.about_this("ws", names=False)
    page = Page("".join(sessions.html(measures, confusions(demo.record), about)))
    assert "script" not in page.tags
    assert measures.findings[0].text in page.text
    assert "Severity of reviewers" in page.text


def test_a_sessions_markdown_has_every_table(demo: Seen) -> None:
    text = "\n".join(sessions.markdown(demo.measures))
    for name in sessions.SHEETS:
        assert f"## {name.capitalize()}" in text


def test_a_session_as_json_follows_its_schema_under_pseudonyms(demo: Seen) -> None:
    value = sessions.without_names(demo.measures, called).model_dump(mode="json")
    jsonschema.Draft202012Validator(schemas()["measures.v1.schema.json"]).validate(value)
    assert len(value["tasks"]) == len(demo.measures.tasks) > 0


def test_a_sessions_ratings_stand_in_its_tables(demo: Seen) -> None:
    frame = sessions.frames(demo.measures)["ratings"]
    assert list(frame["task"]) == [t.task_id for t in demo.measures.tasks]
    first = demo.measures.tasks[0]
    axis = first.axes[0]
    said = ", ".join("cannot judge" if s is None else str(s) for s in axis.scores)
    assert frame.loc[0, axis.axis] == said
    assert len(frame.loc[0, "reviewers"].split(", ")) == len(axis.scores)
