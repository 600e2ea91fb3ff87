"""Submissions of a review as its page is shown them: the chain, and what changed between two."""

from __future__ import annotations

from workbench.errors import NotFound
from workbench.jupyter.messages import Message
from workbench.model.compared import Difference, compare
from workbench.model.review import Review, decision
from workbench.model.rubric import Rubric
from workbench.store.reviews import Chain, Link

DRAFT = 0
"""The number of the review as it stands, submitted or not."""
_TEXT, _ALL = 40_000, 400_000


def shown_revisions(chain: Chain, review: Review, rubric: Rubric) -> Message:
    """All submissions, newest last. `differs`: how many things the review as it stands has
    otherwise than the last one; `broken` says where the chain does not hold."""
    last = next((link for link in reversed(chain.links) if link.review is not None), None)
    broken = chain.broken
    if not broken and review.state != "draft" and not _is_of(last, review):
        broken = (
            "the review is submitted, and that submission is not on record: the end was cut off"
        )
    differs = None
    if last is not None and last.review is not None:
        differs = len(compare(last.review, review, rubric))
    return {
        "type": "revisions",
        "revisions": [_row(link) for link in chain.links],
        "broken": broken,
        "differs": differs,
        "state": review.state,
        "decision": decision(review, rubric),
    }


def shown_revision(
    chain: Chain, number: int, against: int, review: Review, rubric: Rubric
) -> Message:
    """What changed from `against` to `number`; `DRAFT` is the review as it stands. Raises
    NotFound."""
    before, after = (_review(chain, n, review) for n in (against, number))
    return {
        "type": "revision",
        "number": number,
        "against": against,
        "differences": _within([_shown(d) for d in compare(before, after, rubric)]),
    }


def _review(chain: Chain, number: int, review: Review) -> Review:
    if number == DRAFT:
        return review
    return readable(chain.number(number))


def readable(link: Link) -> Review:
    """What was submitted. Raises NotFound when its line cannot be read."""
    if link.review is None:
        raise NotFound(link.problem, mend="restore the file of revisions from a backup")
    return link.review


def _is_of(link: Link | None, review: Review) -> bool:
    # Runs may be kept after a submission, so the counts of saves may differ.
    past = link.review if link else None
    return past is not None and past.submitted_at == review.submitted_at


def _row(link: Link) -> Message:
    return {
        "number": link.number,
        "at": link.at,
        "state": link.review.state if link.review else "",
        "decision": link.decision,
        "digest": link.digest,
        "problem": link.problem,
    }


def _shown(found: Difference) -> Message:
    return {
        "part": found.part,
        "what": found.what,
        "before": _cut(found.before),
        "after": _cut(found.after),
    }


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= _TEXT:
        return text
    return f"{text[:_TEXT]}\n[... {len(text) - _TEXT} characters more]"


def _within(rows: list[Message]) -> list[Message]:
    """A server drops what is too long, silently: the last ones then come without their texts."""
    left = _ALL
    for row in rows:
        left -= len(row["before"] or "") + len(row["after"] or "")
        if left < 0:
            row["before"] = row["before"] and "[too long to be shown here]"
            row["after"] = row["after"] and "[too long to be shown here]"
    return rows
