"""Coverage-guided fuzzing of one target: `scripts/fuzz records 60`.

Needs atheris, which is no requirement of anything here: `scripts/fuzz` puts it beside the build.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """TARGET SECONDS"""
    name, seconds = sys.argv[1], sys.argv[2]
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(
        include=["workbench.exchange", "workbench.languages", "workbench.sandboxes"]
    ):
        from tests.fuzz.targets import SEEDS, TARGETS
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS[name]):
            (Path(folder) / str(number)).write_bytes(seed)
        limits = ["-rss_limit_mb=1024", "-timeout=10", "-max_len=65536"]
        arguments = [sys.argv[0], f"-max_total_time={seconds}", *limits, folder]
        atheris.Setup(arguments, lambda data: target(data) and None)
        atheris.Fuzz()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
