"""What makes a submission evident: a digest over all of it and over the one before."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.model.base import content_hash
from workbench.model.review import DecisionWord, Review
from workbench.model.session import Submission
from workbench.store.reviews import Chain, Link


def digest_of(submission: Submission) -> str:
    """sha256 over everything but what the store says of it when it takes it: `order`, `seen`."""
    return content_hash(submission.model_dump(mode="json", exclude={"digest", "order", "seen"}))


def sealed(
    assignment: str,
    review: Review,
    decision: DecisionWord | None,
    past: Sequence[Submission],
    *,
    at: str,
    seen: bool = False,
) -> Submission:
    """The submission that follows `past`, those of the same assignment, oldest first."""
    bare = Submission(
        assignment=assignment,
        reviewer=review.reviewer,
        number=len(past) + 1,
        previous=past[-1].digest if past else "",
        digest="",
        decision=decision,
        review=review,
        at=at,
        seen=seen,
    )
    return bare.model_copy(update={"digest": digest_of(bare)})


def follows(submission: Submission, past: Sequence[Submission]) -> bool:
    """Whether it is whole and the next after `past`, those of the same assignment."""
    return (
        submission.number == len(past) + 1
        and submission.previous == (past[-1].digest if past else "")
        and submission.digest == digest_of(submission)
    )


def chain_of(submissions: Sequence[Submission]) -> Chain:
    """Submissions of one assignment, oldest first, as a workspace shows its own."""
    links: list[Link] = []
    for place, made in enumerate(submissions):
        whole = follows(made, submissions[:place])
        problem = "" if whole else f"submission {made.number} is not as it was when it was taken"
        links.append(Link(made.number, made.at, made.digest, made.decision, made.review, problem))
    return Chain(tuple(links), next((link.problem for link in links if link.problem), ""))
