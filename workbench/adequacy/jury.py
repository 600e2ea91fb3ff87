"""Other solutions of a task that pass its suite, asked whom they side with.

A reference can be wrong. A difference accuses a solution when at least half of the others answer as
the reference does, and more than twice as many as answer like the solution; else it is told with
their votes, and accuses nobody. Solutions of the same text are one voice: models write the same
mistake again and again. Where there are no others, the reference is taken at its word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.adequacy.findings import Finding
from workbench.adequacy.ground import Ground
from workbench.adequacy.inputs import Args
from workbench.adequacy.lab import JOB_WALL_S, NotSearchable
from workbench.languages.calls import Result
from workbench.model.task import Solution

MEMBERS = 12
"""Asked at most."""


class Jury:
    """Solutions of one ground, and what they did with its corpora."""

    def __init__(self, ground: Ground, members: Sequence[Solution]) -> None:
        self._members = {m.digest: m for m in members if m.digest != ground.trusted.digest}
        self._ground = ground
        self._kept: dict[tuple[str, int], list[Result | None]] = {}

    def on(self, ground: Ground) -> Jury:
        """The same members, asked on another ground of the same solution."""
        return Jury(ground, list(self._members.values()))

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
        voices = [v for m in self._jurors(other) if (v := self._voice(m, batch, asked)) is not None]
        return found | {
            at: self._judged(f, [v[at] for v in voices if at < len(v)]) for at, f in inside.items()
        }

    def heard(self, other: Solution, finding: Finding) -> Finding:
        """One finding, with what the others say of it."""
        voices: list[Result | None] = []
        for member in self._jurors(other):
            try:
                voices += self._ground.lab.run(member, finding.entry, [finding.args])
            except NotSearchable:
                continue
        return self._judged(finding, voices)

    def _jurors(self, other: Solution) -> list[Solution]:
        """Whom to ask: everybody but the judged one."""
        return [m for digest, m in self._members.items() if digest != other.digest][:MEMBERS]

    def _voice(
        self, member: Solution, batch: int, asked: Sequence[Args]
    ) -> list[Result | None] | None:
        try:
            return self.results(member, batch, asked)
        except NotSearchable:
            return None

    def _judged(self, finding: Finding, voices: Sequence[Result | None]) -> Finding:
        heard = [v for v in voices if v is not None]
        same = self._ground.oracle.same
        siding = sum(same(v, finding.got) for v in heard)
        against = sum(same(v, finding.expected) for v in heard)
        borne_out = against > 2 * siding and against * 2 >= len(heard)
        if not heard or borne_out:
            return finding
        said = (
            f"{siding} of {len(heard)} other solutions answer so too, {against} as the first does"
        )
        return replace(finding, backed=said)
