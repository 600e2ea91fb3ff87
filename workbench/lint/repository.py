"""Tasks on whole repositories: what their patches and lists of tests give away.

Nothing of them is read by a language's grammar: the fix and the tests are diffs. What was odd about
these when the task was imported is told again here, where reviewers look.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.lint.shingles import code_phrases, contained, shown_phrases
from workbench.lint.suite_names import last_name
from workbench.model.assessment import Flag
from workbench.model.task import Task

ODD = "look at this: "
"""How the importer begins what it found odd about patches and lists."""
_SHOWN = 12
_COPIED = 0.7
_ENOUGH = 12


def repository(task: Task) -> Iterator[Flag]:
    """Only of tasks that run in an image of their own."""
    if not task.image:
        return
    odd = tuple(c.removeprefix(ODD) for c in task.provenance.changes if c.startswith(ODD))
    if odd:
        yield Flag(kind="test_names", severity="medium", evidence=odd[:_SHOWN],
                   message="the patches or lists of tests are odd")  # fmt: skip
    yield from _phantom(task)
    added = code_phrases(_added(task.candidate.files.get("gold.patch", "")))
    share = contained(added, shown_phrases(task.prompt))
    if len(added) >= _ENOUGH and share >= _COPIED:
        message = f"the prompt holds {share:.0%} of what the fix adds"
        yield Flag(kind="leak", severity="high", message=message)


def _phantom(task: Task) -> Iterator[Flag]:
    """Names in the list of tests that must fail before the fix. Some may stand in files the patch
    leaves alone, so only a list of which it has none at all is remarked."""
    patch = task.given.files.get("test.patch", "")
    listed = task.given.support.get("fail_to_pass.txt", "").split("\n")
    must = [name for name in listed if name.strip()]
    if patch and must and not any(last_name(name) in patch for name in must):
        message = "none of the tests that must fail before the fix stands in the test patch"
        yield Flag(kind="test_names", severity="low", message=message,
                   evidence=tuple(must[:_SHOWN]))  # fmt: skip


def _added(patch: str) -> str:
    lines = patch.split("\n")
    return "\n".join(x[1:] for x in lines if x.startswith("+") and not x.startswith("+++"))
