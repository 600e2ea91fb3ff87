"""What differs between two states of a review, part by part, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from workbench.model.review import EvidenceRef, LineComment, Rating, Review
from workbench.model.rubric import Rubric


class Difference(NamedTuple):
    """`part` is what a reviewer knows it by (`Specification`, `Probe p1`), `what` the thing in it.
    None stands for "not there"."""

    part: str
    what: str
    before: str | None
    after: str | None


def compare(before: Review, after: Review, rubric: Rubric) -> tuple[Difference, ...]:
    """Everything the reviewer can change, in the order of the screen; () when nothing differs."""
    return tuple(d for d in _all(before, after, rubric) if d.before != d.after)


def _all(a: Review, b: Review, rubric: Rubric) -> Iterator[Difference]:
    titles = {axis.id: axis.title for axis in rubric.axes}
    axes = [*titles, *sorted((a.ratings.keys() | b.ratings.keys()) - titles.keys())]
    for axis in axes:
        yield from _rating(
            titles.get(axis, axis), a.ratings.get(axis, Rating()), b.ratings.get(axis, Rating())
        )
    yield Difference(
        "Review", rubric.difficulty.title, _or_none(a.difficulty), _or_none(b.difficulty)
    )
    yield Difference("Review", "Confidence", _shown(a.confidence), _shown(b.confidence))
    yield Difference("Review", "Override", _override(a), _override(b))
    yield Difference("Review", "Cannot judge", _or_none(a.cannot_judge), _or_none(b.cannot_judge))
    yield Difference("Review", "Notes", _or_none(a.notes), _or_none(b.notes))
    yield from _comments(a.comments, b.comments)
    yield from _texts("Your edits of the given tests", a.given_edits, b.given_edits)
    for name in sorted({p.name for p in (*a.probes, *b.probes)}):
        yield from _texts(f"Probe {name}", _probe(a, name), _probe(b, name))
    yield from _texts("What-if", a.what_if, b.what_if)
    yield from _texts("Held for equivalent", a.equivalents, b.equivalents)
    yield Difference("Made on", "Task", a.task_digest[:12], b.task_digest[:12])
    yield Difference("Made on", "Rubric", _rubric(a), _rubric(b))


def _rating(title: str, a: Rating, b: Rating) -> Iterator[Difference]:
    yield Difference(title, "Score", _shown(a.score), _shown(b.score))
    yield Difference(title, "Rationale", _or_none(a.rationale), _or_none(b.rationale))
    yield Difference(title, "Cannot judge", _or_none(a.cannot_judge), _or_none(b.cannot_judge))
    yield Difference(title, "Kinds", _or_none(", ".join(a.tags)), _or_none(", ".join(b.tags)))
    gone, come = [e for e in a.evidence if e not in b.evidence], list(b.evidence)
    for chip in (e for e in come if e not in a.evidence):
        # The same chip with another standing (kept as it was, measured again) is one line.
        same = next((e for e in gone if (e.kind, e.label) == (chip.kind, chip.label)), None)
        if same is not None:
            gone.remove(same)
        yield Difference(title, "Evidence", None if same is None else _chip(same), _chip(chip))
    for chip in gone:
        yield Difference(title, "Evidence", _chip(chip), None)


def _chip(chip: EvidenceRef) -> str:
    words = chip.label or chip.text or chip.kind
    measured = f" ({chip.kind} {chip.ref[:12]})" if chip.ref else ""
    kept = f"; kept as it was: {chip.kept.reason}" if chip.kept else ""
    return f"{words}{measured}{kept}"


def _comments(a: tuple[LineComment, ...], b: tuple[LineComment, ...]) -> Iterator[Difference]:
    before, after = {c.id: c for c in a}, {c.id: c for c in b}
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        at = new or old
        if at is not None:
            lines = (
                f"{at.first_line}"
                if at.first_line == at.last_line
                else f"{at.first_line}-{at.last_line}"
            )
            yield Difference(
                "Comments", f"{at.solution}: {at.file}:{lines}",
                old.text if old else None, new.text if new else None,
            )  # fmt: skip


def _texts(part: str, a: Mapping[str, str], b: Mapping[str, str]) -> Iterator[Difference]:
    for path in sorted(a.keys() | b.keys()):
        yield Difference(part, path, a.get(path), b.get(path))


def _probe(review: Review, name: str) -> Mapping[str, str]:
    return next((p.files for p in review.probes if p.name == name), {})


def _override(review: Review) -> str | None:
    over = review.override
    return None if over is None else f"{over.decision}: {over.reason}"


def _rubric(review: Review) -> str:
    return f"{review.rubric} version {review.rubric_version}"


def _shown(number: int | None) -> str | None:
    return None if number is None else str(number)


def _or_none(text: str) -> str | None:
    return text or None
