"""Records as their upstreams write them, down to what only some of them have."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange import benchmark_records as b
from tests.unit.exchange import repository_records as repositories
from tests.unit.exchange.records import (
    MBPP,
    TYPESCRIPT,
    read,
    reason_of,
    task_of,
    write_lines,
)
from tests.unit.exchange.samples import archive
from workbench.errors import InvalidFile
from workbench.exchange.base import Ask
from workbench.exchange.evalplus_inputs import restored
from workbench.exchange.registry import FORMATS
from workbench.exchange.strict_records import Refused

Rows = list[list[Any]]
EXERCISE: dict[str, Any] = TYPESCRIPT


@pytest.mark.parametrize(
    ("number", "given", "expected"),
    [
        (2, [[[1, 2], [2]]], [[(1, 2), (2,)]]),
        (63, [[[[1, 2], [3, 4]]]], [[[(1, 2), (3, 4)]]]),
        (75, [[[[6, 24]], 6]], [[[(6, 24)], 6]]),
        (106, [[[5], [9, 10]]], [[[5], (9, 10)]]),
        (115, [[[[1], []]]], [[[{1}, {}]]]),
        (124, [["0", "1j"]], [[0.0, 1j]]),
        (250, [[[1, 8], 8]], [[(1, 8), 8]]),
        (252, [["3+4j"]], [[3 + 4j]]),
        (259, [[[[1, 3]], [[6, 7]]]], [[((1, 3),), ((6, 7),)]]),
        (278, [[[1, [2, 3]]]], [[(1, (2, 3))]]),
        (307, [[["a", []], 1, 50]], [[("a", []), 1, 50]]),
        (580, [[[4, [7, 6]]]], [[(4, (7, 6))]]),
        (722, [[{"a": [6.2, 70]}, 6.0, 70]], [[{"a": (6.2, 70)}, 6.0, 70]]),
        (3, [[[1, 2]]], [[[1, 2]]]),
    ],
)
def test_mbpp_plus_inputs_are_what_the_tasks_functions_take(
    number: int, given: Rows, expected: Rows
) -> None:
    found = restored(str(number), given, "base_input")
    assert found == expected
    assert repr(found) == repr(expected)


@pytest.mark.parametrize(
    ("number", "row"),
    [(2, [7]), (252, ["nan+1j"]), (252, [1]), (722, [[1]]), (115, [[[[]]]]), (250, [])],
)
def test_a_row_that_cannot_be_what_it_stands_for_is_refused_by_its_place(
    number: int, row: list[Any]
) -> None:
    with pytest.raises(Refused, match=r"^plus_input\[0\] "):
        restored(str(number), [row], "plus_input")


def test_a_contract_of_a_whole_function_stands_below_its_def(tmp_path: Path) -> None:
    record = {**b.MBPP_PLUS, "contract": "\n    assert len(a) > 0 # $_CONTRACT_$\n"}
    task = task_of("evalplus", tmp_path, record)
    reference = task.solution("reference")
    assert reference is not None
    assert "def similar_elements(a, b):\n    assert len(a) > 0" in reference.files["solution.py"]
    assert "$_CONTRACT_$" not in task.candidate.files["solution.py"]


WRITTEN = {
    "task_id": 901,
    "prompt": "Write a function to add.",
    "code": "def add(a, b):\n    return a + b\n",
    "source_file": "x.ipynb",
    "test_imports": [],
    "test_list": ["assert add(1, 2) == 3"],
    "test": (
        "import numpy as np\n\n\ndef assertion(out, exp, atol):\n"
        "    assert out == exp or np.allclose(out, exp, rtol=1e-07, atol=atol)\n\n\n"
        "inputs = [[1, 2], [0.1, 0.2]]\nresults = [3, 0.3]\n"
        "for i, (inp, exp) in enumerate(zip(inputs, results)):\n"
        "    assertion(add(*inp), exp, 1e-6)\n"
    ),
}


def test_mbpp_plus_with_its_tests_written_out_runs_those(tmp_path: Path) -> None:
    task = task_of("evalplus", tmp_path, WRITTEN)
    assert task.id == "evalplus-Mbpp-901"
    assert task.entry_points == ("add",)
    assert "inputs = [[1, 2]" in task.given.files["test_solution.py"]
    assert any("evalplus" in c for c in task_of("mbpp", tmp_path, WRITTEN).provenance.changes)


def test_humaneval_plus_with_its_tests_written_out_calls_check(tmp_path: Path) -> None:
    task = task_of("evalplus", tmp_path, b.HUMANEVAL)
    assert task.given.files["test_solution.py"].endswith("check(add)\n")


def test_mbpp_as_it_was_first_published_keeps_its_setup(tmp_path: Path) -> None:
    record = {
        "text": "Write a function to add.",
        "code": "def add(a, b):\r\n  return a + b",
        "task_id": 1,
        "test_setup_code": "one = 1",
        "test_list": ["assert add(one, 2) == 3"],
        "challenge_test_list": ["assert add(0, 0) == 0"],
    }
    task = task_of("mbpp", tmp_path, record)
    assert "one = 1\nassert add(one, 2)" in task.given.files["test_solution.py"]
    assert any("challenge_test_list, 1" in change for change in task.provenance.changes)


RUST_X = {
    "task_id": "Rust/900",
    "prompt": "\n/*\n The sum: fn add(a, b).\n*/\n",
    "declaration": "\nuse regex::Regex;\nuse md5;\n\nfn add(a: i32, b: i32) -> i32 {\n",
    "canonical_solution": "    a + b\n}\n",
    "test": "\n#[cfg(test)]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn test_add() {\n"
    "        assert_eq!(add(1, 2), 3);\n    }\n}\n",
    "example_test": "",
}


def test_humaneval_x_in_rust_opens_its_function_in_the_declaration(tmp_path: Path) -> None:
    task = task_of("humaneval-x", tmp_path, RUST_X)
    code = task.candidate.files["src/main.rs"]
    assert code.startswith("fn main() {}\n")
    assert code.index("fn add") < code.index("/*") < code.index("a + b")


def two_classes(record: dict[str, Any]) -> dict[str, Any]:
    """A Java record whose prompt closes a class before it opens the one to complete."""
    helper = "class Pair {\n    int a = 1; // }\n}\n\nclass Solution {"
    return {**record, "prompt": record["prompt"].replace("class Solution {", helper)}


def test_java_is_completed_in_the_class_that_is_open(tmp_path: Path) -> None:
    task = task_of("mceval", tmp_path, two_classes(b.mceval("Java")))
    assert list(task.candidate.files) == ["Solution.java"]
    assert "class Main extends Solution" in task.given.files["Main.java"]


def test_swe_bench_pro_asks_with_its_requirements_and_interface(tmp_path: Path) -> None:
    record = {**repositories.SWE, "requirements": "- Keep ints.", "interface": "add(a, b)"}
    prompt = task_of("swe-bench", tmp_path, record).prompt
    assert "# Requirements\n\n- Keep ints." in prompt
    assert "# Interface\n\nadd(a, b)" in prompt


def test_tests_of_other_rows_that_a_table_fills_with_null_are_none_of_this_record(
    tmp_path: Path,
) -> None:
    record = {**repositories.MULTI, "f2p_tests": {"test_add": {"fix": "PASS"}, "of_another": None}}
    task = task_of("multi-swe-bench", tmp_path, record)
    assert task.given.support["fail_to_pass.txt"] == "test_add\ntest_new\n"


def harbor(root: Path, files: dict[str, str], **more: str | None) -> Any:
    (result,) = FORMATS["harbor"](repositories.write(root / "task", files, **more))
    return result


def test_a_harbor_task_in_steps_asks_them_in_their_order(tmp_path: Path) -> None:
    settings = (
        'schema_version = "1.3"\n[[steps]]\nname = "second"\n[[steps]]\nname = "first"\n'
        '[environment]\nmemory = "2G"\n'
    )
    steps = {
        f"steps/{name}/{file}": text
        for name in ("first", "second")
        for file, text in (
            ("instruction.md", f"Do the {name}.\n"),
            ("solution/solve.sh", "true\n"),
            ("tests/test_it.py", "def test_it():\n    assert True\n"),
        )
    }
    result = harbor(tmp_path, {"task.toml": settings, **steps})
    assert result.task is not None, result.reason
    asked = result.task.prompt
    assert asked.index("Do the second.") < asked.index("Do the first.")
    assert set(result.task.candidate.files) == {p for p in steps if p.endswith("solve.sh")}
    assert result.task.limits.memory_mb == 2048


def test_an_earlier_terminal_bench_task_describes_itself_in_several_ways(tmp_path: Path) -> None:
    settings = (
        "descriptions:\n- key: hard\n  description: Less said.\n- key: base\n"
        "  description: Make it add.\nmax_test_timeout_sec: 180.0\n"
    )
    result = harbor(tmp_path, repositories.TERMINAL_BENCH, **{"task.yaml": settings})
    assert result.task.prompt == "Make it add.\n"
    assert result.task.limits.wall_s == 180


def test_a_picture_for_the_image_is_left_out_and_one_among_the_tests_refuses(
    tmp_path: Path,
) -> None:
    root = repositories.write(tmp_path / "task", repositories.TERMINAL_BENCH)
    (root / "board.png").write_bytes(b"\x89PNG\0")
    (result,) = FORMATS["harbor"](root)
    assert result.task is not None
    assert "not carried: board.png is binary" in result.task.provenance.changes
    (root / "tests/expected.png").write_bytes(b"\x89PNG\0")
    (result,) = FORMATS["harbor"](root)
    assert "tests/expected.png is binary" in result.reason


def table(path: Path, *rows: dict[str, Any], ends: str = "\r\n") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator=ends)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode())
    return path


def test_polybench_is_read_from_its_csv(tmp_path: Path) -> None:
    again = {**repositories.POLY, "instance_id": "someone__adder-14"}
    plain = table(tmp_path / "PB.csv", repositories.POLY, again)
    packed = tmp_path / "PB.csv.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + plain.read_bytes()))
    for path in (plain, packed):
        one, two = read("swe-polybench", path)
        assert one.task is not None
        assert two.task is not None
        assert one.task.given.files["test.patch"] == repositories.TEST_PATCH
        assert one.task.given.support["fail_to_pass.txt"] == "tests/test_add.py->test_add\n"
    (only,) = FORMATS["swe-polybench"](plain, Ask(after=1))
    assert (only.line, only.task is not None) == (2, True)


def test_a_bad_row_of_a_csv_is_refused_and_the_next_is_imported(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    good = '%s,Add.,python,"def add(a, b):\n    return a + b","assert add(1, 2) == 3"\n'
    head = "id,prompt,language,solution,tests\n"
    path.write_bytes(
        (head + good % "a1" + "only,two\n" + "a2,\xff\n").encode("latin-1")
        + (good % "a3").replace("Add.", "\xff").encode("latin-1")
        + (good % "a4" + 'a5,"never closed').encode()
    )
    results = read("columns", path)
    assert [(r.line, r.task is not None) for r in results] == [
        (1, True), (2, False), (3, False), (4, False), (5, True), (6, False),
    ]  # fmt: skip
    assert results[1].reason == "the row has 2 columns, the first row 5"
    assert results[3].reason == "prompt is not UTF-8"
    assert "the rest of the file was not read" in results[5].reason


def test_a_csv_without_a_row_of_names_is_bad_input(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,a\n1,2\n")
    with pytest.raises(InvalidFile, match="the column 'a' stands twice"):
        read("columns", path)
    path.write_bytes(b'"' + b"x" * (9 << 20))
    with pytest.raises(InvalidFile, match="longer than 8 MiB"):
        read("columns", path)
    path.write_bytes(b"")
    assert read("columns", path) == []


def test_nul_characters_are_refused_by_the_field_that_holds_them(tmp_path: Path) -> None:
    assert reason_of("mbpp", tmp_path, {**MBPP, "code": "a\0b"}) == "code holds a NUL character"
    (found,) = read("mbpp", write_lines(tmp_path, {**MBPP, "unused": "a\0b"}))
    assert found.task is not None


def test_exercises_are_read_from_a_tracks_repository_as_from_its_lines(tmp_path: Path) -> None:
    files = {
        **EXERCISE["files"],
        ".meta/config.json": json.dumps({"files": EXERCISE["files_role"]}),
    }
    track = tmp_path / "track"
    repositories.write(track / "exercises/practice/two-words", files)
    repositories.write(track / "exercises/practice/bare", {".meta/config.json": "{}"})
    repositories.write(track, {"config.json": '{"slug": "typescript"}', "README.md": "x"})
    (track / "exercises/practice/two-words/.docs/plot.png").write_bytes(b"\x89PNG\0")
    bare, result = read("exercism", track)
    assert bare.reason == "bare: .meta/config.json says of no file what it is for (files)"
    told = task_of("exercism", tmp_path, TYPESCRIPT)
    assert result.task is not None, result.reason
    assert result.task.id == told.id
    assert result.task.candidate.files == told.candidate.files
    assert result.task.given == told.given
    assert "/.docs/plot.png is binary" in " ".join(result.task.provenance.changes)
    assert result.record is not None
    assert task_of("exercism", tmp_path, dict(result.record)) == result.task


def test_polyglot_exercises_take_their_language_from_the_folder_they_stand_in(
    tmp_path: Path,
) -> None:
    files = {
        **EXERCISE["files"],
        ".meta/config.json": json.dumps({"files": EXERCISE["files_role"]}),
    }
    whole = archive(tmp_path / "p.zip", {}, **{"typescript/exercises/practice/two-words": files})
    (result,) = read("aider-polyglot", whole)
    assert result.task is not None, result.reason
    assert result.task.id == "aider-polyglot-typescript-two-words"


@pytest.mark.parametrize(
    "condition", ["input_data == [37, 600]", "not pytest.run_slow and input_data == [37, 600]"]
)
def test_inputs_quixbugs_skips_as_too_slow_are_left_out_and_told(
    condition: str, tmp_path: Path
) -> None:
    path = b.quixbugs(tmp_path) / "python_testcases/test_gcd.py"
    skip = f"    if {condition}:\n        pytest.skip('Takes too long')\n"
    path.write_text(path.read_text().replace("    assert gcd", f"{skip}    assert gcd"))
    tasks = {r.task.id: r.task for r in read("quixbugs", tmp_path) if r.task is not None}
    task = tasks["quixbugs-python-gcd"]
    test = task.given.files["test_gcd.py"]
    assert "skip" not in test
    assert "[[13, 13], 13]" in test
    assert "600" not in test
    assert any("1 inputs the test skips" in change for change in task.provenance.changes)
