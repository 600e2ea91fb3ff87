"""`workbench session`: what decides, and what goes out of a session or comes into it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands import console
from workbench.commands.session_words import Json, Name, Where

app = typer.Typer()


@app.command(epilog="Example: workbench session adjudicate november py-lru "
             "--axis 'solution=2:slip:It fails on an empty cache, see the run.'")  # fmt: skip
def adjudicate(
    session: Name,
    task: Annotated[str, typer.Argument(help="A task; all that wait by default.")] = "",
    axis: Annotated[
        list[str] | None, typer.Option(help="AXIS=SCORE:CAUSE:REASON; a score of - for none.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="Decisions as JSON; - reads stdin.")] = None,
    note: Annotated[str, typer.Option(help="What the guideline should say.")] = "",
    accept: Annotated[
        bool, typer.Option("--accept", help="Keep what is proposed where nobody has to decide.")
    ] = False,
    workspace: Where = Path(),
    json: Json = False,
) -> None:
    """Decide tasks on which ratings part: by options, from a file, or asked one by one."""
    from workbench.commands import session_asking, session_deciding, session_lead, session_shown
    from workbench.errors import InputError
    from workbench.sessions.adjudicating import case_of, waiting
    from workbench.sessions.record import Record

    given = session_deciding.decision_file(file) if file else session_deciding.Decided()
    chosen = {**given.axes, **session_deciding.decisions(axis or ())}
    with session_lead.led(workspace, session) as (place, lead):
        record = Record.of(lead, place.rubric)
        if chosen or accept or note or file:
            if not task:
                raise InputError("decisions are for one task: name it")
            kept = session_deciding.keep(
                lead, case_of(record, task), chosen, note or given.guideline_note
            )
            if json:
                console.say_json(session_deciding.as_made(kept))
            else:
                console.say(f"{task} is decided: {kept.decision or 'cannot judge'}")
            return
        tasks = (task,) if task else waiting(record)
        if json or not sys.stdin.isatty():
            for name in tasks:
                found = case_of(record, name)
                if json:
                    console.say_json(session_deciding.as_dict(found))
                else:
                    session_shown.case(found)
            return
        session_asking.ask_all(lead, record, tasks)


@app.command(epilog="Example: workbench session revise november specification "
             "'An unstated rounding rule is a gap, score 1.'")  # fmt: skip
def revise(
    session: Name,
    axis: Annotated[str, typer.Argument(help="The axis the note belongs to.")],
    note: Annotated[str, typer.Argument(help="What reviewers should do from now on.")],
    workspace: Where = Path(),
) -> None:
    """A guideline note becomes the next version of the rubric; the old file is kept."""
    from workbench.commands import session_lead
    from workbench.sessions.revising import revise as revise_rubric

    with session_lead.led(workspace, session) as (place, lead):
        rubric = revise_rubric(lead, place, axis, note)
    console.say(f"rubric {rubric.id} is version {rubric.version}")


@app.command(epilog="Example: workbench session labels november --json > labels.jsonl")
def labels(session: Name, workspace: Where = Path(), json: Json = False) -> None:
    """What ratings come to by each rule, beside the votes: highest, majority, Dawid-Skene,
    adjudicated."""
    from workbench.commands import session_lead, session_shown
    from workbench.sessions.labels import labels as all_labels
    from workbench.sessions.record import Record

    with session_lead.led(workspace, session) as (place, lead):
        rows = [row.model_dump(mode="json") for row in all_labels(Record.of(lead, place.rubric))]
    if json:
        for row in rows:
            console.say_json(row)
    else:
        session_shown.labels(rows)


@app.command(epilog="Example: workbench session notebook november -o november.ipynb")
def notebook(
    session: Name,
    output: Annotated[Path, typer.Option("--output", "-o", help="The .ipynb to write.")],
    embed: Annotated[
        bool, typer.Option("--embed", help="With the ratings beside it: keep it to leads.")
    ] = False,
    run: Annotated[bool, typer.Option(help="Run it, so that it opens with its results.")] = True,
    workspace: Where = Path(),
) -> None:
    """A notebook of tables and charts that opens on the disagreements."""
    from workbench.commands import session_lead, session_notebook

    console.say(f"writing {output.name}" + (" and running it" if run else ""))
    with session_lead.led(workspace, session) as (place, lead):
        made = session_notebook.write(place, lead, output, embed=embed, run=run)
    console.say(f"{made} is there; it shows ratings, so it is yours alone to read")


@app.command("export", epilog="Example: workbench session export november -o november.jsonl")
def export_(
    session: Name,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    workspace: Where = Path(),
) -> None:
    """A whole session as one file, for another store. It names the gold: keep it to leads."""
    from workbench.commands import session_lead
    from workbench.store.sessions.moving import export_session

    with session_lead.led(workspace, session) as (_, lead):
        console.say(f"{export_session(lead, output)} parts are in {output}")


@app.command("import", epilog="Example: workbench session import november.jsonl")
def import_(
    file: Annotated[Path, typer.Argument(help="An exported session.")], workspace: Where = Path()
) -> None:
    """An exported session into this workspace's store, whole or not at all."""
    from workbench.commands import session_lead
    from workbench.store.sessions.moving import import_session

    with session_lead.opened(workspace) as (_, store):
        made = import_session(store, file)
    console.say(f"session {made.id} is there: {made.state}")


@app.command(epilog="Example: workbench session database postgresql:///team --reviewer ann")
def database(
    url: Annotated[str, typer.Argument(help="postgresql://host/name, without a password.")],
    lead: Annotated[list[str] | None, typer.Option(help="A login; repeat it for each.")] = None,
    reviewer: Annotated[list[str] | None, typer.Option(help="Repeat it for each.")] = None,
    json: Json = False,
) -> None:
    """For whoever keeps the database: schema, roles and grants for sessions in it."""
    from workbench.commands import database as preparing

    for did in preparing.prepare(url, lead or (), reviewer or ()):
        if json:
            console.say_json({"did": did})
        else:
            console.say(did)
