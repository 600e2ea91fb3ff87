"""A group's process: `python -m benchmarks.child GROUP [--quick]` writes a JSON line a figure.

What the benchmark itself prints goes to stderr, so that nothing stands between the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module

from benchmarks.figures import Figure
from benchmarks.promises import group
from workbench.errors import WorkbenchError


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("group")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    # Servers and containers it started are ended by its own clean-up, also in a shell that ignores
    # Ctrl-C for what runs in its background.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    figures = os.dup(1)
    os.dup2(2, 1)
    of = group(asked.group)
    measure: Callable[..., Iterator[Figure]] = import_module(f"benchmarks.{of.module}").figures
    words = [of.argument] if of.argument else []

    def tell(**line: object) -> None:
        os.write(figures, f"{json.dumps(line)}\n".encode())

    try:
        for found in measure(*words, quick=asked.quick):
            tell(**asdict(found))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except WorkbenchError as error:
        tell(problem=str(error))
        raise SystemExit(1) from None
    except SystemExit as error:  # in words, as benchmarks refuse a machine they cannot use
        tell(problem=str(error))
        raise
    except Exception as error:
        tell(problem=f"{type(error).__name__}: {error}")
        raise


if __name__ == "__main__":
    main()
