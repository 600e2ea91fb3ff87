"""Benchmarks' records as tasks: what goes where, and what is refused."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange import benchmark_records as b
from tests.unit.exchange.records import read, reason_of, task_of, write_lines
from workbench.model.task import Framework, LanguageName

MARKER = "this was run"


def test_humaneval_calls_its_check_on_the_function(tmp_path: Path) -> None:
    task = task_of("humaneval", tmp_path, b.HUMANEVAL)
    assert task.given.files["test_solution.py"].endswith("check(add)\n")
    assert task.given.files["test_solution.py"].startswith("from solution import add\n")
    assert [(s.role, s.expected) for s in task.solutions] == [("candidate", "pass")]
    assert (task.id, task.entry_points) == ("humaneval-900", ("add",))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"entry_point": "os.system('x')"}, "is no name"),
        ({"test": "assert True"}, "declares no `check`"),
        ({"entry_point": "other"}, "use nothing that the solution defines"),
        ({"prompt": None}, "prompt must be text, not null"),
    ],
)
def test_humaneval_without_a_test_that_judges_is_refused(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    assert reason in reason_of("humaneval", tmp_path, {**b.HUMANEVAL, **change})


def test_humaneval_x_names_its_language_in_the_id(tmp_path: Path) -> None:
    task = task_of("humaneval-x", tmp_path, b.HUMANEVAL_X)
    assert task.language is LanguageName.JAVASCRIPT
    assert "must be one of" in reason_of(
        "humaneval-x", tmp_path, {**b.HUMANEVAL_X, "task_id": "CPP/0"}
    )


def test_evalplus_keeps_the_contract_in_the_reference_and_not_in_the_solution(
    tmp_path: Path,
) -> None:
    task = task_of("evalplus", tmp_path, b.EVALPLUS)
    test = task.given.files["test_solution.py"]
    assert "$_CONTRACT_$" in test
    assert "$_CONTRACT_$" not in task.candidate.files["solution.py"]
    reference = task.solution("reference")
    assert reference is not None
    assert "$_CONTRACT_$" in reference.files["solution.py"]
    assert task.vouches_for(reference)
    assert not task.vouches_for(task.candidate)
    assert "def test_base" in test
    assert "def test_plus" in test
    assert "ATOL = 1e-06" in test


def test_evalplus_compares_as_sets_where_it_leaves_the_order_free(tmp_path: Path) -> None:
    task = task_of("evalplus", tmp_path, b.MBPP_PLUS)
    assert task.vouches_for(task.candidate)
    test = task.given.files["test_solution.py"]
    assert "set(candidate(" in test


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"base_input": [], "plus_input": []}, "base_input and plus_input are empty"),
        ({"base_input": [3]}, "base_input must be a list of lists"),
        ({"task_id": "Other/1"}, "must be HumanEval/N or Mbpp/N"),
        ({"entry_point": "median"}, "the solution defines no 'median'"),
        ({"canonical_solution": None}, "reference is missing"),
        ({"atol": "much"}, "atol must be a number, not text"),
        (
            {"entry_point": "sum_div", "prompt": "def sum_div(xs):\n"},
            "takes any answer of sum_div for right",
        ),
    ],
)
def test_evalplus_record_that_cannot_judge_is_refused(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    assert reason in reason_of("evalplus", tmp_path, {**b.EVALPLUS, **change})


def test_multipl_e_without_completions_starts_from_an_unfinished_body(tmp_path: Path) -> None:
    for tag, record in b.MULTIPL_E.items():
        task = task_of("multipl-e", tmp_path, {**record, "completions": None})
        assert task.candidate.expected == "fail", tag
        assert "not implemented" in " ".join(task.candidate.files.values()).lower().replace(
            "notimplementederror", "not implemented"
        ).replace("unsupportedoperation", "not implemented").replace("todo!", "not implemented")


def test_multipl_e_carries_other_completions_as_variants(tmp_path: Path) -> None:
    record = {
        **b.MULTIPL_E["py"],
        "completions": ["    return 1\n", "    return 1\n", "    pass\n"],
    }
    task = task_of("multipl-e", tmp_path, record)
    assert [(s.name, s.role, s.expected) for s in task.solutions] == [
        ("candidate", "candidate", None),
        ("completion-2", "variant", None),
    ]


def test_multipl_e_of_another_language_is_refused(tmp_path: Path) -> None:
    assert "none of py, js" in reason_of(
        "multipl-e", tmp_path, {**b.MULTIPL_E["py"], "language": "cpp"}
    )


@pytest.mark.parametrize("language", b.MCEVAL)
def test_mceval_splits_what_was_pasted_together(language: str, tmp_path: Path) -> None:
    task = task_of("mceval", tmp_path, b.mceval(language))
    assert task.id == f"mceval-{language.lower()}-900"
    assert task.candidate.files.keys().isdisjoint(task.given.files)
    assert task.provenance.licence == "CC-BY-SA-4.0"


@pytest.mark.parametrize(
    ("language", "change", "reason"),
    [
        ("Go", {"test": "func check() {}"}, "no `func Test`"),
        ("Rust", {"test": "assert!(true)"}, "neither a `mod tests` nor one `fn main()`"),
        ("Java", {"test": "class X {}"}, "the test has no `main`"),
        ("Java", {"prompt": "int add() {"}, "opens no class"),
        ("Python", {"test": "  \n"}, "the test is empty"),
        ("Python", {"task_id": "Perl/1"}, "must be one of Python/N"),
    ],
)
def test_mceval_record_that_cannot_be_split_is_refused(
    language: str, change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    assert reason in reason_of("mceval", tmp_path, {**b.mceval(language), **change})


def test_livecodebench_reads_standard_input_and_calls_by_what_its_cases_say(
    tmp_path: Path,
) -> None:
    program = task_of("livecodebench", tmp_path, b.LIVECODEBENCH)
    assert "('2 2\\n', '4')" in program.given.files["test_solution.py"]
    assert program.given.framework is Framework.PYTEST
    call = task_of("livecodebench", tmp_path, b.LIVECODEBENCH_CALL)
    assert "([[1], 2], 3)" in call.given.files["test_solution.py"]
    assert "Solution().add(*given)" in call.given.files["test_solution.py"]


def test_livecodebench_without_answers_starts_from_the_starter_code(tmp_path: Path) -> None:
    task = task_of("livecodebench", tmp_path, {**b.LIVECODEBENCH_CALL, "code_list": None})
    assert task.candidate.expected == "fail"
    assert "raise NotImplementedError" in task.candidate.files["solution.py"]


def test_private_tests_packed_without_a_pickle_are_read(tmp_path: Path) -> None:
    cases = [{"input": "9 1\n", "output": "10\n", "testtype": "stdin"}]
    for value in (cases, json.dumps(cases)):
        record = {**b.LIVECODEBENCH, "private_test_cases": b.packed(json.dumps(value).encode())}
        test = task_of("livecodebench", tmp_path, record).given.files["test_solution.py"]
        assert "('9 1\\n', '10')" in test


class _Runs:
    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return (Path.touch, (Path(MARKER),))  # type: ignore[return-value]


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused_and_never_run(
    protocol: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for value in (json.dumps(b._CASES), _Runs()):
        packed = b.packed(pickle.dumps(value, protocol))
        reason = reason_of(
            "livecodebench", tmp_path, {**b.LIVECODEBENCH, "private_test_cases": packed}
        )
        assert "pickle, which is a program and is never run" in reason
        assert "mend:" in reason
    assert not (tmp_path / MARKER).exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"private_test_cases": b.packed(b"[" + b" " * (80 << 20))}, "more than 64 MiB"),
        ({"private_test_cases": b.packed(b"[]")[:12]}, "zlib"),
        ({"private_test_cases": "!!"}, "neither JSON nor base64"),
        ({"private_test_cases": "[" * 100_000}, "nested too deep"),
        ({"public_test_cases": '[{"testtype": "magic"}]'}, "neither stdin nor functional"),
        (
            {"public_test_cases": '[{"testtype": "functional", "input": "1", "output": "1"}]'},
            "some",
        ),
        ({"public_test_cases": "[]", "private_test_cases": ""}, "it holds no test case"),
        ({"question_id": "///"}, "holds nothing an id can be made of"),
    ],
)
def test_livecodebench_record_with_odd_cases_is_refused(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    assert reason in reason_of("livecodebench", tmp_path, {**b.LIVECODEBENCH, **change})


def test_quixbugs_puts_buggy_and_correct_under_one_name(tmp_path: Path) -> None:
    results = read("quixbugs", b.quixbugs(tmp_path))
    tasks = {r.task.id: r.task for r in results if r.task is not None}
    assert set(tasks) == {"quixbugs-java-GCD", "quixbugs-python-gcd"}
    python = tasks["quixbugs-python-gcd"]
    assert "use_correct" not in python.given.files["test_gcd.py"]
    assert "[[37, 600], 1]" in python.given.files["test_gcd.py"]
    assert "Greatest divisor." in python.prompt
    for task in tasks.values():
        reference = task.solution("reference")
        assert reference is not None
        assert reference.files.keys() == task.candidate.files.keys()


def test_quixbugs_program_without_its_correction_is_refused(tmp_path: Path) -> None:
    (b.quixbugs(tmp_path) / "correct_python_programs/gcd.py").unlink()
    refused = [r.reason for r in read("quixbugs", tmp_path) if r.task is None]
    assert refused == ["gcd (python) has no correct file"]


def test_the_record_a_task_was_made_from_comes_along(tmp_path: Path) -> None:
    (result,) = read("humaneval", write_lines(tmp_path, b.HUMANEVAL))
    assert result.record == b.HUMANEVAL
