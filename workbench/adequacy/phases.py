"""The phases behind the gates: what each measures, in steps, so that none is done twice.

Each is given its `Part` and says in it how far it came and what it found, as it goes along. When
time ends in its middle, or somebody stops it, that is kept, and the next call goes on behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from workbench.adequacy import overspec
from workbench.adequacy.coverage import coverage_of
from workbench.adequacy.deadline import Deadline
from workbench.adequacy.disagreement import splits
from workbench.adequacy.equivalents import compares_code, equivalent
from workbench.adequacy.evidence import Searching, lab_of
from workbench.adequacy.flakes import rerun, tally, together
from workbench.adequacy.jury import Jury
from workbench.adequacy.ledger import Ledger, Part
from workbench.adequacy.mutants import own_probes, unbuildable
from workbench.adequacy.overspec_private import private_suspects
from workbench.adequacy.promised import broken
from workbench.adequacy.rote import by_heart
from workbench.adequacy.runs import Runs
from workbench.adequacy.search import NotSearchable
from workbench.adequacy.survey import survey
from workbench.adequacy.survivors import UNTRIED, ranking, with_witness
from workbench.adequacy.told import EXAMPLES_HOLD
from workbench.adequacy.trials import Bench, Built
from workbench.adequacy.wish import Wish
from workbench.languages.benign import WORDS, benign_edits
from workbench.languages.mutation import TrialResult
from workbench.model.assessment import (
    ByHeart,
    Counterexample,
    Fate,
    MutantResult,
    Split,
    Witness,
)
from workbench.model.task import Solution, Task

_MOST_WITNESSES = 30
_MOST_UNREACHED = 6
_LEAST_FLAKES_S = 5.0
_BEHIND_S = 5.0
"""Jobs are given this much more than there is, so that what ends them is the deadline."""

Progress = Callable[[str], None]
Phase = Callable[[Built, Solution, Part], None]


@dataclass
class Phases:
    """The phases of one assessment under way. Each raises Cancelled when time ends or somebody
    stops it, NotMutable, NotSearchable, WorkbenchError."""

    task: Task
    wish: Wish
    runs: Runs
    ledger: Ledger
    deadline: Deadline
    progress: Progress
    _ground: Searching | None = field(default=None, init=False)

    def all(self) -> tuple[tuple[str, Phase], ...]:
        """In their order. Flakes come before mutants: a test that fails now and then must decide
        nobody's fate."""
        return (
            ("flakes", self._flakes),
            ("mutants", self._mutants),
            ("equivalents", self._equivalents),
            ("suspects", self._suspects),
            ("counterexamples", self._counterexamples),
            ("witnesses", self._witnesses),
            ("by_heart", self._by_heart),
        )

    def _flakes(self, built: Built, solution: Solution, part: Part) -> None:
        """In half of the time at most: a slow suite shall have its mutants tried, too."""
        before, wished = self.ledger.found, self.wish.reruns
        begun, results = part.tried, list[TrialResult]()
        part.begin(before.reruns if begun else 0, wished, "reruns are made")
        known = before.flakes if begun else ()
        left = wished - part.tried
        # Seeds that were begun with are not used again, whether or not their runs came to an end.
        part.resume = begun + left
        ids = [ref.id for ref in built.bench.tests.tests]
        part.measured = lambda: {
            "flakes": tuple(together(known, tally(ids, results))), "reruns": part.tried
        }  # fmt: skip

        def hear(result: TrialResult) -> None:
            results.append(result)
            part.step()
            self.progress(f"reruns: {part.tried} of {wished}")

        self.progress(f"reruns: {part.tried} of {wished}")
        half = max(self.wish.budget_s / 2, _LEAST_FLAKES_S)
        rerun(built, left, hear, seed=1 + begun, wall_s=half)
        if not part.whole:
            part.problem = f"only {part.tried} of {wished} reruns fit into half of the time"
            part.wanted = part.tried

    @property
    def _unsteady(self) -> frozenset[str]:
        return frozenset(f.id for f in self.ledger.found.flakes if f.failures)

    def _mutants(self, built: Built, solution: Solution, part: Part) -> None:
        self.progress("what each test reaches")
        before = self.ledger.found.mutants
        known = {m.id for m in before}
        wanted = [m for m in built.schemata.mutants if m.id not in known] if known else None
        found = {m.id: m for m in (*map(unbuildable, built.unbuilt), *before)}
        total = len(built.schemata.mutants) + len(built.unbuilt)
        order = {m.id: n for n, m in enumerate((*built.schemata.mutants, *built.unbuilt))}
        part.begin(len(found), total, "mutants are tried")
        base, results = survey(
            built, self._unsteady, wanted, full=self.wish.full,
            wall_s=self.deadline.left_s + _BEHIND_S,
            trial_wall_s=min(10.0, self.task.limits.wall_s),
        )  # fmt: skip
        if base.alone:
            self.ledger.keep(
                "", problem=f"tests that depend on others: {', '.join(base.alone[:5])}"
            )
        own = own_probes(built)
        idle = tuple(i for i, probes in base.reached.items() if own and not probes & own)
        part.measured = lambda: {
            "mutants": tuple(sorted(found.values(), key=lambda m: order.get(m.id, len(order)))),
            "full": self.wish.full, "coverage": coverage_of(built.schemata, base),
            "asleep": base.asleep, "idle": idle,
        }  # fmt: skip
        for result in results:
            if result.id not in found:
                part.step()
            found[result.id] = result
            self.progress(f"mutants: {part.tried} of {total}")

    def _equivalents(self, built: Built, solution: Solution, part: Part) -> None:
        open_fates = (Fate.SURVIVED, Fate.EQUIVALENT)
        survivors = {m.id for m in self.ledger.found.mutants if m.fate in open_fates}
        among = [m for m in built.schemata.mutants if m.id in survivors]
        if not compares_code(built.bench, solution):
            return
        part.begin(part.tried, len(among), "survivors are compared")
        same: set[str] = set()
        part.measured = lambda: {
            "mutants": tuple(_marked(m, same) for m in self.ledger.found.mutants)
        }
        for mutant, is_same in equivalent(built.bench, solution, among[part.tried :]):
            if is_same:
                same.add(mutant.id)
            part.step()
            self.progress(f"equivalents: {part.tried} of {len(among)}")
        # Where the original's own code cannot be had there is nothing to compare with.
        part.wanted = part.tried

    def _suspects(self, built: Built, solution: Solution, part: Part) -> None:
        kinds = overspec.KINDS
        # The last kind are private names.
        part.begin(part.tried, len(kinds) + 1, "kinds of edits are made")
        over = {WORDS[kind] for kind in kinds[: part.tried]}
        found = [s for s in self.ledger.found.suspects if s.edit in over]
        part.measured = lambda: {"suspects": tuple(found)}
        task = self.task
        passing = overspec.passing(self.runs, solution, self._unsteady)
        stubs = [t for s in task.solutions if s.role == "stub" for t in s.files.values()]
        edits = benign_edits(
            solution, task.given, task.language, task.prompt, "\n".join(stubs)
        )  # fmt: skip
        for kind in kinds[part.tried :]:
            self.progress(f"benign edits: {WORDS[kind]}")
            mine = [e for e in edits if e.kind == kind]
            # As they come: what was found before it is stopped is kept.
            found.extend(overspec.suspects(self.runs, solution, mine, passing))
            part.step()
        found.extend(private_suspects(self.runs, solution, passing, self.progress))
        part.step()

    def _counterexamples(self, built: Built, solution: Solution, part: Part) -> None:
        """Between the reference and whatever passes or is recorded as right, and between all that
        pass; without a reference the solution that was mutated is what others are compared with.
        One that is vouched for comes before both."""
        task = self.task
        references = [s for s in task.solutions if s.role == "reference"]
        vouched = [s for s in task.solutions if task.vouches_for(s) and self.runs.passes(s)]
        trusted = next(iter((*vouched, *references)), solution)
        rest = [s for s in task.solutions if s.digest != trusted.digest and s.role != "stub"]
        passing = [s for s in rest if self.runs.passes(s)]
        right = [s for s in rest if s.role == "variant" and s.expected == "pass"]
        others = list({s.digest: s for s in (task.candidate, *right, *passing)}.values())
        others = [s for s in others if s.digest != trusted.digest]
        # The first step asks the prompt itself.
        steps = len(others) + bool(passing) if others else 0
        part.begin(part.tried, 1 + steps, "comparisons are made")
        found = list(self.ledger.found.counterexamples) if part.tried else []
        divided: list[Split] = []
        compared = 0
        part.measured = lambda: {
            "counterexamples": tuple(found), "splits": tuple(divided), "compared": compared
        }  # fmt: skip
        self.progress("looking for counterexamples")
        if not part.tried:
            found.extend(self._broken_promises(built.bench, [task.candidate, *references]))
            part.step()
        if not others:
            return
        searching = self._searching(built.bench, trusted)
        jury = Jury(searching.ground, passing)
        for _, example in searching.counterexamples(others[part.tried - 1 :], jury):
            found += [example] if example is not None else []
            part.step()
            self.progress(f"counterexamples: {part.tried - 1} of {len(others)} solutions")
        if passing:
            self.progress("comparing the solutions that pass")
            divided.extend(splits(searching.ground, jury, passing))
            part.step()
        compared = len(passing) + self.runs.passes(trusted)

    def _broken_promises(
        self, bench: Bench, solutions: Sequence[Solution]
    ) -> Iterator[Counterexample]:
        """What the prompt's own examples say against solutions; nothing where none can be asked.
        Where a session of Python's is broken (`told.py`) that is said already."""
        if any(g.name == EXAMPLES_HOLD and g.ok is False for g in self.ledger.found.gates):
            return
        try:
            lab = lab_of(self.task, bench)
        except NotSearchable:
            return
        yield from broken(lab, list({s.digest: s for s in solutions}.values()))

    def _witnesses(self, built: Built, solution: Solution, part: Part) -> None:
        # By what is known without witnesses: the order must be the same when it goes on.
        bare = [m.model_copy(update={"witness": None}) for m in self.ledger.found.mutants]
        # Those that no test reaches come last: there may be many in one place.
        unreached = [m for m in ranking(bare) if m.fate is Fate.NO_COVERAGE]
        survivors = [m for m in ranking(bare) if m.fate is Fate.SURVIVED]
        survivors = [*survivors[:_MOST_WITNESSES], *unreached[:_MOST_UNREACHED]]
        by_id = {m.id: m for m in built.schemata.mutants}
        among = [by_id[m.id] for m in survivors if m.id in by_id]
        part.begin(part.tried, len(among), "survivors are searched")
        shown: dict[str, Witness | str] = {
            m.id: m.witness or m.searched for m in self.ledger.found.mutants
        }
        part.measured = lambda: {
            "mutants": tuple(
                with_witness(m, shown.get(m.id, "")) for m in self.ledger.found.mutants
            )
        }
        if part.whole:
            return
        try:
            searching = self._searching(built.bench, solution)
        except NotSearchable as error:
            shown |= {mutant.id: f"{UNTRIED}: {error}" for mutant in among}
            raise
        for mutant, witness in searching.witnesses(solution, among[part.tried :]):
            shown[mutant.id] = witness
            part.step()
            count = sum(isinstance(found, Witness) for found in shown.values())
            self.progress(f"witnesses: {count} found, {part.tried} of {len(among)} survivors")

    def _by_heart(self, built: Built, solution: Solution, part: Part) -> None:
        self.progress("the suite's own calls as a table")
        bench = built.bench
        mutants = bench.mutation.mutants(solution, bench.suite)
        try:
            found = by_heart(
                self.runs, lab_of(self.task, bench), solution, bench.tests, mutants
            )  # fmt: skip
        except NotSearchable as error:
            found = ByHeart(why=str(error)[:400])
        part.measured = lambda: {"by_heart": found}

    def _searching(self, bench: Bench, trusted: Solution) -> Searching:
        if self._ground is None or self._ground.ground.trusted.digest != trusted.digest:
            self._ground = Searching.open(self.task, bench, trusted)
        return self._ground


def _marked(mutant: MutantResult, same: set[str]) -> MutantResult:
    if mutant.id not in same:
        return mutant
    update = {"fate": Fate.EQUIVALENT, "reason": "it compiles to the code of the original"}
    return mutant.model_copy(update=update)
