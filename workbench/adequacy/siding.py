"""Who stands with the ground's solution on an ordinary input where a clear majority of the others
agrees on another answer: a reference that nobody vouches for may share the mistake.

Two solutions that make the same mistake do not differ, and a comparison of them shows nothing. On
an input like the suite's own the others decide, whichever side the reference takes; it has one
voice. Elsewhere their majority proves nothing (`accusing.py`), and nobody is told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.adequacy.accusing import Voices
from workbench.adequacy.findings import Finding
from workbench.adequacy.ground import Ground, judged
from workbench.adequacy.inputs import Args
from workbench.adequacy.jury import Jury
from workbench.adequacy.lab import NotSearchable
from workbench.languages.calls import Result
from workbench.model.task import Solution

_TRIED = 3
"""inputs that are asked again of everybody, at most"""


def sided(ground: Ground, jury: Jury, other: Solution) -> Finding | None:
    """The shortest ordinary input on which `other` is outvoted, whatever the ground's solution
    says, asked again of everybody in fresh sandboxes. None where there is none, and where somebody
    vouches for the ground's solution."""
    if ground.vouched:
        return None
    found = sorted(_outvoted(ground, jury, other), key=lambda f: f.rank)
    for finding in found[:_TRIED]:
        again = _again(ground, jury, other, finding.args)
        if again is not None:
            return again
    return None


def _outvoted(ground: Ground, jury: Jury, other: Solution) -> Iterator[Finding]:
    for batch, corpus in enumerate(ground.corpora):
        trusted = ground.answers(corpus)
        known = [(a, r) for a, r in zip(corpus, trusted, strict=True) if r is not None]
        asked = [a for a, _ in known]
        try:
            own = jury.results(other, batch, asked)
        except NotSearchable:
            return
        voices = jury.voices(other, batch, asked)
        for at, (args, first) in enumerate(known):
            got = own[at] if at < len(own) else None
            said = [r for v in voices if at < len(v) and (r := v[at]) is not None]
            if got is not None and len(said) > 2:
                finding = _found(ground, args, got, first, said)
                if finding is not None:
                    yield finding


def _found(
    ground: Ground, args: Args, got: Result, first: Result, said: Sequence[Result]
) -> Finding | None:
    """The finding that most of `said` speak for, if the input is ordinary and they decide."""
    same = ground.oracle.same
    differ = [r for r in said if not same(r, got)]
    # The first solution has a voice of its own.
    siding = len(said) - len(differ) + same(first, got)
    for answer in differ:
        against = sum(same(answer, r) for r in differ)
        if against <= 2 * siding or against * 2 <= len(said) or got.end == "fuel":
            continue
        finding = judged(ground, Finding(ground.entry, args, answer, got))
        return finding if finding.ordinary else None
    return None


def _again(ground: Ground, jury: Jury, other: Solution, args: Args) -> Finding | None:
    lab, same = ground.lab, ground.oracle.same
    got = lab.run(other, ground.entry, [args])[0]
    first = lab.run(ground.trusted, ground.entry, [args])[0]
    said = jury.alone(other, args)
    if got is None or first is None:
        return None
    finding = _found(ground, args, got, first, [r for _, r in said])
    if finding is None:
        return None
    voices = Voices.of(finding, [r for _, r in said], same)
    by = next(name for name, r in said if same(finding.expected, r))
    votes = f"{voices.against} of {voices.heard} other solutions answer as {by} does"
    alike = f", against {ground.trusted.name} too" if same(first, got) else ""
    return Finding(finding.entry, args, finding.expected, got, by=by, votes=votes + alike)
