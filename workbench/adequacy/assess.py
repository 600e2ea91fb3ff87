"""Everything that can be said of a task's suite, phase by phase, kept after each.

    gates -> flakes -> mutants (with coverage) -> equivalents -> suspects -> counterexamples
          -> witnesses of survivors -> whether the suite can be known by heart

A phase that cannot be done says why in `problems` and the next one is begun. When the budget ends
or somebody stops it, what is done is kept, in the middle of a phase too, and the next call goes on
behind it. What time did not suffice for is blamed for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.adequacy import gates as gating
from workbench.adequacy.deadline import Deadline
from workbench.adequacy.deaf import deaf
from workbench.adequacy.ledger import Ledger, Part
from workbench.adequacy.meanwhile import Building, building
from workbench.adequacy.near import near_misses_fail
from workbench.adequacy.phases import Phases, Progress
from workbench.adequacy.runs import Runs, subject
from workbench.adequacy.search import NotSearchable
from workbench.adequacy.told import examples_hold
from workbench.adequacy.trials import Bench, Built, NotMutable
from workbench.adequacy.unheard import unheard
from workbench.adequacy.wish import NOT_MUTABLE, NOTHING_PASSES, Wish
from workbench.adequacy.wrong import wrong_solutions
from workbench.errors import Cancelled, NotFound, WorkbenchError
from workbench.judge.judge import Judge, check_runs_here
from workbench.languages.base import Inventory
from workbench.languages.by_heart import examples_only
from workbench.languages.mutation import Mutant
from workbench.languages.registry import language, mutation
from workbench.languages.unchecked import without_checks
from workbench.model.assessment import Assessment
from workbench.model.task import LanguageName, Solution, Task
from workbench.sandboxes.base import Cancel
from workbench.store.assessments import AssessmentFolder
from workbench.toolchains.registry import toolchain

_MOST_MUTANTS = 2_000


@dataclass
class Assessor:
    """One assessment under way. `steps` yields it after each phase. `progress` is told what is
    being done, in words, as often as something ends."""

    judge: Judge
    task: Task
    wish: Wish = field(default_factory=Wish)
    folder: AssessmentFolder | None = None
    cancel: Cancel = field(default_factory=Cancel)
    progress: Progress = lambda what: None

    def steps(self) -> Iterator[Assessment]:
        """The assessment as it grows; the last one is the whole, or as far as the budget let it
        come. Raises NotFound, MissingTool, InfrastructureError; Cancelled after what is done was
        kept."""
        with Deadline(self.cancel, self.wish.budget_s) as deadline:
            yield from self._steps(deadline)

    def _steps(self, deadline: Deadline) -> Iterator[Assessment]:
        task = self.task
        check_runs_here(task)
        speaker = language(task.language)
        tools = toolchain(speaker.toolchain).toolbox()
        if self.wish.solution and task.solution(self.wish.solution) is None:
            there = ", ".join(s.name for s in task.solutions)
            raise NotFound(f"task {task.id} has no solution {self.wish.solution!r}",
                           mend=f"there are: {there}")  # fmt: skip
        tests = speaker.inventory(task.given, task.candidate)
        ids = tuple(ref.id for ref in tests.tests)
        ledger = Ledger(task, self.wish, dict(tools.facts), ids, self.folder)
        runs = Runs(self.judge, task, deadline.stop, deadline.got_on)
        self.progress("choosing a solution that passes")
        try:
            solution = subject(runs, self.wish.solution)
        except Cancelled:
            solution, runs.cut = None, True
        basis = solution or task.candidate
        mutator = mutation(task.language)
        mutants = mutator.mutants(basis, task.given)
        trying = spread(mutants, _MOST_MUTANTS)
        bench = Bench(self.judge.sandbox, speaker, mutator, tools, task.limits, task.given, tests,
                      deadline.stop)  # fmt: skip
        names = [n for n in self.wish.phases if n != "gates" and n not in ledger.found.done]
        with building(bench, solution if names else None, trying) as built:
            if "gates" not in ledger.found.done:
                wrong = wrong_solutions(basis, mutants)
                coded = examples_only(task.language, basis, mutants, task.prompt)
                if coded is not None and (solution is not None or runs.cut):
                    wrong.append(coded)
                table = gating.gates(runs, tests, wrong, self.progress)
                table.append(near_misses_fail(runs, solution))
                if task.language is LanguageName.PYTHON:
                    table.append(examples_hold(runs))
                measured: dict[str, object] = {
                    "gates": tuple(table), "matrix": tuple(gating.rows(runs, wrong)),
                    "unchecked": tuple(without_checks(task.given, tests, task.language)),
                }  # fmt: skip
                if not runs.cut:
                    measured["unheard"] = _unheard(runs, solution, tests)
                if runs.cut:
                    part = Part("gates", deadline, measured=lambda: measured)
                    every = [*task.solutions, *wrong]
                    part.begin(len(runs.made), len(every), "solutions are tried")
                    yield from _stopped(ledger, part)
                    return
                ledger.keep("gates", measured)
                yield ledger.found
            if runs.cut:
                tried = ledger.found.tried
                for name in names[:1]:
                    yield from _stopped(ledger, Part(name, deadline, tried.get(name, 0)))
                return
            if solution is None:
                ledger.keep("", problem=f"{NOTHING_PASSES}, so that nothing can be mutated")
                yield ledger.found
                return
            ledger.update(solution=solution.name)
            if len(mutants) > len(trying):
                some = f"{len(trying)} of {len(mutants)} mutants are tried, from all over the code"
                ledger.keep("", problem=some)
            if built is not None:
                self.progress(f"building {len(trying)} mutants")
                phases = Phases(task, self.wish, runs, ledger, deadline, self.progress)
                yield from self._measured(phases, built, solution)

    def _measured(
        self, phases: Phases, building: Building, solution: Solution
    ) -> Iterator[Assessment]:
        ledger, deadline = phases.ledger, phases.deadline
        built: Built | None = None
        for name, phase in phases.all():
            if name not in self.wish.phases or name in ledger.found.done:
                continue
            part = Part(name, deadline, ledger.found.tried.get(name, 0))
            try:
                if built is None:
                    built = building()
                if deadline.stop.is_set():
                    raise Cancelled("cancelled")
                phase(built, solution, part)
            except Cancelled:
                yield from _stopped(ledger, part)
                return
            except NotMutable as error:
                if built is None:
                    ledger.keep("mutants", problem=f"{NOT_MUTABLE}: {error}")
                    yield ledger.found
                    return
                ledger.keep(name, {"asleep": error.asleep}, problem=f"{name}: {error}")
            except (NotSearchable, WorkbenchError) as error:
                ledger.keep(name, part.measured(), problem=f"{name}: {error}")
            else:
                if part.whole:
                    ledger.keep(name, part.measured(), problem=part.problem)
                else:
                    ledger.keep_part(part)
            yield ledger.found


def _unheard(runs: Runs, solution: Solution | None, tests: Inventory) -> tuple[str, ...]:
    try:
        return (*unheard(runs, tests), *deaf(runs, solution, tests))
    except Cancelled:
        runs.cut = True
        return ()


def _stopped(ledger: Ledger, part: Part) -> Iterator[Assessment]:
    """Keeps what there is. Raises Cancelled when it was not time that ended."""
    by_hand = not part.deadline.ended
    # Stopped before anything was done: what an earlier call kept is worth more.
    if not by_hand or part.tried or part.name != "gates":
        ledger.keep_part(part)
        yield ledger.found
    if by_hand:
        raise Cancelled("cancelled")


def spread(mutants: tuple[Mutant, ...], most: int) -> tuple[Mutant, ...]:
    """At most so many, evenly chosen: the files that come last are code as well."""
    if len(mutants) <= most:
        return mutants
    return tuple(mutants[n * len(mutants) // most] for n in range(most))
