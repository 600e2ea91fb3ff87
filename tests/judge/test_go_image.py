"""A Multi-SWE-bench task in Go ends in real verdicts in an image with Go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.judge import go_image
from tests.judge import own_images as images
from tests.judge.test_own_image import Verdict, judge, patch, run
from tests.unit.exchange import repository_records as r
from tests.unit.exchange.records import task_of
from tests.whole import WHOLE
from workbench.sandboxes.docker import Engine

__all__ = ["judge", "run"]
pytestmark = [
    pytest.mark.docker,
    pytest.mark.toolchain,
    pytest.mark.slow,
]


if WHOLE:  # its image holds all of Go: making it takes a minute and more

    def test_go_tells_right_from_wrong_and_from_printed(
        engine: Engine, tmp_path: Path, run: Verdict
    ) -> None:
        record = {
            **r.MULTI,
            "fix_patch": go_image.PATCH,
            "test_patch": go_image.TEST_PATCH,
            "f2p_tests": {"TestAdd": {}, "TestAdd/one_and_two": {}},
            "p2p_tests": {"TestSub": {}},
            "n2p_tests": {},
        }
        task = task_of("multi-swe-bench", tmp_path, record)
        task = images.told_as(task, go_image.make(engine))
        right = run(task, task.candidate)
        assert right.verdict == "pass", (right.reason, right.stdout, right.stderr)
        assert run(task, patch(task, "")).verdict == "fail"
        liar = run(task, patch(task, go_image.LIAR))
        assert liar.verdict != "pass"
        assert "--- PASS: TestAdd" in liar.stdout
