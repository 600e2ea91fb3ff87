"""Many runs: which (task, solution, suite) are meant, and running them on an executor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from typing import NamedTuple

from workbench.errors import Cancelled, NotFound, WorkbenchError
from workbench.judge.judge import Judge, Judged
from workbench.judge.proof import Method
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Cancel


class Item(NamedTuple):
    """One thing to run, and the judge that keeps its run in the task's own workspace."""

    judge: Judge
    task: Task
    solution: Solution
    suite: Suite
    method: Method = "auto"


class Done(NamedTuple):
    """What became of an item: a run, or the error that prevented it."""

    item: Item
    judged: Judged | None
    error: WorkbenchError | None


def items(judge: Judge, task: Task, *, solution: str = "", suite: str = "") -> list[Item]:
    """The items of a task. Empty names mean candidate and given; `all` means every one.

    Raises NotFound, naming what there is.
    """
    return [
        Item(judge, task, one, two)
        for one in _solutions(task, solution)
        for two in _suites(task, suite)
    ]


def _solutions(task: Task, name: str) -> list[Solution]:
    if name == "all":
        return list(task.solutions)
    found = task.solution(name) if name else task.candidate
    if found is None and name in ("candidate", "reference", "stub"):
        found = next((s for s in task.solutions if s.role == name), None)
    if found is None:
        there = ", ".join(s.name for s in task.solutions)
        raise NotFound(f"task {task.id} has no solution {name!r}", mend=f"there are: {there}")
    return [found]


def _suites(task: Task, name: str) -> list[Suite]:
    if name == "all":
        return list(task.suites)
    found = task.suite(name) if name else task.given
    if found is None:
        there = ", ".join(s.name for s in task.suites)
        raise NotFound(f"task {task.id} has no suite {name!r}", mend=f"there are: {there}")
    return [found]


def run_all(
    work: Iterable[Item],
    executor: Executor,
    *,
    at_once: int,
    use_cache: bool = True,
    cancel: Cancel | None = None,
) -> Iterator[Done]:
    """Run items, yielding each as it ends. Never more than `at_once` are under way, so memory
    does not grow with the data set; one that breaks does not stop the rest. After `cancel` what
    has ended is still yielded, the others are not begun.
    """
    stop = cancel or Cancel()
    waiting = iter(work)
    under_way: dict[Future[Judged], Item] = {}

    def fill() -> None:
        for item in islice(waiting, at_once - len(under_way)):
            future = executor.submit(
                item.judge.run,
                item.task,
                item.solution,
                item.suite,
                method=item.method,
                use_cache=use_cache,
                cancel=stop,
            )
            under_way[future] = item

    fill()
    while under_way:
        ended, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in ended:
            item = under_way.pop(future)
            try:
                yield Done(item, future.result(), None)
            except Cancelled:
                continue
            except WorkbenchError as error:
                yield Done(item, None, error)
        if not stop.is_set():
            fill()
