"""Demo tasks in a workspace, assessed once for whoever asks."""

from __future__ import annotations

from pathlib import Path

from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import Wish
from workbench.judge import Judge
from workbench.model.assessment import Assessment
from workbench.sandboxes.base import Sandbox
from workbench.store.assessments import AssessmentFolder
from workbench.store.demo import Defect, Truth, pack, truth
from workbench.store.workspace import Workspace


class Shelf:
    """Tasks, runs and assessments are kept as `workbench assess` keeps them."""

    def __init__(self, root: Path, sandbox: Sandbox, budget_s: float, phases: tuple[str, ...]):
        self.workspace = Workspace.create(root / "demo", name="demo tasks")
        self._judge = Judge(sandbox, self.workspace.runs)
        self._kept = AssessmentFolder(self.workspace.root / "assessments")
        self._budget_s, self._phases = budget_s, phases
        self._known: dict[str, tuple[Truth, Assessment]] = {}

    def assessed(self, folder: Path) -> tuple[Truth, Assessment]:
        """What is planted, and what is found."""
        if folder.name not in self._known:
            planted, task = truth(folder), pack(folder)
            # Repeats cost most; only a flaky task needs them to be found out.
            reruns = 24 if planted.defect is Defect.FLAKY else 4
            wish = Wish(budget_s=self._budget_s, reruns=reruns, phases=self._phases)
            self.workspace.save_task(task)
            *_, found = Assessor(self._judge, task, wish, self._kept).steps()
            self._known[folder.name] = planted, found
        return self._known[folder.name]
