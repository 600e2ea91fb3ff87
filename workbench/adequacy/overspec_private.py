"""Tests that ask for a private name which the prompt does not give.

Only names that the test files speak of are renamed, all in one run; where that does not pass, one
by one. A test is accused where it speaks of the name itself, or where nothing else is left: a suite
that no longer compiles on its own line, a helper on behalf of the tests that go through it. What
does not compile in the solution is a mistake of the edit, and accuses nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from workbench.adequacy.runs import Runs
from workbench.languages.base import TestRef
from workbench.languages.private_names import Private, mentions, private_names, renamed
from workbench.languages.registry import language
from workbench.model.assessment import SuspectAssertion
from workbench.model.run import Run, Status, Verdict
from workbench.model.task import Solution, Suite, Task

Place = tuple[str, int]
_MOST = 12
_ENDED = (Verdict.FAIL, Verdict.INCOMPLETE, Verdict.BUILD_ERROR)


def private_suspects(
    runs: Runs,
    solution: Solution,
    passing: frozenset[str],
    progress: Callable[[str], None] = lambda what: None,
) -> Iterator[SuspectAssertion]:
    """`passing`: the tests that pass on `solution` whenever they are run."""
    task = runs.task
    skeletons = [t for s in task.solutions if s.role == "stub" for t in s.files.values()]
    names = private_names(solution, task.given, task.language, [task.prompt, *skeletons])
    asked = {
        p: places for p in names
        if (places := mentions(task.given, p.name, task.language, near=p.near))
    }  # fmt: skip
    if not asked:
        return
    progress("benign edits: private names")
    if _passes(_run(runs, solution, list(asked))):
        return
    told: set[str] = set()
    tests = language(task.language).inventory(task.given, solution).tests
    for each, places in list(asked.items())[:_MOST]:
        run = _run(runs, solution, [each])
        if run is None or run.verdict not in _ENDED:
            continue
        if run.verdict is Verdict.BUILD_ERROR:
            found = _unbuilt(run, each, places, task, solution, tests)
        else:
            found = _died(run, each, places, tests, passing)
        for suspect in found:
            if suspect.test not in told:
                told.add(suspect.test)
                yield suspect


def _run(runs: Runs, solution: Solution, names: Sequence[Private]) -> Run | None:
    edited = renamed(solution, names)
    variant = Solution(name="benign-private", role="variant", files=edited.files, expected="pass")
    return runs.of(variant, "plain")


def _passes(run: Run | None) -> bool:
    return run is not None and run.verdict is Verdict.PASS


def _unbuilt(
    run: Run,
    name: Private,
    places: Sequence[Place],
    task: Task,
    solution: Solution,
    tests: Sequence[TestRef],
) -> Iterator[SuspectAssertion]:
    """Where the suite speaks of the name and the compiler, or whoever loaded it, says so."""
    errors = [d for d in run.diagnostics if d.severity == "error" and d.file]
    if not errors:
        said = next((t for t in (run.reason, run.build_output) if name.name in t), "")
        if said:
            yield _suspect(name, places[0], tests, said)
        return
    own = {(_of_suite(d.file, task.given, solution), d.line): d.message for d in errors}
    if any(not file for file, _ in own):
        return
    for place in places:
        if place in own:
            yield _suspect(name, place, tests, own[place])


def _of_suite(file: str, suite: Suite, solution: Solution) -> str:
    """The suite's path of a file that a compiler names, which may do so from another folder; ''
    where it is none of them, or may be one of the solution's."""
    bare = file.removeprefix("./")
    if bare in suite.files:
        return bare
    alike = [p for p in {**solution.files, **suite.support, **suite.files}
             if p == bare or p.endswith(f"/{bare}") or bare.endswith(f"/{p}")]  # fmt: skip
    return alike[0] if len(alike) == 1 and alike[0] in suite.files else ""


def _died(
    run: Run,
    name: Private,
    places: Sequence[Place],
    tests: Sequence[TestRef],
    passing: frozenset[str],
) -> Iterator[SuspectAssertion]:
    """Each test that dies and speaks of the name; where none does, one for what they go through."""
    bad = (Status.FAILED, Status.ERRORED, Status.MISSING)
    dead = {t.id: t.message for t in run.tests if t.id in passing and t.status in bad}
    owners = [(owner(place, tests), place) for place in places]
    mine = {ref.id: place for ref, place in reversed(owners) if ref is not None and ref.id in dead}
    for test, place in mine.items():
        yield _suspect(name, place, tests, dead[test], test)
    loose = [place for ref, place in owners if ref is None or ref.id not in dead]
    others = [test for test in dead if test not in mine]
    if others and loose:
        more = f" (and {len(others) - 1} more tests)" if len(others) > 1 else ""
        yield _suspect(name, loose[0], tests, f"{dead[others[0]]}{more}", others[0])


def owner(place: Place, tests: Sequence[TestRef]) -> TestRef | None:
    """The test whose lines a place is among: the last that begins before it."""
    file, line = place
    before = [t for t in tests if t.file == file and t.line is not None and t.line <= line]
    return max(before, key=lambda t: t.line or 0, default=None)


def _suspect(
    name: Private, place: Place, tests: Sequence[TestRef], message: str, test: str = ""
) -> SuspectAssertion:
    by = owner(place, tests)
    kind = "package-private" if name.near else "private"
    return SuspectAssertion(
        test=test or (by.id if by is not None else place[0]),
        edit=f"the {kind} name {name.name} ({name.file}:{name.line}), which the prompt does not"
        " give, is another",
        file=place[0], line=place[1], message=message.strip()[:400],
    )  # fmt: skip
