"""Other solutions of a task that pass its suite, asked whom they side with.

A reference can be wrong. Where a solution differs from it and at least half of the others answer as
the solution does, the reference stands alone: that is told, and accuses nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from workbench.adequacy.findings import Finding
from workbench.adequacy.ground import Ground
from workbench.adequacy.inputs import Args
from workbench.adequacy.lab import JOB_WALL_S, NotSearchable
from workbench.languages.calls import Result
from workbench.model.task import Solution

MEMBERS = 6
"""Asked at most; one more voice seldom turns a vote."""


class Jury:
    """Solutions of one ground, and what they did with its corpora."""

    def __init__(self, ground: Ground, members: Sequence[Solution]) -> None:
        self._members = {m.digest: m for m in members}
        self._copies = Counter(m.digest for m in members)
        self._ground = ground
        self._kept: dict[tuple[str, int], list[Result | None]] = {}

    def results(
        self, solution: Solution, batch: int, asked: Sequence[Args], wall_s: float = JOB_WALL_S
    ) -> list[Result | None]:
        """What a solution does with one of the corpora, kept for when it is a juror."""
        key = solution.digest, batch
        if key not in self._kept:
            self._kept[key] = self._ground.lab.run(
                solution, self._ground.entry, asked, wall_s=wall_s
            )
        return self._kept[key]

    def voted(
        self, other: Solution, batch: int, asked: Sequence[Args], found: dict[int, Finding]
    ) -> dict[int, Finding]:
        """Findings by their place in a batch, with what the others say of those inside."""
        inside = {at: f for at, f in found.items() if f.inside}
        if not inside:
            return found
        votes = [(n, self._voice(m, batch, asked)) for m, n in self._jurors(other)]
        return found | {
            at: self._judged(f, [(n, v[at]) for n, v in votes if v is not None and at < len(v)])
            for at, f in inside.items()
        }

    def heard(self, other: Solution, finding: Finding) -> Finding:
        """One finding, with what the others say of it."""
        voices: list[tuple[int, Result | None]] = []
        for member, copies in self._jurors(other):
            try:
                said = self._ground.lab.run(member, finding.entry, [finding.args])[0]
                voices.append((copies, said))
            except NotSearchable:
                continue
        return self._judged(finding, voices)

    def _jurors(self, other: Solution) -> list[tuple[Solution, int]]:
        """Whom to ask, and how many wrote just this; the judged one's own voice does not count."""
        found = [
            (m, self._copies[digest] - (digest == other.digest))
            for digest, m in self._members.items()
        ]
        return [(m, copies) for m, copies in found if copies][:MEMBERS]

    def _voice(
        self, member: Solution, batch: int, asked: Sequence[Args]
    ) -> list[Result | None] | None:
        try:
            return self.results(member, batch, asked)
        except NotSearchable:
            return None

    def _judged(self, finding: Finding, voices: Sequence[tuple[int, Result | None]]) -> Finding:
        heard = [(n, v) for n, v in voices if v is not None]
        count = sum(n for n, _ in heard)
        siding = sum(n for n, v in heard if self._ground.oracle.same(v, finding.got))
        if count < 2 or siding * 2 < count:
            return finding
        return replace(finding, backed=f"{siding} of {count} other solutions answer so too")
