"""Shadow runs: the suite again with every expected value perturbed, which an honest solution fails.

A reporter that says "passed" whatever happens, an object that equals everything, a forged record:
none of them knows that the expectations changed, so each is seen by what it does not fail.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from workbench.judge.execution import Executed, Execution
from workbench.judge.sizes import MOST_PERTURBED
from workbench.languages.base import Inventory, Shadow
from workbench.languages.source_size import code_size
from workbench.model.run import Status
from workbench.model.task import Solution, Suite

_KEY_BYTES = 32


class Evidence(NamedTuple):
    """What a shadow run proves. Every test is in `failed`, `survived` or `unproven`."""

    failed: frozenset[str]
    """as an honest solution does"""
    survived: tuple[str, ...]
    """passed although every expectation was wrong"""
    unproven: Mapping[str, str]
    """no shadow of it says anything, and why"""


def seed_of(suite: Suite, key: bytes) -> int:
    """The seed of a suite's perturbations: the same whenever the suite is, so that a control
    speaks of the same shadow, and known to nobody who does not hold `key`."""
    return int.from_bytes(hmac.digest(key, suite.digest.encode(), hashlib.sha256)[:8], "big")


def installation_key(state_dir: Path) -> bytes:
    """This installation's secret; one for this process alone where nothing can be kept."""
    place = state_dir / "shadow.key"
    with contextlib.suppress(OSError):
        state_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError):
            made = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(made, "wb") as file:
                file.write(secrets.token_bytes(_KEY_BYTES))
        found = place.stat()
        key = place.read_bytes()
        if len(key) == _KEY_BYTES and found.st_uid == os.geteuid() and not found.st_mode & 0o077:
            return key
    return secrets.token_bytes(_KEY_BYTES)


def shadow_of(
    execution: Execution, solution: Solution, suite: Suite, tests: Inventory, seed: int
) -> Shadow:
    """The shadow, held to its promise: same files, same test ids. A suite no language foresaw is
    one without a shadow, not one that cannot be run; neither is one of so much code."""
    size = code_size(suite.files, suite.support)
    if size > MOST_PERTURBED:
        why = f"{size / 1e6:.1f} MB of code are too much to be perturbed"
        return Shadow(suite, {ref.id: why for ref in tests.tests})
    try:
        shadow = execution.speaker.shadow(suite, solution, tests, seed)
        again = execution.speaker.inventory(shadow.suite, solution)
    except Exception as error:  # noqa: BLE001 - said in the run's grade
        why = f"no shadow could be made: {type(error).__name__}: {error}"
        return Shadow(suite, {ref.id: why for ref in tests.tests})
    same = (
        [(r.id, r.file, r.line) for r in again.tests]
        == [(r.id, r.file, r.line) for r in tests.tests]
        and again.framework == tests.framework
        and list(shadow.suite.files) == list(suite.files)
        and list(shadow.suite.support) == list(suite.support)
    )
    if not same:
        why = "its shadow would have other tests"
        return Shadow(suite, {ref.id: why for ref in tests.tests})
    return shadow


def weigh(tests: Inventory, shadow: Shadow, executed: Executed) -> Evidence:
    """Read a shadow's execution."""
    statuses = {result.id: result.status for result in executed.decision.tests}
    failed, survived = set(), []
    unproven = dict(shadow.unperturbed)
    for ref in tests.tests:
        status = statuses.get(ref.id, Status.MISSING)
        if ref.id in unproven:
            continue
        if status in (Status.FAILED, Status.ERRORED):
            if ref.id in shadow.sealed:
                unproven[ref.id] = shadow.sealed[ref.id]
            else:
                failed.add(ref.id)
        elif status is Status.PASSED:
            survived.append(ref.id)
        else:
            unproven[ref.id] = f"its shadow was not run to its end: {executed.decision.reason}"
    return Evidence(frozenset(failed), tuple(survived), unproven)


def guesses(evidence: Evidence, shadow: Shadow) -> bool:
    """Whether a survivor may only not have reached what was perturbed."""
    return shadow.fallback is not None and not shadow.guessed.isdisjoint(evidence.survived)


def excused(evidence: Evidence, shadow: Shadow, fallback: Executed) -> Evidence:
    """The evidence after the fallback, in which every guessed test fails in any case: survivors
    that fail there report honestly, and nothing is known of what they compare."""
    failed = {
        r.id
        for r in fallback.decision.tests
        if r.status in (Status.FAILED, Status.ERRORED) and r.id in shadow.guessed
    }
    why = "right code may end it before any value that could be changed"
    return Evidence(
        evidence.failed,
        tuple(test for test in evidence.survived if test not in failed),
        {**evidence.unproven, **dict.fromkeys(failed.intersection(evidence.survived), why)},
    )


def cleared(evidence: Evidence, honest: Executed) -> Evidence:
    """The evidence after a control: what an honest solution survives too accuses nobody."""
    passed = {r.id for r in honest.decision.tests if r.status is Status.PASSED}
    dropped = [test for test in evidence.survived if test in passed]
    why = "the reference does not fail its shadow either"
    return Evidence(
        evidence.failed,
        tuple(test for test in evidence.survived if test not in passed),
        {**evidence.unproven, **dict.fromkeys(dropped, why)},
    )
