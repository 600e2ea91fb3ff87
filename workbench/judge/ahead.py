"""Builds made ahead, several in one job: who needs one afterwards finds it done.

Only building is shared. A tree that could not be built along with the others is built alone when
its turn comes, as if nobody had tried; so a verdict never depends on whether this was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workbench.errors import Cancelled
from workbench.languages.registry import builds, language
from workbench.model.task import LanguageName, Solution, Suite, Task
from workbench.sandboxes.base import Cancel, Event, Job, Outcome, Sandbox
from workbench.toolchains.registry import toolchain


@dataclass(frozen=True)
class Ahead:
    """What build jobs showed that are done already."""

    done: tuple[tuple[Job, Outcome], ...] = ()

    def outcome(self, job: Job) -> Outcome | None:
        """What this very job showed, or None when it was not done."""
        return next((found for done, found in self.done if done == job), None)


NOTHING_AHEAD = Ahead()


def build_ahead(
    sandbox: Sandbox, task: Task, solutions: Sequence[Solution], suite: Suite, cancel: Cancel
) -> Ahead:
    """Builds `solutions` with `suite`, unless nothing is gained by that. Raises MissingTool,
    Cancelled, InfrastructureError."""
    if builds(task.language) is None:
        return NOTHING_AHEAD
    speaker = language(task.language)
    tools = toolchain(speaker.toolchain).toolbox()
    jobs: list[Job | None] = []
    for solution in solutions:
        tests = speaker.inventory(suite, solution)
        # What a run would refuse is not handed to a compiler either.
        if tests.tests and not speaker.reject(solution, suite):
            jobs.append(speaker.build_job(solution, suite, tests, tools, task.limits))
    return do_ahead(sandbox, task.language, jobs, cancel)


def do_ahead(
    sandbox: Sandbox, name: LanguageName, jobs: Iterable[Job | None], cancel: Cancel
) -> Ahead:
    """Build jobs of that language, in one, unless nothing is gained by that. Raises Cancelled,
    InfrastructureError."""
    combine = builds(name)
    some: list[Job] = []
    for job in jobs:
        if job is not None and job not in some:
            some.append(job)
    whole = combine.together(some) if combine is not None else None
    if combine is None or whole is None:
        return NOTHING_AHEAD
    if cancel.is_set():
        raise Cancelled("cancelled")
    outcome = sandbox.run(whole, cancel)
    if Event.CANCELLED in outcome.events:
        raise Cancelled("cancelled")
    parts = zip(some, combine.parted(outcome, len(some)), strict=True)
    return Ahead(tuple((job, found) for job, found in parts if found is not None))
