"""Exercism exercises: every file to its place, skip marks out, nothing outside the task."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange.records import TYPESCRIPT, reason_of, task_of, with_files
from workbench.model.task import Framework


def exercise(language: str, roles: dict[str, list[str]], files: dict[str, str]) -> dict[str, Any]:
    """An exercise of another language."""
    docs = {".docs/instructions.md": "Do it.\n"}
    return with_files(TYPESCRIPT, language=language, files_role=roles, files={**docs, **files})


def test_example_is_the_candidate_under_the_solutions_name(tmp_path: Path) -> None:
    task = task_of("exercism", tmp_path, TYPESCRIPT)
    assert task.id == "exercism-typescript-two-words"
    assert task.given.framework is Framework.JEST
    assert [(s.role, s.expected, list(s.files)) for s in task.solutions] == [
        ("candidate", "pass", ["two-words.ts"]),
        ("stub", "fail", ["two-words.ts"]),
    ]
    assert "${a} ${b}" in task.candidate.files["two-words.ts"]
    assert (
        task_of("aider-polyglot", tmp_path, TYPESCRIPT).id == "aider-polyglot-typescript-two-words"
    )


def test_skip_marks_are_removed_and_told_with_file_and_count(tmp_path: Path) -> None:
    task = task_of("exercism", tmp_path, TYPESCRIPT)
    text = task.given.files["two-words.test.ts"]
    assert "import { describe, it, expect } from '@jest/globals'" in text
    assert "\n  it('says xit(', () => {" in text
    assert "two-words.test.ts: removed 1 skip marks (xit 1 times)" in task.provenance.changes
    assert any("package.json" in c and "not carried" in c for c in task.provenance.changes)


def test_prompt_is_introduction_instructions_appendix_and_start(tmp_path: Path) -> None:
    prompt = task_of("exercism", tmp_path, TYPESCRIPT).prompt
    places = [prompt.index(w) for w in ("# Introduction", "# Instructions", "# Appendix", "Remove")]
    assert places == sorted(places)


def test_start_that_may_work_has_no_expected_outcome(tmp_path: Path) -> None:
    files = {**TYPESCRIPT["files"], "two-words.ts": "export const join = (a, b) => a + ' ' + b\n"}
    stub = task_of("exercism", tmp_path, with_files(TYPESCRIPT, files=files)).solution("stub")
    assert stub is not None
    assert stub.expected is None


def test_go_helpers_module_file_and_tests_that_are_off(tmp_path: Path) -> None:
    task = task_of(
        "exercism",
        tmp_path,
        exercise(
            "go",
            {
                "solution": ["a.go"],
                "test": ["a_test.go"],
                "example": [".meta/example.go"],
                "editor": ["cases_test.go", "common.go"],
                "invalidator": ["go.mod"],
            },
            {
                "a.go": "package a\n\n// TODO\n",
                "a_test.go": "package a\n\nfunc TestA(t *testing.T) {}\n",
                ".meta/example.go": "package a\n",
                "cases_test.go": "package a\n\nvar cases = 1\n",
                "common.go": "package a\n\ntype T int\n",
                "more_test.go": "package a\n\nfunc TestMore(t *testing.T) {}\n",
                "bonus_test.go": "//go:build bonus\n\npackage a\n\nfunc TestB(t *testing.T) {}\n",
                "go.mod": "module a\n\ngo 1.18\n",
            },
        ),
    )
    assert set(task.candidate.files) == {"a.go", "common.go"}
    assert set(task.given.files) == {"a_test.go", "more_test.go"}
    assert set(task.given.support) == {"cases_test.go", "go.mod"}
    assert any("bonus_test.go (off without" in change for change in task.provenance.changes)


def test_java_reference_tree_maps_onto_the_sources(tmp_path: Path) -> None:
    task = task_of(
        "exercism",
        tmp_path,
        exercise(
            "java",
            {
                "solution": ["src/main/java/A.java"],
                "test": ["src/test/java/ATest.java", "src/test/java/Ext.java"],
                "example": [".meta/src/reference/java/A.java"],
                "editor": ["src/main/java/E.java"],
            },
            {
                "src/main/java/A.java": "class A { /* TODO */ }",
                "src/main/java/E.java": "class E { }",
                "src/test/java/ATest.java": "@Test void a() {}",
                "src/test/java/Ext.java": "class Ext {}",
                ".meta/src/reference/java/A.java": "class A { B b; }",
                ".meta/src/reference/java/B.java": "class B { }",
                "build.gradle": "x",
            },
        ),
    )
    main = "src/main/java/"
    assert set(task.candidate.files) == {main + "A.java", main + "B.java", main + "E.java"}
    assert list(task.given.files) == ["src/test/java/ATest.java"]
    assert list(task.given.support) == ["src/test/java/Ext.java"]


def test_rust_example_brings_its_own_manifest(tmp_path: Path) -> None:
    task = task_of(
        "exercism",
        tmp_path,
        exercise(
            "rust",
            {
                "solution": ["src/lib.rs", "Cargo.toml"],
                "test": ["tests/a.rs"],
                "example": [".meta/example.rs"],
            },
            {
                "src/lib.rs": "todo!()",
                "src/given.rs": "pub fn g() {}",
                "Cargo.toml": "[package]",
                ".meta/example.rs": "pub fn a() {}",
                ".meta/Cargo-example.toml": "[package]\n[dependencies]",
                "tests/a.rs": "#[test]\n#[ignore]\nfn a() {}\n",
                "tests/invalid/x.rs": "fn main() {}",
            },
        ),
    )
    stub = task.solution("stub")
    assert stub is not None
    assert task.candidate.files["Cargo.toml"].endswith("[dependencies]")
    assert stub.files["Cargo.toml"] == "[package]"
    assert set(stub.files) == {"src/lib.rs", "src/given.rs", "Cargo.toml"}
    assert list(task.given.support) == ["tests/invalid/x.rs"]


def test_exercise_without_a_test_is_imported_but_expected_to_pass_nothing(tmp_path: Path) -> None:
    files = {**TYPESCRIPT["files"], "two-words.test.ts": "// write your tests here\n"}
    task = task_of("exercism", tmp_path, with_files(TYPESCRIPT, files=files))
    assert task.candidate.expected is None
    assert any("declare no test" in change for change in task.provenance.changes)


@pytest.mark.parametrize(
    "path",
    ["../../x", "/etc/x", "a\0b", "a/../b", "a//b", "C:x", "a\\b", "", ".", "x/" * 300 + "y"],
)
def test_unsafe_path_refuses_the_record(path: str, tmp_path: Path) -> None:
    files = {**TYPESCRIPT["files"], path: "x"}
    assert "path" in reason_of("exercism", tmp_path, with_files(TYPESCRIPT, files=files))
    roles = {**TYPESCRIPT["files_role"], "solution": [path]}
    reason = reason_of("exercism", tmp_path, with_files(TYPESCRIPT, files_role=roles))
    assert "path" in reason or "files_role.solution holds a NUL" in reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"language": "cobol"}, "the language 'cobol' is none of the six"),
        ({"slug": ""}, "'' holds nothing an id can be made of"),
        ({"slug": "x" * 300}, "id 'exercism-typescript-xxx"),
        ({"files": []}, "files must be an object of files, not a list"),
        ({"files": {"a": 1}}, "files: 'a' must hold text, not a number"),
        ({"files_role": {"solution": ["a.ts"]}}, "files_role.test is missing"),
        ({"files_role": 3}, "files_role must be an object, not a number"),
        ({"files": {}}, "the example file .meta/proof.ci.ts is missing"),
    ],
)
def test_wrong_shape_is_refused_by_field(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    assert reason in reason_of("exercism", tmp_path, with_files(TYPESCRIPT, **change))


def test_several_examples_that_match_nothing_are_refused(tmp_path: Path) -> None:
    record = exercise(
        "python",
        {"solution": ["a.py", "b.py"], "test": ["a_test.py"], "example": [".meta/example.py"]},
        {"a_test.py": "def test_a(): pass\n", ".meta/example.py": "x = 1\n"},
    )
    assert "cannot be told" in reason_of("exercism", tmp_path, record)
