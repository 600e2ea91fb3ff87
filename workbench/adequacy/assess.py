"""Everything that can be said of a task's suite, phase by phase, kept after each.

    gates -> flakes -> mutants (with coverage) -> equivalents -> suspects -> counterexamples
          -> witnesses of survivors

A phase that cannot be done says why in `problems` and the next one is begun. When the budget ends
or somebody stops it, what is done is kept, in the middle of a phase too, and the next call goes on
behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from workbench.adequacy import gates as gating
from workbench.adequacy.coverage import coverage_of
from workbench.adequacy.disagreement import splits
from workbench.adequacy.equivalents import compares_code, equivalent
from workbench.adequacy.evidence import Searching
from workbench.adequacy.flakes import rerun
from workbench.adequacy.jury import Jury
from workbench.adequacy.ledger import Ledger
from workbench.adequacy.meanwhile import Building, building
from workbench.adequacy.mutants import own_probes, unbuildable
from workbench.adequacy.overspec import suspects
from workbench.adequacy.search import NotSearchable
from workbench.adequacy.survey import survey
from workbench.adequacy.survivors import ranking
from workbench.adequacy.trials import Bench, Built, NotMutable
from workbench.adequacy.wish import NOT_MUTABLE, NOTHING_PASSES, Wish
from workbench.adequacy.wrong import wrong_solutions
from workbench.errors import Cancelled, NotFound, WorkbenchError
from workbench.judge.judge import Judge, check_runs_here
from workbench.languages.by_heart import examples_only
from workbench.languages.mutation import Mutant
from workbench.languages.registry import language, mutation
from workbench.languages.unchecked import without_checks
from workbench.model.assessment import Assessment, Fate, MutantResult
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Cancel
from workbench.store.assessments import AssessmentFolder
from workbench.toolchains.registry import toolchain

_MOST_MUTANTS = 2_000
_MOST_WITNESSES = 30

Progress = Callable[[str], None]
"""Told what is being done, in words, as often as something ends."""


@dataclass
class Assessor:
    """One assessment under way. `steps` yields it after each phase."""

    judge: Judge
    task: Task
    wish: Wish = field(default_factory=Wish)
    folder: AssessmentFolder | None = None
    cancel: Cancel = field(default_factory=Cancel)
    progress: Progress = lambda what: None
    _ground: Searching | None = field(default=None, init=False)

    def steps(self) -> Iterator[Assessment]:
        """The assessment as it grows; the last one is the whole. Raises NotFound, MissingTool,
        InfrastructureError; Cancelled after what is done was kept."""
        task = self.task
        check_runs_here(task)
        speaker = language(task.language)
        tools = toolchain(speaker.toolchain).toolbox()
        self._runs = runs = gating.Runs(self.judge, task, self.cancel)
        if self.wish.solution and task.solution(self.wish.solution) is None:
            there = ", ".join(s.name for s in task.solutions)
            raise NotFound(f"task {task.id} has no solution {self.wish.solution!r}",
                           mend=f"there are: {there}")  # fmt: skip
        tests = speaker.inventory(task.given, task.candidate)
        ids = tuple(ref.id for ref in tests.tests)
        self._ledger = Ledger(task, self.wish, dict(tools.facts), ids, self.folder)
        self.progress("choosing a solution that passes")
        solution = gating.subject(runs, self.wish.solution)
        basis = solution or task.candidate
        mutator = mutation(task.language)
        mutants = mutator.mutants(basis, task.given)
        bench = Bench(self.judge.sandbox, speaker, mutator, tools, task.limits, task.given, tests,
                      self.cancel)  # fmt: skip
        trying = spread(mutants, _MOST_MUTANTS)
        with building(bench, solution if self._more else None, trying) as built:
            if "gates" not in self._ledger.found.done:
                wrong = wrong_solutions(basis, mutants)
                coded = examples_only(task.language, basis, mutants, task.prompt)
                wrong += [coded] if coded is not None and solution is not None else []
                table = gating.gates(runs, tests, wrong, self.progress)
                self._ledger.keep(
                    "gates", gates=tuple(table), matrix=tuple(gating.rows(runs, wrong)),
                    unchecked=tuple(without_checks(task.given, tests, task.language)),
                )  # fmt: skip
                yield self._ledger.found
            if solution is None:
                self._ledger.keep("", problem=f"{NOTHING_PASSES}, so that nothing can be mutated")
                yield self._ledger.found
                return
            self._ledger.update(solution=solution.name)
            if len(mutants) > len(trying):
                some = f"{len(trying)} of {len(mutants)} mutants are tried, from all over the code"
                self._ledger.keep("", problem=some)
            if built is not None:
                self.progress(f"building {len(trying)} mutants")
                yield from self._measured(built, solution)

    @property
    def _more(self) -> bool:
        """Whether anything is left to do behind the gates."""
        return bool(set(self.wish.phases) - {"gates", *self._ledger.found.done})

    def _measured(self, building: Building, solution: Solution) -> Iterator[Assessment]:
        """Flakes come before mutants: a test that fails now and then must decide nobody's fate."""
        phases: tuple[tuple[str, Callable[[Built, Solution], None]], ...] = (
            ("flakes", self._flakes),
            ("mutants", self._mutants),
            ("equivalents", self._equivalents),
            ("suspects", self._suspects),
            ("counterexamples", self._counterexamples),
            ("witnesses", self._witnesses),
        )
        open_ones = [
            (name, phase) for name, phase in phases
            if name in self.wish.phases and name not in self._ledger.found.done
        ]  # fmt: skip
        try:
            built = building()
        except NotMutable as error:
            self._ledger.keep("mutants", problem=f"{NOT_MUTABLE}: {error}")
            yield self._ledger.found
            return
        for name, phase in open_ones:
            if self._ledger.over():
                self._ledger.keep("", problem=f"the budget ended before: {name}")
                yield self._ledger.found
                return
            try:
                phase(built, solution)
            except Cancelled:
                self._ledger.keep("")
                raise
            except NotMutable as error:
                cut = "it was too short to measure the suite" if self._ledger.over() else ""
                self._ledger.keep(name, cut=cut, problem=f"{name}: {error}", asleep=error.asleep)
            except (NotSearchable, WorkbenchError) as error:
                self._ledger.keep(name, problem=f"{name}: {error}")
            yield self._ledger.found

    def _flakes(self, built: Built, solution: Solution) -> None:
        """In half of the time at most: a slow suite shall have its mutants tried, too."""
        wished = self.wish.reruns
        self.progress(f"{wished} reruns")
        found, made = rerun(built, wished, wall_s=min(self._ledger.left_s, self.wish.budget_s / 2))
        few = "" if made == wished else f"only {made} of {wished} reruns fit into half of the time"
        self._ledger.keep("flakes", flakes=tuple(found), reruns=made, problem=few)

    @property
    def _unsteady(self) -> frozenset[str]:
        return frozenset(f.id for f in self._ledger.found.flakes if f.failures)

    def _mutants(self, built: Built, solution: Solution) -> None:
        self.progress("what each test reaches")
        known = {m.id: m for m in self._ledger.found.mutants}
        wanted = [m for m in built.schemata.mutants if m.id not in known] if known else None
        base, results = survey(
            built, self._unsteady, wanted, full=self.wish.full, wall_s=self._ledger.left_s,
            trial_wall_s=min(10.0, self.task.limits.wall_s),
        )  # fmt: skip
        if base.alone:
            self._ledger.keep(
                "", problem=f"tests that depend on others: {', '.join(base.alone[:5])}"
            )
        found = dict(known)
        total = len(built.schemata.mutants) + len(built.unbuilt)
        own = own_probes(built)
        idle = tuple(i for i, probes in base.reached.items() if own and not probes & own)
        try:
            for result in results:
                found[result.id] = result
                self.progress(f"mutants: {len(found)} of {total}")
        except Cancelled:
            self._ledger.update(mutants=tuple(found.values()))
            raise
        for mutant in built.unbuilt:
            found.setdefault(mutant.id, unbuildable(mutant))
        order = {m.id: n for n, m in enumerate((*built.schemata.mutants, *built.unbuilt))}
        ranked = sorted(found.values(), key=lambda m: order.get(m.id, len(order)))
        cut = f"{len(ranked)} of {total} mutants are tried" if len(ranked) < total else ""
        self._ledger.keep(
            "mutants", cut=cut, mutants=tuple(ranked), full=self.wish.full,
            coverage=coverage_of(built.schemata, base), asleep=base.asleep, idle=idle,
        )  # fmt: skip

    def _equivalents(self, built: Built, solution: Solution) -> None:
        open_fates = (Fate.SURVIVED, Fate.EQUIVALENT)
        survivors = {m.id for m in self._ledger.found.mutants if m.fate in open_fates}
        among = [m for m in built.schemata.mutants if m.id in survivors]
        if not compares_code(built.bench, solution):
            among = []
        tried = self._ledger.found.tried.get("equivalents", 0)
        same: set[str] = set()
        for mutant, is_same in equivalent(
            built.bench, solution, among[tried:], until=self._ledger.until
        ):
            tried += 1
            self.progress(f"equivalents: {tried} of {len(among)}")
            if is_same:
                same.add(mutant.id)
        # Where the original's own code cannot be had there is nothing to compare with.
        left = _cut(tried, len(among), "survivors are compared") if self._ledger.over() else ""
        self._ledger.keep(
            "equivalents", cut=left, tried=tried,
            mutants=tuple(_marked(m, same) for m in self._ledger.found.mutants),
        )  # fmt: skip

    def _suspects(self, built: Built, solution: Solution) -> None:
        found = suspects(self._runs, solution, self._unsteady, self.progress)
        self._ledger.keep("suspects", suspects=tuple(found))

    def _counterexamples(self, built: Built, solution: Solution) -> None:
        """Between the reference and whatever passes or is recorded as right, and between all that
        pass; without a reference the solution that was mutated is what others are compared with.
        One that is vouched for comes before both."""
        task = self.task
        references = [s for s in task.solutions if s.role == "reference"]
        vouched = [s for s in task.solutions if task.vouches_for(s) and self._runs.passes(s)]
        trusted = next(iter((*vouched, *references)), solution)
        rest = [s for s in task.solutions if s.digest != trusted.digest and s.role != "stub"]
        passing = [s for s in rest if self._runs.passes(s)]
        right = [s for s in rest if s.role == "variant" and s.expected == "pass"]
        others = list({s.digest: s for s in (task.candidate, *right, *passing)}.values())
        others = [s for s in others if s.digest != trusted.digest]
        if not others:
            self._ledger.keep("counterexamples")
            return
        self.progress("looking for counterexamples")
        searching = self._searching(built.bench, trusted)
        jury = Jury(searching.ground, passing)
        found = tuple(searching.counterexamples(others, jury, until=self._ledger.until))
        self.progress("comparing the solutions that pass")
        divided = tuple(splits(searching.ground, jury, passing)) if passing else ()
        self._ledger.keep(
            "counterexamples", cut="not every solution is compared" if self._ledger.over() else "",
            counterexamples=found, splits=divided,
            compared=len(passing) + self._runs.passes(trusted),
        )  # fmt: skip

    def _witnesses(self, built: Built, solution: Solution) -> None:
        # By what is known without witnesses: the order must be the same when it goes on.
        bare = [m.model_copy(update={"witness": None}) for m in self._ledger.found.mutants]
        survivors = [m for m in ranking(bare) if m.fate is Fate.SURVIVED]
        by_id = {m.id: m for m in built.schemata.mutants}
        among = [by_id[m.id] for m in survivors[:_MOST_WITNESSES] if m.id in by_id]
        tried = self._ledger.found.tried.get("witnesses", 0)
        shown = {m.id: m.witness for m in self._ledger.found.mutants if m.witness}
        if among[tried:]:
            searching = self._searching(built.bench, solution)
            for mutant, witness in searching.witnesses(
                solution, among[tried:], until=self._ledger.until
            ):
                tried += 1
                if witness is not None:
                    shown[mutant.id] = witness
                self.progress(f"witnesses: {len(shown)} found, {tried} of {len(among)} survivors")
        found = self._ledger.found.mutants
        self._ledger.keep(
            "witnesses", cut=_cut(tried, len(among), "survivors are searched"), tried=tried,
            mutants=tuple(m.model_copy(update={"witness": shown.get(m.id)}) for m in found),
        )  # fmt: skip

    def _searching(self, bench: Bench, trusted: Solution) -> Searching:
        if self._ground is None or self._ground.ground.trusted.digest != trusted.digest:
            self._ground = Searching.open(self.task, bench, trusted)
        return self._ground


def spread(mutants: tuple[Mutant, ...], most: int) -> tuple[Mutant, ...]:
    """At most so many, evenly chosen: the files that come last are code as well."""
    if len(mutants) <= most:
        return mutants
    return tuple(mutants[n * len(mutants) // most] for n in range(most))


def _cut(tried: int, wanted: int, done: str) -> str:
    return f"{tried} of {wanted} {done}" if tried < wanted else ""


def _marked(mutant: MutantResult, same: set[str]) -> MutantResult:
    if mutant.id not in same:
        return mutant
    update = {"fate": Fate.EQUIVALENT, "reason": "it compiles to the code of the original"}
    return mutant.model_copy(update=update)
