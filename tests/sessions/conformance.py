"""What the shared tests of session stores are made of: a session, reviews, whose part is whose."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.proof import keep_proof, proof
from tests.sessions.worlds import World
from workbench.model.review import Rating, Review
from workbench.model.run import Run, SandboxInfo, Verdict
from workbench.model.session import (
    Adjudication,
    Assignment,
    AxisDecision,
    Feedback,
    Gold,
    Kind,
    Session,
    Settings,
)

RUBRIC = "coding-task-v1"
AXES = (
    "specification", "solution", "tests_reject_valid", "tests_accept_wrong", "reproducible",
    "other_major",
)  # fmt: skip
REVIEWERS = ("ann", "ben", "cleo")
SECRET = "words that are nobody else's business"


def review(world: World, who: str, task_id: str, *, score: int = 0, words: str = "") -> Review:
    """A review that can be submitted."""
    rating = Rating(
        score=score,
        rationale=(words or "because it is so and not otherwise. ") * 4 if score or words else "",
        evidence=proof(task_id) if score else (),
    )
    scores = dict.fromkeys(AXES[:4], rating) | dict.fromkeys(AXES[4:], Rating(score=0))
    return Review(
        task_id=task_id, task_digest="d", reviewer=world.name(who), rubric=RUBRIC,
        rubric_version=1, ratings=scores, difficulty="15-60 minutes", confidence=3, notes=words,
    )  # fmt: skip


def run(number: int, *, words: str = "") -> Run:
    """A run, whatever it ran."""
    return Run(
        id=f"{number:064x}", task_id="t1", language="python", solution="s", suite="probe",
        solution_hash="h", suite_hash="h", verdict=Verdict.FAIL, grade="B", grade_reason="",
        reason="", stdout=words, started_at="2026-01-01T00:00:00Z", duration_s=1.0,
        sandbox=SandboxInfo(backend="bubblewrap"),
    )  # fmt: skip


def session(world: World, **changes: Any) -> Session:
    """Ten tasks, one of them gold."""
    given: dict[str, Any] = {
        "id": "pilot",
        "title": "Pilot",
        "leads": (world.name("lead"), world.name("other-lead")),
        "reviewers": tuple(world.name(who) for who in REVIEWERS),
        "tasks": tuple(f"t{number}" for number in range(10)),
        "gold": (Gold(task_id="g1", scores={"solution": 2}, why="it never ends"),),
        "settings": Settings(seed=1, lease_s=60.0),
        "rubric": RUBRIC,
        "rubric_version": 1,
    }
    return Session(**{**given, **changes})


@dataclass
class Sitting:
    """A session with assignments, as its people hold it."""

    world: World
    lead: Any
    reviewers: dict[str, Any] = field(default_factory=dict)

    def reviewer(self, who: str) -> Any:
        """This person's part, opened once; whoever opens it has joined."""
        if who not in self.reviewers:
            self.reviewers[who] = self.world.store_as(who).reviewer("pilot")
            self.lead.progress()  # hands out what is due to whoever joined
        return self.reviewers[who]

    def assign(self, who: str, tasks: Iterable[str], *, kind: Kind = "single") -> list[str]:
        """More tasks, after those there are; their assignments' ids."""
        mine = [p for p in self.lead.progress() if p.assignment.reviewer == self.world.name(who)]
        made = [
            Assignment(
                id=f"{who}-{len(mine) + number}", reviewer=self.world.name(who), task_id=task_id,
                kind=kind, position=len(mine) + number,
            )
            for number, task_id in enumerate(tasks)
        ]  # fmt: skip
        self.lead.assign(made)
        return [a.id for a in made]

    def submit(self, who: str, assignment: str, task_id: str, **review_of: Any) -> Any:
        """A submission of a task that was not begun."""
        given = review(self.world, who, task_id, **review_of)
        if review_of.get("score", 0) > 1:
            keep_proof(self.reviewer(who), task_id)
        return self.reviewer(who).submit(assignment, given, based_on=0, request=f"r-{assignment}")


def sitting(world: World, *, state: str = "blind", **changes: Any) -> Sitting:
    """The session, made by its lead and moved on to `state`."""
    store = world.store_as("lead")
    store.create(session(world, **changes))
    lead = store.lead("pilot")
    if state != "planned":
        lead.move_on(state)
    return Sitting(world, lead)


def busy(at: Sitting) -> None:
    """Something of everything that a session holds."""
    world = at.world
    ann = at.assign("ann", ["g1"], kind="onboarding") + at.assign("ann", ["t0", "t1", "t2"])
    ben = at.assign("ben", ["t0", "t1"]) + at.assign("ben", ["g1"], kind="gold")
    at.submit("ann", ann[0], "g1")
    at.lead.tell(Feedback(assignment=ann[0], scores={"solution": 2}, why="it never ends"))
    at.lead.admit(world.name("ann"))
    at.submit("ben", ben[0], "t0", score=1, words=SECRET)
    at.submit("ann", ann[1], "t0")
    draft = at.reviewer("ann").reopen(ann[1])
    at.reviewer("ann").submit(ann[1], draft, based_on=draft.sequence, request="twice")
    at.reviewer("ann").save(ann[2], review(world, "ann", "t1", words="half"), based_on=0)
    at.reviewer("ann").skip(ann[3], "I wrote it")
    at.reviewer("ann").save_run(run(1, words=SECRET))
    at.reviewer("ben").reopen(ben[0])
    at.submit("ben", ben[2], "g1")
    at.reviewer("ben").claim()
    at.lead.pause(world.name("ben"), "let us talk")
    at.lead.move_on("revealed")
    at.lead.adjudicate(
        Adjudication(
            session="pilot", task_id="t0", by=world.name("lead"),
            axes={"solution": AxisDecision(score=1, reason="so it is", cause="taste")},
        )
    )  # fmt: skip
