"""On HumanEvalPack every reference passes its suite and no buggy solution does."""

from pathlib import Path

import pytest

from tests.data.conftest import documented_exceptions, run_data_set

pytestmark = [pytest.mark.data, pytest.mark.sandbox, pytest.mark.toolchain]


# One task in so many is tried here, all with `WORKBENCH_WHOLE=1`, and all in
# `benchmarks.backends_agree`; the compiled ones build four programs a task.
ONE_IN = {"python": 12, "js": 24, "go": 32, "rust": 24, "java": 40}


@pytest.mark.parametrize("name", ["python", "js", "go", "rust", "java"])
def test_references_pass_and_buggy_solutions_do_not(
    name: str, tmp_path: Path, data_folder: Path
) -> None:
    source = data_folder / "humanevalpack" / f"{name}.jsonl"
    excused = documented_exceptions()
    seen, wrong = 0, []
    one_in = ONE_IN[name]
    for done in run_data_set(
        "humanevalpack", source, tmp_path / "w", solution="all", one_in=one_in
    ):
        seen += 1
        verdict = done.judged.run.verdict if done.judged else f"error: {done.error}"
        right = (verdict == "pass") == (done.item.solution.expected == "pass")
        broken = verdict in ("infrastructure", "tampered") or done.judged is None
        if (not right or broken) and done.item.task.id not in excused:
            reason = done.judged.run.reason if done.judged else ""
            wrong.append((done.item.task.id, done.item.solution.name, str(verdict), reason))
    assert wrong == []
    assert seen >= len(source.read_text().splitlines()) // (2 * one_in)
