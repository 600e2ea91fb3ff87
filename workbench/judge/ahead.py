"""Builds made ahead, several in one job: who needs one afterwards finds it done.

Only building is shared. A tree that could not be built along with the others is built alone when
its turn comes, as if nobody had tried; so a verdict never depends on whether this was done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.errors import Cancelled
from workbench.languages.registry import builds, language
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Cancel, Event, Job, Outcome, Sandbox
from workbench.toolchains.registry import toolchain


@dataclass(frozen=True)
class Ahead:
    """What build jobs showed that are done already."""

    done: tuple[tuple[Job, Outcome], ...] = ()

    def outcome(self, job: Job) -> Outcome | None:
        """What this very job showed, or None when it was not done."""
        return next((found for done, found in self.done if done == job), None)


def build_ahead(
    sandbox: Sandbox, task: Task, solutions: Sequence[Solution], suite: Suite, cancel: Cancel
) -> Ahead:
    """Builds `solutions` with `suite`, unless nothing is gained by that. Raises MissingTool,
    Cancelled, InfrastructureError."""
    combine = builds(task.language)
    if combine is None:
        return Ahead()
    speaker = language(task.language)
    tools = toolchain(speaker.toolchain).toolbox()
    jobs: list[Job] = []
    for solution in solutions:
        tests = speaker.inventory(suite, solution)
        # What a run would refuse is not handed to a compiler either.
        if not tests.tests or speaker.reject(solution, suite):
            continue
        job = speaker.build_job(solution, suite, tests, tools, task.limits)
        if job is not None and job not in jobs:
            jobs.append(job)
    whole = combine.together(jobs)
    if whole is None:
        return Ahead()
    if cancel.is_set():
        raise Cancelled("cancelled")
    outcome = sandbox.run(whole, cancel)
    if Event.CANCELLED in outcome.events:
        raise Cancelled("cancelled")
    parts = zip(jobs, combine.parted(outcome, len(jobs)), strict=True)
    return Ahead(tuple((job, found) for job, found in parts if found is not None))
