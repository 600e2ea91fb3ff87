"""A guideline note becomes a new version of the rubric, and the session says from when on."""

from __future__ import annotations

from workbench.errors import InputError, NotFound
from workbench.model.rubric import Rubric
from workbench.store.sessions.contract import Lead
from workbench.store.workspace import Workspace


def revised(rubric: Rubric, axis_id: str, note: str) -> Rubric:
    """The next version, with the note under the axis."""
    if not note.strip():
        raise InputError("a revision of the guidelines needs a note")
    if rubric.axis(axis_id) is None:
        raise NotFound(
            f"the rubric has no axis {axis_id[:80]}",
            mend=f"its axes are {', '.join(axis.id for axis in rubric.axes)}",
        )
    axes = tuple(
        axis.model_copy(update={"notes": (*axis.notes, note.strip())})
        if axis.id == axis_id else axis
        for axis in rubric.axes
    )  # fmt: skip
    return rubric.model_copy(update={"version": rubric.version + 1, "axes": axes})


def revise(lead: Lead, workspace: Workspace, axis_id: str, note: str) -> Rubric:
    """Write the next version of the session's rubric (the old file is kept), then tell the
    session. Died in between, the session learns of it when the next revision is made."""
    session = lead.session()
    rubric = workspace.revise_rubric(
        session.rubric, lambda current: revised(current, axis_id, note)
    )
    what = (rubric.version, f"{axis_id}: {note.strip()}")
    lead.update(
        session.model_copy(
            update={
                "rubric_version": rubric.version,
                "revisions_of_rubric": (*session.revisions_of_rubric, what),
            }
        )
    )
    return rubric
