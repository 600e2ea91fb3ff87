"""On the Exercism form at least 95 % of the example solutions pass, the others are explained."""

from pathlib import Path

import pytest

from tests.data.conftest import documented_exceptions, run_data_set

pytestmark = [pytest.mark.data, pytest.mark.sandbox, pytest.mark.toolchain]

FILES = [
    "aider-polyglot/python.jsonl",
    "aider-polyglot/javascript.jsonl",
    "exercism/typescript.jsonl",
    "aider-polyglot/go.jsonl",
    "aider-polyglot/rust.jsonl",
    "aider-polyglot/java.jsonl",
]


@pytest.mark.parametrize("name", FILES)
def test_example_solutions_pass(name: str, tmp_path: Path, data_folder: Path) -> None:
    source = data_folder / name
    excused = documented_exceptions()
    fell, total = {}, 0
    for done in run_data_set("exercism", source, tmp_path / "w", solution="candidate"):
        total += 1
        if done.judged is None or done.judged.run.verdict != "pass":
            fell[done.item.task.id] = done.judged.run.reason if done.judged else str(done.error)
    assert {i: r for i, r in fell.items() if i not in excused} == {}
    assert total == len(source.read_text().splitlines())
    assert len(fell) <= 0.05 * total
