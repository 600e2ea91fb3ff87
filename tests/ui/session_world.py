"""A small calibration session for the journeys: one person's folder, who poses as everybody."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.proof import keep_proof, proof
from workbench.model.review import EvidenceRef, LineComment, ProbeSuite, Rating, Review
from workbench.model.run import Run
from workbench.model.session import Gold, Session, Settings
from workbench.model.task import Task
from workbench.sessions.planning import plan
from workbench.sessions.tending import tend
from workbench.store.sessions.contract import Lead, Reviewer, SessionStore
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace

LEAD = "lead"
AXES = ("specification", "solution", "tests_reject_valid", "tests_accept_wrong")
CLEAR = {"reproducible": 0, "other_major": 0}
WORDS = "The given tests never look at this: a solution that leaves it out passes all of them. " * 2


@contextmanager
def store_as(workspace: Workspace, name: str) -> Iterator[SessionStore]:
    """The store as that person sees it; allowed because all files are the caller's own."""
    before = os.environ.get("WORKBENCH_REVIEWER")
    os.environ["WORKBENCH_REVIEWER"] = name
    try:
        store = open_sessions(workspace)
        yield store
        store.close()
    finally:
        if before is None:
            del os.environ["WORKBENCH_REVIEWER"]
        else:
            os.environ["WORKBENCH_REVIEWER"] = before


def create(
    workspace: Workspace,
    session_id: str,
    reviewers: tuple[str, ...],
    tasks: tuple[str, ...],
    *,
    gold: tuple[Gold, ...] = (),
    assign: bool = True,
    **settings: Any,
) -> None:
    """A session of which `LEAD` is the lead; handed out and blind unless told otherwise."""
    rubric = workspace.rubric()
    with store_as(workspace, LEAD) as store:
        store.create(
            Session(
                id=session_id, title=f"{session_id.capitalize()} calibration", leads=(LEAD,),
                reviewers=reviewers, tasks=tasks, gold=gold, rubric=rubric.id,
                rubric_version=rubric.version,
                settings=Settings.model_validate({"seed": 7, **settings}),
            )
        )  # fmt: skip
        if assign:
            lead = store.lead(session_id)
            lead.assign(plan(lead.session()).assignments)
            lead.move_on("blind")
    for name in reviewers:
        with store_as(workspace, name) as store:
            join(store, session_id)
    if assign:
        tended(workspace, session_id)


def join(store: SessionStore, session_id: str) -> None:
    """What `workbench session join` does where the store has such a thing."""
    part = store.reviewer(session_id)
    made = getattr(part, "join", None)
    if made:
        made()


def tended(workspace: Workspace, session_id: str) -> None:
    """What the board does whenever something changed."""
    with store_as(workspace, LEAD) as store:
        tend(store.lead(session_id), workspace.rubric)


@contextmanager
def lead_of(workspace: Workspace, session_id: str) -> Iterator[Lead]:
    """The lead's part."""
    with store_as(workspace, LEAD) as store:
        yield store.lead(session_id)


def review(
    workspace: Workspace,
    task: Task,
    reviewer: str,
    scores: Mapping[str, int],
    *,
    words: Mapping[str, str] | None = None,
    evidence: Mapping[str, tuple[EvidenceRef, ...]] | None = None,
    comments: tuple[LineComment, ...] = (),
    probes: tuple[tuple[str, dict[str, str]], ...] = (),
    active_s: float = 600.0,
) -> Review:
    """A complete review with those scores; axes left out are 0."""
    rubric = workspace.rubric()
    ratings = {}
    for axis in rubric.axes:
        score = min({**CLEAR, **scores}.get(axis.id, 0), len(axis.levels) - 1)
        shown = (*(evidence or {}).get(axis.id, ()), *(proof(task.id) if score > 1 else ()))
        said = (words or {}).get(axis.id, WORDS if score else "")
        ratings[axis.id] = Rating(score=score, rationale=said, evidence=shown)
    return Review(
        task_id=task.id, task_digest=task.digest, reviewer=reviewer, rubric=rubric.id,
        rubric_version=rubric.version, ratings=ratings, comments=comments,
        probes=tuple(ProbeSuite(name=n, files=f) for n, f in probes), confidence=4,
        difficulty=rubric.difficulty.options[1], active_s=active_s,
    )  # fmt: skip


def submit(part: Reviewer, assignment: str, made: Review) -> None:
    """Claim, save and submit, as the desk does."""
    part.claim(assignment)
    saved = part.save(assignment, made, based_on=0)
    keep_proof(part, made.task_id)
    part.submit(assignment, saved, based_on=saved.sequence, request=f"r-{assignment}")


def submit_all(
    workspace: Workspace, session_id: str, reviewer: str, made: Mapping[str, Review]
) -> None:
    """Submit the reviewer's open items whose task is in `made`."""
    with store_as(workspace, reviewer) as store:
        part = store.reviewer(session_id)
        for item in part.queue():
            if item.state == "open" and item.task_id in made:
                submit(part, item.id, made[item.task_id])


def keep_run(workspace: Workspace, session_id: str, reviewer: str, run: Run) -> None:
    """A run of the reviewer's own in the session."""
    with store_as(workspace, reviewer) as store:
        store.reviewer(session_id).save_run(run)


def scatter(workspace: Workspace, session_id: str, reviewers: tuple[str, ...]) -> None:
    """Everybody rates everything they were given: mostly alike, one stricter, one axis unclear."""
    for at, name in enumerate(reviewers):
        made = {}
        for task_id in workspace.task_ids():
            truth = random.Random(f"truth {task_id}")
            seen = random.Random(f"{name} {task_id}")
            scores = {}
            for axis in AXES:
                place = truth.gauss(0.6, 1.1)
                noise = seen.gauss(0, 0.9 if axis == "tests_reject_valid" else 0.35)
                strict = 0.6 if at == 1 else 0.0
                scores[axis] = max(0, min(3, round(place + noise + strict)))
            made[task_id] = review(
                workspace, workspace.task(task_id), name, scores,
                active_s=300 + 900 * seen.random(),
            )  # fmt: skip
        submit_all(workspace, session_id, name, made)


def known(task_id: str, why: str, **scores: int) -> Gold:
    """A task whose scores are known."""
    return Gold(task_id=task_id, scores={**dict.fromkeys(AXES, 0), **scores}, why=why)
