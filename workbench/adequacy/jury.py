"""Other solutions of a task that pass its suite, asked what they do where two differ.

What their answers mean is said in `accusing.py`; who stands with the ground's solution against
them, in `siding.py`. Solutions of the same text are one voice: models write the same mistake again
and again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.adequacy.accusing import Voices, spared
from workbench.adequacy.findings import Finding
from workbench.adequacy.ground import Ground, judged
from workbench.adequacy.inputs import Args
from workbench.adequacy.lab import JOB_WALL_S, NotSearchable
from workbench.languages.calls import FUEL, Result
from workbench.model.task import Solution

MEMBERS = 12
"""Asked at most."""

_SLOWER = 20
"""So many times the steps of a known call are no sign that a call does not end."""


class Jury:
    """Solutions of one ground, and what they did with its corpora."""

    def __init__(self, ground: Ground, members: Sequence[Solution]) -> None:
        self._members = {m.digest: m for m in members if m.digest != ground.trusted.digest}
        self._ground = ground
        self._kept: dict[tuple[str, int], list[Result | None]] = {}
        self._outvoted: bool | None = None

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
        """Findings by their place in a batch, with what the others say of those they are heard
        on."""
        inside = {at: f for at, f in found.items() if self.hears(f)}
        if not inside:
            return found
        voices = self.voices(other, batch, asked)
        return found | {
            at: self._judged(other, f, [v[at] for v in voices if at < len(v)])
            for at, f in inside.items()
        }

    def hears(self, finding: Finding) -> bool:
        """Whether the others' word counts: inside, and where an input is outside only by a sign or
        a size, which the contract of a solution that somebody vouches for lets through."""
        return finding.inside or (finding.arguable and self._ground.vouched)

    def heard(self, other: Solution, finding: Finding) -> Finding:
        """One finding, with what the others say of it."""
        said = self.alone(other, finding.args)
        return self._judged(other, finding, [result for _, result in said])

    def voices(
        self, other: Solution, batch: int, asked: Sequence[Args]
    ) -> list[list[Result | None]]:
        """What each of those who are asked about `other` does with one of the corpora."""
        return [v for m in self._jurors(other) if (v := self._voice(m, batch, asked)) is not None]

    def alone(self, other: Solution, args: Args) -> list[tuple[str, Result]]:
        """What each of them does with one call, by name, in fresh sandboxes."""
        said: list[tuple[str, Result]] = []
        for member in self._jurors(other):
            try:
                result = self._ground.lab.run(member, self._ground.entry, [args])[0]
            except NotSearchable:
                continue
            if result is not None:
                said.append((member.name, result))
        return said

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

    def _judged(
        self, other: Solution, finding: Finding, voices: Sequence[Result | None]
    ) -> Finding:
        counted = Voices.of(finding, voices, self._ground.oracle.same)
        if not finding.inside:
            # That it is outside is a guess from the known calls, against a contract: where most
            # answer as the first does, it was one too many.
            admitted = finding.admitted(counted.words)
            heard = self._spared(other, admitted, counted) if counted.bears_out else "outside"
            return finding if heard else admitted
        said = self._spared(other, finding, counted)
        return replace(finding, backed=said) if said else finding

    def _spared(self, other: Solution, finding: Finding, counted: Voices) -> str:
        if finding.got.end == "fuel" and (steps := self._known_steps(other)) * _SLOWER >= FUEL:
            return f"it takes up to {steps:,} steps for a known call, and passes"
        return spared(
            finding,
            counted,
            vouched=self._ground.vouched,
            outvoted=self.outvoted,
            source="\n".join(other.files.values()),
            prompt=self._ground.domain.prompt,
        )

    def _known_steps(self, other: Solution) -> int:
        """The most that it takes for a call of the suite, as far as it was asked."""
        said = self._kept.get((other.digest, 0), [])[: len(self._ground.known)]
        return max((r.fuel for r in said if r is not None), default=0)

    def outvoted(self) -> bool:
        """Whether on an ordinary input of the first batch more members agree on another answer
        than on that of the ground's solution, which has a voice of its own."""
        if self._outvoted is None:
            self._outvoted = any(True for _ in self._contradicted())
        return self._outvoted

    def _contradicted(self) -> Iterator[Args]:
        ground, same = self._ground, self._ground.oracle.same
        trusted = ground.answers(ground.corpus)
        known = [(a, r) for a, r in zip(ground.corpus, trusted, strict=True) if r is not None]
        asked = [a for a, _ in known]
        members = list(self._members.values())[: MEMBERS + 1]
        voices = [v for m in members if (v := self._voice(m, 0, asked)) is not None]
        for at, (args, expected) in enumerate(known):
            said = [r for v in voices if at < len(v) and (r := v[at]) is not None]
            differ = [r for r in said if not same(expected, r)]
            if len(differ) < 2:
                continue
            if any(
                sum(same(r, other) for other in differ) > len(said) - len(differ) + 1
                and judged(ground, Finding(ground.entry, args, expected, r)).ordinary
                for r in differ
            ):
                yield args
