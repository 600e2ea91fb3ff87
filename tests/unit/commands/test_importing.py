"""Imports that are stopped go on; records are kept beside their tasks; refusals are summed up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.exchange.records import MBPP
from workbench.commands import importing
from workbench.errors import InputError
from workbench.exchange.base import Imported
from workbench.model.task import Provenance
from workbench.sandboxes.base import Cancel
from workbench.store.workspace import Workspace


def lines(path: Path, *numbers: int | str) -> Path:
    rows = [json.dumps({**MBPP, "task_id": n}) if isinstance(n, int) else n for n in numbers]
    path.write_text("\n".join(rows) + "\n")
    return path


def run(source: Path, into: Path, stop_after: int = 0) -> list[Imported]:
    cancel = Cancel()

    def taken() -> Iterator[Imported]:
        for number, result in enumerate(
            importing.run("mbpp", [source], into, lambda _: True, cancel=cancel), start=1
        ):
            yield result
            if number == stop_after:
                cancel.set()

    return list(taken())


def test_a_stopped_import_goes_on_after_the_last_record_that_was_done(tmp_path: Path) -> None:
    source, into = lines(tmp_path / "a.jsonl", 1, 2, 3, 4), tmp_path / "w"
    assert [r.line for r in run(source, into, stop_after=2)] == [1, 2]
    assert [r.line for r in run(source, into)] == [3, 4]
    assert len(Workspace.open(into).task_ids()) == 4
    assert [r.line for r in run(source, into)] == [1, 2, 3, 4]


def test_a_source_that_changed_is_read_from_its_beginning(tmp_path: Path) -> None:
    source, into = lines(tmp_path / "a.jsonl", 1, 2, 3), tmp_path / "w"
    run(source, into, stop_after=2)
    lines(source, 1, 2, 3, 4)
    assert [r.line for r in run(source, into)] == [1, 2, 3, 4]


def test_an_id_used_before_the_interruption_is_still_used(tmp_path: Path) -> None:
    source, into = lines(tmp_path / "a.jsonl", 1, 2, 1), tmp_path / "w"
    run(source, into, stop_after=2)
    (result,) = run(source, into)
    assert result.task is None
    assert result.reason == "task id mbpp-1 stands twice: already used on line 1"


def test_the_record_is_kept_with_the_digest_of_the_task_it_became(tmp_path: Path) -> None:
    run(lines(tmp_path / "a.jsonl", 5), tmp_path / "w")
    workspace = Workspace.open(tmp_path / "w")
    kept = workspace.imports.kept("mbpp-5")
    assert kept is not None
    assert kept.record == {**MBPP, "task_id": 5}
    assert (kept.format, kept.line) == ("mbpp", 1)
    assert kept.digest == workspace.task("mbpp-5").digest


def test_refusals_are_counted_by_reason_with_the_first_of_each(tmp_path: Path) -> None:
    counts = importing.Counts()
    for result in run(lines(tmp_path / "a.jsonl", "{", "[", 1, "{", 1), tmp_path / "w"):
        counts.add(result)
    report = counts.report()
    assert str(counts) == "1 tasks imported, 4 records refused"
    assert len(report) == 2
    assert report[0].startswith("3 refused like")
    assert ":1: not JSON" in report[0]


def test_importing_again_writes_only_what_changed(tmp_path: Path) -> None:
    source, into = lines(tmp_path / "a.jsonl", 1, 2), tmp_path / "w"
    run(source, into)
    place = into / "tasks/mbpp-1.task.json"
    before = place.stat().st_mtime_ns
    rows = source.read_text().replace('"task_id": 2, "prompt": "', '"task_id": 2, "prompt": "Do: ')
    source.write_text(rows)
    assert all(r.task is not None for r in run(source, into))
    assert place.stat().st_mtime_ns == before
    assert Workspace.open(into).task("mbpp-2").prompt.startswith("Do: ")


def test_a_task_that_was_edited_or_made_by_hand_is_not_replaced(tmp_path: Path) -> None:
    source, into = lines(tmp_path / "a.jsonl", 1, 2, 3, 4), tmp_path / "w"
    run(source, into)
    workspace = Workspace.open(into)
    edited = workspace.task("mbpp-1").model_copy(update={"prompt": "Edited."})
    workspace.save_task(edited)
    foreign = workspace.task("mbpp-2").model_copy(update={"provenance": Provenance()})
    workspace.save_task(foreign)
    (into / "tasks/mbpp-3.task.json").write_text("{")
    newer = into / "tasks/mbpp-4.task.json"
    newer.write_text(newer.read_text().replace('"schema_version": 1', '"schema_version": 99', 1))
    first, second, third, fourth = run(source, into)
    assert fourth.task is None
    assert "99" in newer.read_text()
    assert "was edited since its import; mend: delete it" in first.reason
    assert "the workspace has another task mbpp-2" in second.reason
    assert third.task is not None
    assert workspace.task("mbpp-1") == edited
    assert workspace.task("mbpp-3") == third.task


@pytest.mark.parametrize("word", ["prompt", "=question", "prompt="])
def test_a_map_is_written_part_equals_column(word: str) -> None:
    with pytest.raises(InputError, match="prompt=question"):
        importing.columns([word])


def test_a_map_is_for_tables_and_a_language_is_one_of_the_six() -> None:
    with pytest.raises(InputError, match="workbench import columns"):
        importing.maps({"prompt": "q"}, "mbpp")
    with pytest.raises(InputError, match="none of the six"):
        importing.language("cobol")
    assert importing.language("py") == "python"
    assert importing.language("") is None


def test_an_index_written_without_being_held_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = lines(tmp_path / "a.jsonl", 3, 1, 2)
    run(source, tmp_path / "held")
    monkeypatch.setattr(importing, "_MANY", 3)
    run(source, tmp_path / "streamed")
    held, streamed = (Workspace.open(tmp_path / name) for name in ("held", "streamed"))
    assert streamed.task_ids() == held.task_ids() == ("mbpp-1", "mbpp-2", "mbpp-3")
    first, second = (json.loads((w.root / "index.json").read_text()) for w in (held, streamed))
    assert [row[:3] + row[4:] for row in first["tasks"]] == [
        row[:3] + row[4:] for row in second["tasks"]
    ]
    before = (streamed.root / "index.json").read_bytes()
    streamed.refresh()
    assert (streamed.root / "index.json").read_bytes() == before
