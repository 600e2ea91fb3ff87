"""A workspace: the folder a team works in. The only way to its tasks, reviews and runs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, Self

import yaml
from pydantic import Field

from workbench import resources
from workbench.errors import InputError, InvalidFile, NotFound, UnsafePath
from workbench.model.base import Document, Text, check_id
from workbench.model.review import Review, Revision, as_draft
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.task import Task
from workbench.store.assessments import AssessmentFolder
from workbench.store.demo import demo_folders, pack
from workbench.store.files import (
    dump_document,
    load_document,
    locked,
    read_bytes,
    validate,
    write_atomic,
)
from workbench.store.imports import ImportFolder
from workbench.store.index import SUFFIX, Index, IndexEntry
from workbench.store.lease_steps import MOST_MINUTES
from workbench.store.leases import Leases
from workbench.store.own import OwnStates
from workbench.store.reviews import ReviewFolder
from workbench.store.rubric_files import read_rubric
from workbench.store.rubrics import Rubrics
from workbench.store.runs import RunFolder
from workbench.store.skips import SkipFolder

CONFIG = "workspace.toml"


class Config(Document):
    """`workspace.toml`."""

    name: Text = "workspace"
    rubric: Text = "coding-task-v1"
    """the id of a rubric, or the path of its file in the workspace"""
    rubrics: dict[Text, Text] = Field(default_factory=dict)
    """another one for some tasks: pattern of task ids -> id or path; the first that fits"""
    sessions: Text = "folder"
    """where calibration sessions are kept: `folder`, or `postgresql:///name` without a password"""
    lease_minutes: int = Field(default=45, ge=0, le=MOST_MINUTES)
    """how long a task stays with a reviewer who does nothing; 0: several may be at one at once"""


class QueueEntry(NamedTuple):
    """A line of the queue. `state`: new, draft, submitted, cannot_judge, skipped, damaged,
    unreadable."""

    task_id: str
    title: str
    language: str
    path: str
    state: str
    order: int
    problem: str = ""


class Workspace:
    """Tasks, reviews and runs under one root. Every path it touches lies under that root."""

    def __init__(self, root: Path, config: Config) -> None:
        self.root = root
        self.config = config
        self.runs = RunFolder(root / "runs")
        self.reviews = ReviewFolder(root / "reviews")
        self._rubrics = Rubrics(root, config.rubric, config.rubrics)
        self.skips = SkipFolder(root / "reviews")
        self.index = Index(root)
        self.assessments = AssessmentFolder(root / "assessments")
        self.imports = ImportFolder(root / "imports")

    @classmethod
    def create(cls, path: Path, *, name: str = "", demo: bool = False) -> Self:
        """Make a workspace at `path` (an empty or new folder); `demo` fills it with the sample
        tasks. Raises InputError when a workspace or other files are already there."""
        root = path.resolve()
        if (root / CONFIG).exists():
            raise InputError(f"{path} is a workspace already", mend="choose another folder")
        if root.exists() and (not root.is_dir() or any(root.iterdir())):
            raise InputError(f"{path} is not empty", mend="choose a new or empty folder")
        title = (name or root.name).replace("\\", "").replace('"', "'")
        text = f'schema_version = 1\nname = "{title}"\nrubric = "coding-task-v1"\n'
        for folder in ("tasks", "reviews", "runs"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        rubric = resources.rubrics() / "coding-task-v1.rubric.yaml"
        write_atomic(root / "rubrics" / rubric.name, rubric.read_bytes())
        write_atomic(root / CONFIG, text.encode())
        workspace = cls.open(root)
        if demo:
            for source in demo_folders():
                workspace.save_task(pack(source))
        workspace.refresh()
        return workspace

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """The workspace at `path`. Raises NotFound when there is none."""
        root = Path(path).resolve()
        if not (root / CONFIG).is_file():
            raise NotFound(
                f"{path} is not a workspace: it has no {CONFIG}",
                mend=f"workbench init {path} --demo",
            )
        try:
            value = tomllib.loads(read_bytes(root / CONFIG).decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InvalidFile(f"{CONFIG}: {error}") from None
        return cls(root, validate(Config, value, CONFIG))

    @classmethod
    def find(cls, inside: Path) -> Self | None:
        """The workspace a path lies in, or None."""
        start = inside.resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                return cls.open(folder)
        return None

    def refresh(self) -> None:
        """Bring `index.json` up to date with the folder."""
        self.index.refresh()

    # Tasks

    def task_path(self, task_id: str) -> Path:
        """Where the task of that id is kept."""
        try:
            return self.root / "tasks" / f"{check_id(task_id)}{SUFFIX}"
        except ValueError as error:
            raise UnsafePath(str(error)) from None

    def task(self, task_id: str) -> Task:
        """Read a task. Raises NotFound, InvalidFile or FutureVersion."""
        path = self.task_path(task_id)
        task = load_document(path, Task, name=f"tasks/{path.name}")
        if task.id != task_id:
            raise InvalidFile(f"tasks/{path.name} holds task {task.id}, not {task_id}")
        return task

    def task_ids(self) -> tuple[str, ...]:
        """Ids of all tasks in order, readable or not."""
        return tuple(entry.id for entry in self.index.refresh())

    def save_task(self, task: Task) -> Path:
        """Write a task file. Raises SaveFailed."""
        path = self.task_path(task.id)
        write_atomic(path, dump_document(task))
        return path

    def queue(self, reviewer: str) -> tuple[QueueEntry, ...]:
        """Every task with this reviewer's state, in order, all files looked at."""
        states = self.own_states(reviewer)
        states.look(thorough=True)
        return self.entries(self.index.refresh(), states)

    def entries(self, tasks: Iterable[IndexEntry], states: OwnStates) -> tuple[QueueEntry, ...]:
        """Lines of a queue from what is known already."""
        own = {task_id: row.state for task_id, row in states.known().items()}
        found = []
        for order, entry in enumerate(tasks, start=1):
            state = "unreadable" if entry.problem else own.get(entry.id, "new")
            line = (entry.id, entry.title, entry.language, entry.path, state, order, entry.problem)
            found.append(QueueEntry(*line))
        return tuple(found)

    def own_states(self, reviewer: str) -> OwnStates:
        """How far a reviewer is with each task."""
        return OwnStates(self.root, reviewer, self.reviews, self.skips)

    def leases(self, reviewer: str) -> Leases | None:
        """A reviewer's side of the leases; None where the workspace has none."""
        minutes = self.config.lease_minutes
        return Leases(self.root, reviewer, minutes) if minutes else None

    # Rubric and reviews

    def rubric(self, rubric_id: str = "") -> Rubric:
        """By id, by default the workspace's own: its file, else the built-in one of that id."""
        return self._rubrics.named(rubric_id)

    def rubric_of(self, task_id: str) -> Rubric:
        """What a new review of this task is made of."""
        return self._rubrics.of_task(task_id)

    def revise_rubric(self, rubric_id: str, change: Callable[[Rubric], Rubric]) -> Rubric:
        """The rubric's next version into its file; the one before stays beside it as
        `<id>.v<version>.rubric.yaml`. Of two at once each changes what the other wrote."""
        found = self._rubrics.path(rubric_id)
        own = self.root / "rubrics" / f"{check_id(rubric_id)}.rubric.yaml"
        path = found if self.root in found.parents else own
        with locked(path):
            old = self.rubric(rubric_id)
            new = change(old)
            kept = path.with_name(f"{rubric_id}.v{old.version}.rubric.yaml")
            write_atomic(kept, read_bytes(found))
            write_atomic(path, _yaml(new))
        return new

    def new_review(self, task: Task, reviewer: str) -> Review:
        """An empty review of a task; not on disk until it is saved."""
        rubric = self.rubric_of(task.id)
        return Review(
            task_id=task.id,
            task_digest=task.digest,
            reviewer=reviewer,
            rubric=rubric.id,
            rubric_version=rubric.version,
        )

    def load_review(self, task_id: str, reviewer: str) -> Review | None:
        """The reviewer's review, or None."""
        return self.reviews.load(task_id, reviewer)

    def save_review(self, review: Review, *, based_on: int) -> Review:
        """See `ReviewFolder.save`."""
        return self.reviews.save(review, based_on=based_on)

    def keep_conflict(self, review: Review) -> Path:
        """See `ReviewFolder.keep_conflict`."""
        return self.reviews.keep_conflict(review)

    def submit(self, review: Review) -> tuple[Revision, Review]:
        """Submit; `review.sequence` is what the caller last saw. See `ReviewFolder.submit`."""
        rubric = self.rubric(review.rubric)
        return self.reviews.submit(review, rubric, self.load_run, based_on=review.sequence)

    def reopen(self, review: Review) -> Review:
        """A submitted review becomes a draft again; its revisions stay."""
        return self.save_review(as_draft(review), based_on=review.sequence)

    def revisions(self, task_id: str, reviewer: str) -> tuple[Revision, ...]:
        """Every submission, oldest first."""
        return self.reviews.revisions(task_id, reviewer)

    # Runs

    def save_run(self, run: Run) -> Run:
        """Keep a run by its hash."""
        return self.runs.save(run)

    def load_run(self, run_id: str) -> Run | None:
        """The run of that id, or None."""
        return self.runs.load(run_id)


def _yaml(rubric: Rubric) -> bytes:
    value = rubric.model_dump(mode="json", exclude_defaults=True)
    ordered = {"schema_version": rubric.schema_version, **value}
    return yaml.safe_dump(ordered, sort_keys=False, allow_unicode=True, width=100).encode()


def builtin_rubric(rubric_id: str) -> Rubric:
    """A rubric that ships with the workbench. Raises NotFound, InvalidFile."""
    name = f"{check_id(rubric_id)}.rubric.yaml"
    return read_rubric(resources.rubrics() / name, f"rubrics/{name}")
