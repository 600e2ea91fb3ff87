"""Whether a kept run would be this very one if made now: else it is no measurement of now."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.errors import WorkbenchError
from workbench.judge import own_image
from workbench.judge.identity import would_be_made_again
from workbench.languages.registry import language
from workbench.model import basis
from workbench.model.base import content_hash
from workbench.model.task import LanguageName, Solution, Task
from workbench.reports.newest_runs import Found
from workbench.toolchains.registry import toolchain

_PROOF = "the rule of verdicts, the reference or the limits changed since"


class Now:
    """The toolchains of this machine, each asked once: a report looks at ten thousand tasks."""

    def __init__(self) -> None:
        self._facts: dict[str, Mapping[str, str] | WorkbenchError] = {}

    def facts(self, spoken: LanguageName) -> Mapping[str, str]:
        """What a run of that language is made with here. Raises MissingTool."""
        name = language(spoken).toolchain
        if name not in self._facts:
            try:
                self._facts[name] = dict(toolchain(name).toolbox().facts)
            except WorkbenchError as error:
                self._facts[name] = error
        found = self._facts[name]
        if isinstance(found, WorkbenchError):
            raise found
        return found

    def changed(self, run: Found, task: Task, solution: Solution) -> str:
        """Why the run of this solution on the given suite would be another now, in words; empty
        when it would be this one. Where no toolchain is to compare with, nothing says that it
        would."""
        try:
            facts = own_image.facts_of(task) if task.image else self.facts(task.language)
        except WorkbenchError as error:
            return f"nothing here to compare it with: {error}"
        # The names of then: the same files under another name end no otherwise.
        judged = solution.model_copy(update={"name": run.solution})
        suite = task.given.model_copy(update={"name": run.suite})
        if would_be_made_again(run, task, judged, suite, facts):
            return ""
        words = basis.differences(basis.tools(run.toolchain), basis.tools(facts))
        if not words and run.limits is not None:
            now = content_hash(task.limits.model_dump(mode="json"))
            words = basis.differences({basis.LIMITS: content_hash(run.limits)}, {basis.LIMITS: now})
        return "; ".join(dict.fromkeys(words)) or _PROOF
