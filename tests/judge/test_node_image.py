"""Multi-SWE-bench tasks in JavaScript end in real verdicts in an image with Node.js."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.judge import node_image
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

_LIES = {
    "jest": "PASS test/add.test.js\n  adder\n    ✓ adds one and two (1 ms)\n\n"
    "Test Suites: 2 passed, 2 total\nTests:       2 passed, 2 total\n",
    "mocha": "    ✔ adds one and two\n\n  2 passing (3ms)\n\n",
    "xml": "<testsuite name='adder' tests='1'><testcase classname='test' name='adds one and two'/>"
    "</testsuite>\n",
}
_NAMES = {
    "jest": ("adder adds one and two", "test/other.test.js:is there"),
    "mocha": ("adder adds one and two", "is there"),
    "xml": ("test.adds one and two", "test.is there"),
}

if WHOLE:  # its images hold all of Node.js and npm, and the packages come from the network

    @pytest.mark.parametrize("runner", node_image.RUNS)
    def test_javascript_tells_right_from_wrong_and_from_printed(
        engine: Engine, tmp_path: Path, run: Verdict, runner: str
    ) -> None:
        must, keep = _NAMES[runner]
        record = {
            **r.MULTI,
            "fix_patch": node_image.PATCH,
            "test_patch": node_image.TEST_PATCH,
            "f2p_tests": {must: {}},
            "p2p_tests": {keep: {}},
            "n2p_tests": {},
        }
        task = task_of("multi-swe-bench", tmp_path, record)
        task = images.told_as(task, node_image.make(engine, runner))
        right = run(task, task.candidate)
        assert right.verdict == "pass", (right.reason, right.stdout, right.stderr)
        assert run(task, patch(task, "")).verdict == "fail"
        liar = run(task, patch(task, node_image.lying(_LIES[runner])))
        assert liar.verdict != "pass"
        # Where a report is written node:test shows nothing, and the report holds no output.
        assert runner == "xml" or "adds one and two" in liar.stdout + liar.stderr
        ended = node_image.PATCH.replace("a + b;", "process.reallyExit(0);")
        assert run(task, patch(task, ended)).verdict == "incomplete"
