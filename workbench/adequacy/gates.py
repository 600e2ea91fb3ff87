"""Gates: what must hold of a task before anything finer is worth measuring, in one table.

The reference passes, the recorded right variants pass, the recorded wrong ones do not; nothing that
does nothing passes (the skeleton of the prompt, stubs, constants); every test runs, checks
something, and is not skipped. A gate that cannot be tried says why and is neither held nor broken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from workbench.adequacy.runs import Runs
from workbench.errors import Cancelled
from workbench.judge.proof import Method
from workbench.languages.base import Inventory
from workbench.languages.uncalled import behind_features, never_run
from workbench.model.assessment import Gate, Row
from workbench.model.run import Status, Verdict
from workbench.model.task import Solution

Progress = Callable[[str], None]
_AT_ONCE = 2
_AGAIN = 5
LEFT_OUT = "left out by a feature: "
"""how the detail of `everything_runs` begins where nothing else never runs"""


def gates(
    runs: Runs, tests: Inventory, wrong: Sequence[Solution], progress: Progress = lambda what: None
) -> list[Gate]:
    """The table. `wrong` are solutions that are wrong by construction. Whatever is stopped stands
    in it as not tried."""
    task = runs.task
    found: list[Gate] = []
    references = [s for s in task.solutions if s.role == "reference"]
    _run_all(runs, wrong, progress)
    found.append(_all_pass(runs, "reference_passes", references, "the task has no reference"))
    found.append(_candidate(runs))
    found.append(_steady(runs))
    skeletons = [s for s in task.solutions if s.role == "stub"]
    found.append(_none_passes(runs, "skeleton_fails", skeletons, "the task has no skeleton"))
    # One that does not build says nothing of the suite: nobody wrote it.
    wrong = [s for s in wrong if not runs.is_unbuildable(s)]
    stubs = [s for s in wrong if s.name == "all-stub"]
    found.append(_none_passes(runs, "stub_fails", stubs, "no function could be stubbed"))
    constants = [s for s in wrong if s.name.startswith("constant-")]
    why = "no function returns what a constant could stand for"
    found.append(_none_passes(runs, "constant_fails", constants, why))
    coded = [s for s in wrong if s.name == "examples-only"]
    why = "no example of the prompt could be read as a call"
    found.append(_none_passes(runs, "hard_coded_fails", coded, why))
    found += _variants(runs)
    found.append(_has_tests(tests))
    found.append(_nothing_skipped(runs, tests))
    found.append(_everything_runs(runs, tests))
    return found


def _run_all(runs: Runs, wrong: Sequence[Solution], progress: Progress) -> None:
    """All runs the table needs, two at a time. Of what is wrong by construction a plain run says
    enough: nobody wrote it to cheat."""
    work: list[tuple[Solution, Method]] = [
        *((s, "auto") for s in runs.task.solutions), *((s, "plain") for s in wrong),
    ]  # fmt: skip
    runs.build(work)
    done = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(lambda item: runs.attempt(*item), work):
            done += 1
            progress(f"gates: {done} of {len(work)} runs")


def rows(runs: Runs, wrong: Sequence[Solution]) -> list[Row]:
    """What each solution does to each test, for the matrix."""
    found: list[Row] = []
    for solution in (*runs.task.solutions, *wrong):
        run = runs.made.get(solution.digest)
        if run is None:
            continue
        failed = tuple(t.id for t in run.tests if t.status is not Status.PASSED)
        found.append(
            Row(
                solution=solution.name,
                kind=solution.role if solution in runs.task.solutions else "stub",
                suite=runs.task.given.name,
                expected=solution.expected,
                verdict=run.verdict.value,
                failed=failed,
                run=run.id,
            )
        )
    return found


def _all_pass(runs: Runs, name: str, solutions: Sequence[Solution], none: str) -> Gate:
    if not solutions:
        return Gate(name=name, ok=None, detail=none)
    tried = [s for s in solutions if not runs.is_open(s)]
    bad = [s for s in tried if not runs.passes(s)]
    if not bad and len(tried) < len(solutions):
        return _not_yet(runs, name, solutions)
    said = "; ".join(_said(runs, s) for s in bad or solutions)
    return Gate(name=name, ok=not bad, detail=said, runs=_ids(runs, tried))


def _none_passes(runs: Runs, name: str, solutions: Sequence[Solution], none: str) -> Gate:
    if not solutions:
        return Gate(name=name, ok=None, detail=none)
    tried = [s for s in solutions if not runs.is_open(s)]
    passing = [s for s in tried if runs.passes(s)]
    if not passing and len(tried) < len(solutions):
        return _not_yet(runs, name, solutions)
    said = "; ".join(_said(runs, s) for s in passing or solutions[:1])
    return Gate(name=name, ok=not passing, detail=said, runs=_ids(runs, passing or solutions))


def _not_yet(runs: Runs, name: str, solutions: Sequence[Solution]) -> Gate:
    """What was stopped before it was tried is neither held nor broken."""
    left = ", ".join(s.name for s in solutions if runs.is_open(s))
    return Gate(name=name, ok=None, detail=f"not tried yet: {left}", runs=_ids(runs, solutions))


def _candidate(runs: Runs) -> Gate:
    candidate = runs.task.candidate
    if runs.is_open(candidate):
        return _not_yet(runs, "candidate", [candidate])
    ok = runs.passes(candidate)
    if candidate.expected == "fail":
        return Gate(
            name="candidate", ok=not ok, runs=_ids(runs, [candidate]),
            detail=f"recorded as wrong; {_said(runs, candidate)}",
        )  # fmt: skip
    return Gate(name="candidate", ok=ok, detail=_said(runs, candidate),
                runs=_ids(runs, [candidate]))  # fmt: skip


def _steady(runs: Runs) -> Gate:
    """A candidate that fails may fail by chance only; of one that passes, reruns tell more."""
    name, candidate = "fails_steadily", runs.task.candidate
    if runs.is_open(candidate):
        return _not_yet(runs, name, [candidate])
    run = runs.made.get(candidate.digest)
    if run is None or run.verdict is not Verdict.FAIL:
        return Gate(name=name, ok=None, detail="the candidate does not fail")
    verdicts = [run.verdict.value]
    try:
        # One by one, so that those before a stop count.
        verdicts.extend(runs.again(candidate, _AGAIN))
    except Cancelled:
        runs.cut = True
        if len(set(verdicts)) == 1:
            made = f"not tried yet: {len(verdicts)} of {_AGAIN + 1} runs of the candidate are made"
            return Gate(name=name, ok=None, detail=made, runs=(run.id,))
    said = ", ".join(sorted(set(verdicts)))
    return Gate(
        name=name, ok=len(set(verdicts)) == 1, runs=(run.id,),
        detail=f"the candidate's verdicts in {len(verdicts)} runs: {said}",
    )  # fmt: skip


def _variants(runs: Runs) -> list[Gate]:
    variants = [s for s in runs.task.solutions if s.role == "variant" and s.expected]
    right = [s for s in variants if s.expected == "pass"]
    wrong = [s for s in variants if s.expected == "fail"]
    return [
        _all_pass(runs, "right_variants_pass", right, "no right variant is recorded"),
        _none_passes(runs, "wrong_variants_fail", wrong, "no wrong variant is recorded"),
    ]


def _has_tests(tests: Inventory) -> Gate:
    count = len(tests.tests)
    why = tests.problems[0] if tests.problems else "it has no tests, or none asserts anything"
    detail = f"{count} tests" if count else why
    return Gate(name="has_tests", ok=count > 0, detail=detail)


def _nothing_skipped(runs: Runs, tests: Inventory) -> Gate:
    run = runs.made.get(runs.task.candidate.digest)
    skipped = set(tests.skipped)
    skipped |= {t.id for t in run.tests if t.status is Status.SKIPPED} if run else set()
    if not skipped and runs.is_open(runs.task.candidate):
        return _not_yet(runs, "nothing_skipped", [runs.task.candidate])
    detail = "; ".join(sorted(skipped)) if skipped else "no test is skipped"
    return Gate(name="nothing_skipped", ok=not skipped, detail=detail)


def _everything_runs(runs: Runs, tests: Inventory) -> Gate:
    idle = [
        f"{ref.file}:{ref.line} {ref.id}"
        for ref in never_run(runs.task.given, tests, runs.task.language)
    ]
    run = runs.made.get(runs.task.candidate.digest)
    ended = run is not None and run.verdict in (Verdict.PASS, Verdict.FAIL, Verdict.INCOMPLETE)
    if run is not None and ended:
        idle += [t.id for t in run.tests if t.status is Status.MISSING]
    if not idle and runs.is_open(runs.task.candidate):
        return _not_yet(runs, "everything_runs", [runs.task.candidate])
    off = [
        f"{ref.file}:{ref.line} {ref.id}"
        for ref in behind_features(runs.task.given, tests, runs.task.language)
    ]
    detail = f"never runs: {'; '.join(idle)}" if idle else "whatever checks something is run"
    if off and not idle:
        detail = f"{LEFT_OUT}{'; '.join(off)}"
    return Gate(name="everything_runs", ok=not idle and not off, detail=detail)


def _said(runs: Runs, solution: Solution) -> str:
    run = runs.made.get(solution.digest)
    if run is None:
        return f"{solution.name}: {runs.errors[solution.digest][:200]}"
    return f"{solution.name}: {run.verdict.value}, {run.reason[:200]}"


def _ids(runs: Runs, solutions: Sequence[Solution]) -> tuple[str, ...]:
    return tuple(runs.made[s.digest].id for s in solutions if s.digest in runs.made)
