"""The solutions of sanitized MBPP pass their own assertions; one in three here, all with
`WORKBENCH_WHOLE=1`."""

from pathlib import Path

import pytest

from tests.data.conftest import documented_exceptions, run_data_set

pytestmark = [pytest.mark.data, pytest.mark.sandbox, pytest.mark.toolchain]


def test_solutions_pass(tmp_path: Path, data_folder: Path) -> None:
    source = data_folder / "mbpp" / "sanitized-mbpp.json"
    excused = documented_exceptions()
    fell = {
        done.item.task.id: done.judged.run.reason if done.judged else str(done.error)
        for done in run_data_set("mbpp", source, tmp_path / "w", solution="candidate", one_in=3)
        if done.judged is None or done.judged.run.verdict != "pass"
    }
    assert {i: r for i, r in fell.items() if i not in excused} == {}
