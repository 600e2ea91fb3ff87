"""Everything that is promised, measured, by one command.

    python -m benchmarks [--list] [--only GROUP ...] [--quick] [--write]

Groups run one after the other, each in a process of its own with a time limit. What is measured is
kept in docs/benchmarks.json at once, so Ctrl-C, a failure or a peer that cannot run loses nothing
else. `--write` draws the table of docs/benchmarks.md from what is kept, `--write --only` without a
name from that alone. `--quick` tries everything with little of each, and keeps nothing.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence

from benchmarks import keeping, page
from benchmarks.figures import Group
from benchmarks.promises import GROUPS
from benchmarks.running import run


def say(words: str) -> None:
    """Progress is for people, the table for stdout."""
    print(words, file=sys.stderr, flush=True)


def measure(groups: Sequence[Group], *, quick: bool) -> list[str]:
    """Run them; the problems there were, a line each."""
    problems = []
    look_s = 0.5 if quick else 5.0
    for number, group in enumerate(groups, start=1):
        before, began = keeping.load(look_s), time.monotonic()
        say(f"[{number} of {len(groups)}] {group.name}: {group.title}, load {before}")
        told = run(group, quick=quick)
        say(f"  {len(told.figures)} of {len(group.promises)} in {time.monotonic() - began:.0f} s")
        now = keeping.kept(
            ((f"{group.name}/{one.name}", one) for one in told.figures), before,
            keeping.load(look_s),
        )  # fmt: skip
        if not quick:
            keeping.merge(now)
        show(group, now)
        if told.problem:
            problems.append(f"{group.name}: {told.problem}")
            say(f"  {problems[-1]}")
        if told.interrupted:
            break
    return problems


def show(group: Group, now: dict[str, keeping.Kept]) -> None:
    """The rows just measured."""
    for one in group.promises:
        if (found := now.get(group.full(one))) is not None:
            print(page.line([group.name, *page.cells(one, found)[:-1]]), flush=True)


def main(words: Sequence[str] | None = None) -> int:
    """1 when something could not be measured."""
    names = [group.name for group in GROUPS]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure promises.")
    parser.add_argument("--list", action="store_true", help="say what there is")
    parser.add_argument("--only", nargs="*", metavar="GROUP", help=", ".join(names))
    parser.add_argument("--quick", action="store_true", help="a little of each; keeps nothing")
    parser.add_argument("--write", action="store_true", help=f"draw the table of {page.PAGE.name}")
    asked = parser.parse_args(words)
    unknown = sorted({*(asked.only or ())} - {*names})
    if unknown:
        parser.error(f"no group {', '.join(unknown)}; there are {', '.join(names)}")
    if asked.quick and asked.write:
        parser.error("a quick run keeps nothing that could be written: leave out one of the two")
    chosen = [g for g in GROUPS if asked.only is None or g.name in asked.only]
    if asked.list:
        for group in chosen:
            print(f"{group.name}: {group.title} ({group.module}, at most {group.limit_s:.0f} s)")
            for one in group.promises:
                print(f"    {one.what}: {page.promised(one)}")
        return 0
    if asked.quick:
        say("quick: a little of each, so counts and sizes are smaller than their names say")
    problems = measure(chosen, quick=asked.quick)
    if asked.write:
        page.write(GROUPS, keeping.read())
    if problems:
        say("could not be measured:\n" + "\n".join(f"  {line}" for line in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    # A time limit from outside ends what runs as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("stopped; what was measured is kept")
