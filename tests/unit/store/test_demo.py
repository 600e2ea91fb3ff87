"""The demo folders and their packer."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from workbench.errors import InvalidFile
from workbench.model.task import LanguageName, Task
from workbench.store import demo

FOLDERS = demo.demo_folders()
each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)


@each_folder
def test_every_demo_folder_packs_and_survives_a_json_round_trip(folder: Path) -> None:
    task = demo.pack(folder)
    assert task.id == folder.name
    assert Task.model_validate_json(task.model_dump_json()) == task


@each_folder
def test_every_solution_folder_is_a_solution_of_the_task(folder: Path) -> None:
    names = {p.name for p in (folder / "solutions").iterdir()}
    assert {s.name for s in demo.pack(folder).solutions} == names


@each_folder
def test_packed_task_holds_nothing_of_the_truth(folder: Path) -> None:
    packed = demo.pack(folder).model_dump_json()
    truth = demo.truth(folder)
    secrets = [line for line in truth.explanation.splitlines() if len(line) > 20]
    secrets += [text for probe in truth.probe for pair in probe.files.items() for text in pair]
    assert secrets
    for secret in secrets:
        as_json = json.dumps(secret, ensure_ascii=False)[1:-1]
        assert as_json not in packed
    if not truth.sound:
        assert truth.defect.value not in packed


@each_folder
def test_truth_states_an_outcome_for_exactly_the_solutions_there_are(folder: Path) -> None:
    names = {s.name for s in demo.pack(folder).solutions}
    truth = demo.truth(folder)
    assert set(truth.verdicts.by_solution) == names
    for probe in truth.probe:
        assert set(probe.verdicts.by_solution) <= names


@pytest.mark.parametrize(
    "folder", [f for f in FOLDERS if demo.truth(f).sound], ids=lambda p: p.name
)
def test_suite_of_a_sound_task_tells_right_from_wrong(folder: Path) -> None:
    verdicts = demo.truth(folder).verdicts
    assert verdicts.of("candidate") == ("pass",)
    known = [s for s in demo.pack(folder).solutions if s.expected]
    assert {s.expected for s in known} == {"pass", "fail"}
    for solution in known:
        assert verdicts.of(solution.name) == (solution.expected,)


@each_folder
def test_candidate_is_left_for_the_reviewer_to_judge(folder: Path) -> None:
    assert demo.pack(folder).candidate.expected is None


@each_folder
def test_probe_shows_what_the_given_suite_does_not(folder: Path) -> None:
    truth = demo.truth(folder)
    for probe in truth.probe:
        assert any(
            truth.verdicts.of(name) != probe.verdicts.of(name)
            for name in probe.verdicts.by_solution
        )


def test_every_language_has_three_tasks_or_more() -> None:
    count = Counter(demo.pack(folder).language for folder in FOLDERS)
    assert {name: count[name] for name in LanguageName if count[name] < 3} == {}


def test_every_kind_of_defect_is_planted_somewhere() -> None:
    planted = {demo.truth(folder).defect for folder in FOLDERS}
    assert planted == set(demo.Defect)


def test_titles_and_ids_are_distinct_and_do_not_name_the_defect() -> None:
    tasks = [demo.pack(folder) for folder in FOLDERS]
    assert len({t.title for t in tasks}) == len(tasks)
    telling = ("flaky", "skip", "wrong", "ambig", "defect", "sound", "bug", "weak")
    for task in tasks:
        shown = f"{task.id} {task.title} {' '.join(task.tags)}".lower()
        assert not [word for word in telling if word in shown]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a real task, to be broken."""
    return Path(shutil.copytree(FOLDERS[0], tmp_path / FOLDERS[0].name))


def test_undeclared_solution_folder_is_refused(folder: Path) -> None:
    shutil.copytree(folder / "solutions" / "candidate", folder / "solutions" / "stray")
    with pytest.raises(InvalidFile, match=r"solutions/stray: not declared in .*task\.toml"):
        demo.pack(folder)


def test_declared_solution_without_folder_is_refused(folder: Path) -> None:
    shutil.rmtree(folder / "solutions" / "reference")
    with pytest.raises(InvalidFile, match=r"task\.toml: declares 'reference'"):
        demo.pack(folder)


def test_stray_suite_folder_is_refused(folder: Path) -> None:
    shutil.copytree(folder / "suites" / "given", folder / "suites" / "extra")
    with pytest.raises(InvalidFile, match=r"suites/extra: not declared"):
        demo.pack(folder)


def test_id_that_is_not_the_folder_name_is_refused(folder: Path) -> None:
    moved = folder.rename(folder.with_name("another-name"))
    with pytest.raises(InvalidFile, match=r"task\.toml: id .* is not the folder's name"):
        demo.pack(moved)


def test_missing_prompt_is_named(folder: Path) -> None:
    (folder / "prompt.md").unlink()
    with pytest.raises(InvalidFile, match=r"prompt\.md: no such file"):
        demo.pack(folder)


def test_file_that_is_not_utf8_is_named_with_its_place(folder: Path) -> None:
    (folder / "suites" / "given" / "blob.bin").write_bytes(b"ab\xff")
    with pytest.raises(InvalidFile, match=r"blob\.bin: byte 2 is not UTF-8"):
        demo.pack(folder)


def test_symbolic_link_is_refused(folder: Path) -> None:
    (folder / "solutions" / "candidate" / "link.txt").symlink_to("/etc/hostname")
    with pytest.raises(InvalidFile, match=r"link\.txt: is a symbolic link"):
        demo.pack(folder)


def test_misspelt_key_of_task_toml_is_named(folder: Path) -> None:
    manifest = folder / "task.toml"
    manifest.write_text('titel = "x"\n' + manifest.read_text())
    with pytest.raises(InvalidFile, match=r"task\.toml: .*titel: Extra inputs"):
        demo.pack(folder)


def test_broken_toml_is_named(folder: Path) -> None:
    (folder / "truth.toml").write_text("sound = maybe\n")
    with pytest.raises(InvalidFile, match=r"truth\.toml: not valid TOML"):
        demo.truth(folder)


def test_second_candidate_is_refused(folder: Path) -> None:
    manifest = folder / "task.toml"
    manifest.write_text(manifest.read_text().replace('role = "reference"', 'role = "candidate"'))
    with pytest.raises(InvalidFile, match=r"exactly one solution with role 'candidate'"):
        demo.pack(folder)


def test_unsound_task_without_a_blocking_level_is_refused(folder: Path) -> None:
    (folder / "truth.toml").write_text(
        'sound = false\ndefect = "flaky"\n'
        f'explanation = "{"x" * 50}"\n'
        "[levels]\nspecification = 0\nsolution = 0\ntests_reject_valid = 0\n"
        "tests_accept_wrong = 1\nreproducible = 0\nother_major = 0\n"
        '[verdicts]\ncandidate = "pass"\n'
    )
    with pytest.raises(InvalidFile, match="an unsound one has at least one"):
        demo.truth(folder)


def test_crlf_of_a_fixture_is_kept(folder: Path) -> None:
    (folder / "suites" / "given.support").mkdir(exist_ok=True)
    (folder / "suites" / "given.support" / "crlf.csv").write_bytes(b"a\r\nb\r\n")
    assert demo.pack(folder).given.support["crlf.csv"] == "a\r\nb\r\n"
