"""The solutions of sanitized MBPP pass their own assertions; one in three here, all with
`WORKBENCH_WHOLE=1`."""

import json
from pathlib import Path

import pytest

from tests.data.conftest import documented_exceptions, run_data_set
from tests.whole import WHOLE

pytestmark = [pytest.mark.data, pytest.mark.sandbox, pytest.mark.toolchain]


def test_solutions_pass(tmp_path: Path, data_folder: Path) -> None:
    source = data_folder / "mbpp" / "sanitized-mbpp.json"
    excused = documented_exceptions()
    fell, total = {}, 0
    for done in run_data_set("mbpp", source, tmp_path / "w", solution="candidate", one_in=3):
        total += 1
        if done.judged is None or done.judged.run.verdict != "pass":
            fell[done.item.task.id] = done.judged.run.reason if done.judged else str(done.error)
    assert {i: r for i, r in fell.items() if i not in excused} == {}
    every = len(json.loads(source.read_text()))
    assert total >= (every if WHOLE else every // 6)
