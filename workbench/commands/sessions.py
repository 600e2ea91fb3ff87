"""`workbench session`: thin calls of the room `workbench.sessions` and the session store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.commands import console, session_results
from workbench.commands.session_words import Json, Name, Where, Who

if TYPE_CHECKING:  # names only: `workbench --help` must not load the rooms
    from workbench.store.sessions.contract import Lead
    from workbench.store.workspace import Workspace

app = typer.Typer(
    help="Calibration sessions: who rates what, how far reviewers agree, what is decided.",
    epilog="Example: workbench session create november --reviewer ann --reviewer ben --assign",
    no_args_is_help=True,
)


@app.command(epilog="Example: workbench session create november --file november.toml --assign")
def create(
    session: Name,
    file: Annotated[Path | None, typer.Option(help="TOML or YAML: see docs/cli.md.")] = None,
    title: Annotated[str, typer.Option()] = "",
    lead: Annotated[list[str] | None, typer.Option(help="You by default.")] = None,
    reviewer: Annotated[list[str] | None, typer.Option(help="Repeat it for each.")] = None,
    task: Annotated[list[str] | None, typer.Option(help="Ids and globs; all by default.")] = None,
    gold: Annotated[Path | None, typer.Option(help="Gold as JSON Lines or CSV.")] = None,
    gold_from: Annotated[str, typer.Option(help="Whose submitted reviews are gold.")] = "",
    overlap: Annotated[float | None, typer.Option(help="Share of tasks several rate.")] = None,
    ratings_each: Annotated[int | None, typer.Option(help="Ratings of a task in it.")] = None,
    most_ratings: Annotated[int | None, typer.Option(help="With extra ones at most.")] = None,
    onboarding: Annotated[int | None, typer.Option(help="Gold tasks to begin with.")] = None,
    hidden_gold: Annotated[float | None, typer.Option(help="As a share of live tasks.")] = None,
    repeats: Annotated[float | None, typer.Option(help="Own tasks again, as a share.")] = None,
    pause_after: Annotated[int | None, typer.Option(help="Missed gold that pauses.")] = None,
    lease_hours: Annotated[float | None, typer.Option(help="How long a task is held.")] = None,
    begin: Annotated[bool, typer.Option("--assign", help="Assign and begin at once.")] = False,
    workspace: Where = Path(),
    json: Json = False,
) -> None:
    """Make a session; nothing is handed out before it is assigned."""
    from workbench.commands import session_lead, session_setup

    settings = {
        "overlap": overlap, "ratings_each": ratings_each, "most_ratings": most_ratings,
        "onboarding": onboarding, "gold": hidden_gold, "repeats": repeats,
        "pause_after": pause_after, "lease_s": None if lease_hours is None else lease_hours * 3600,
    }  # fmt: skip
    with session_lead.opened(workspace) as (place, store):
        wish = session_setup.Wish(
            session, file, title, lead or (), reviewer or (), task or (), gold, gold_from, settings
        )
        made = store.create(wish.session(place, store.name))
        told: dict[str, Any] = {
            "session": made.id, "tasks": len(made.tasks), "gold": len(made.gold),
            "reviewers": len(made.reviewers), "state": made.state,
        }  # fmt: skip
        if json:
            console.say_json(told)
        else:
            console.say(
                f"session {made.id}: {len(made.tasks)} tasks, {len(made.gold)} of them known, "
                f"{len(made.reviewers)} reviewers; next: workbench session assign {made.id}"
            )
        if begin:
            _assigned(session_lead.assign(place, store.lead(session)), json)


@app.command(epilog="Example: workbench session join november")
def join(session: Name, workspace: Where = Path(), json: Json = False) -> None:
    """Take your part in a session: your queue is kept where nobody but you and its leads reads."""
    from workbench.commands import session_lead

    with session_lead.opened(workspace) as (_, store):
        part = store.reviewer(session)
        items = part.queue()
        brief = part.brief()
        if json:
            told = {"session": brief.id, "reviewer": part.name, "state": brief.state}
            console.say_json({**told, "items": len(items), "paused": part.paused()})
            return
        console.say(f"{part.name} has joined {brief.id}: {len(items)} tasks are there so far")
        if not items:
            console.say("they come once a lead has assigned them, and looked since you joined")
        if part.paused():
            console.say(part.paused())


@app.command(epilog="Example: workbench session queue november")
def queue(session: Name, workspace: Where = Path(), json: Json = False) -> None:
    """Your own tasks in order."""
    from workbench.commands import session_lead, session_shown

    with session_lead.opened(workspace) as (_, store):
        items = store.reviewer(session).queue()
        if json:
            for item in items:
                console.say_json(item.model_dump(mode="json"))
        else:
            session_shown.queue(items)


@app.command(epilog="Example: workbench session claim november")
def claim(
    session: Name,
    item: Annotated[str, typer.Argument(help="An item of your queue; the next by default.")] = "",
    workspace: Where = Path(),
    json: Json = False,
) -> None:
    """Take your next task, or a named one, and hold it."""
    from workbench.commands import session_lead, session_shown

    with session_lead.opened(workspace) as (_, store):
        taken = store.reviewer(session).claim(item)
        if taken is None:
            console.say("nothing is left to do")
        elif json:
            console.say_json(taken.model_dump(mode="json"))
        else:
            session_shown.queue([taken])


@app.command(epilog="Example: workbench session assign november")
def assign(session: Name, workspace: Where = Path(), json: Json = False) -> None:
    """Plan what is not planned yet, hand it out, and begin. May be repeated after additions."""
    from workbench.commands import session_lead

    with session_lead.led(workspace, session) as (place, lead):
        _assigned(session_lead.assign(place, lead), json)


def _assigned(told: dict[str, Any], json: bool) -> None:
    if json:
        console.say_json(told)
        return
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(told["kinds"].items()))
    console.say(f"{told['assigned']} assigned to {told['reviewers']} reviewers ({kinds or 'none'})")
    for note in (*told["notes"], *(f"doubt: {doubt}" for doubt in told["doubts"])):
        console.say(note)


@app.command(epilog="Example: workbench session status november --json")
def status(
    session: Name,
    all_tasks: Annotated[bool, typer.Option("--all-tasks", help="Settled ones too.")] = False,
    workspace: Where = Path(),
    json: Json = False,
) -> None:
    """Findings, agreement, reviewers and what waits for a decision; tends first."""
    from workbench.commands import session_lead, session_shown

    with session_lead.led(workspace, session) as (place, lead):
        measures, todo = session_lead.measured(place, lead)
    session_shown.tended(todo)
    if json:
        for line in session_lead.status_lines(measures, every_task=all_tasks):
            console.say_json(line)
    else:
        session_shown.measures(measures)


@app.command(epilog="Example: workbench session tend november --watch")
def tend(
    session: Name,
    watch: Annotated[bool, typer.Option("--watch", help="Until Ctrl-C.")] = False,
    workspace: Where = Path(),
    json: Json = False,
) -> None:
    """Give feedback, admit, pause, ask for extra ratings: what is due by now. Safe to repeat."""
    from workbench.commands import session_lead, session_shown
    from workbench.sessions.tending import tend as tend_once

    with session_lead.led(workspace, session) as (place, lead):
        seen = ""
        try:
            while True:
                seen = lead.changed(seen, 60.0 if seen else 0.0)
                todo, _ = tend_once(lead, place.rubric)
                if json and (todo.anything or not watch):
                    console.say_json(session_lead.as_tended(session, todo))
                elif not json:
                    session_shown.tended(todo)
                if not watch:
                    return
        except KeyboardInterrupt:
            console.say("stopped; what is due is done when it is tended next")
            raise typer.Exit(130) from None


def _tend(place: Workspace, lead: Lead) -> None:
    """What else is due by now."""
    from workbench.commands import session_shown
    from workbench.sessions.tending import tend as tend_once

    session_shown.tended(tend_once(lead, place.rubric)[0])


@app.command(epilog="Example: workbench session admit november ann")
def admit(session: Name, reviewer: Who, workspace: Where = Path()) -> None:
    """Show a reviewer the live tasks, whatever onboarding came to."""
    from workbench.commands import session_lead

    with session_lead.led(workspace, session) as (place, lead):
        lead.admit(reviewer)
        console.say(f"{reviewer} sees the live tasks")
        _tend(place, lead)


@app.command(epilog="Example: workbench session pause november ann 'let us talk about axis 3'")
def pause(
    session: Name,
    reviewer: Who,
    why: Annotated[str, typer.Argument(help="The reviewer reads it.")],
    workspace: Where = Path(),
) -> None:
    """Hand out nothing more to a reviewer."""
    from workbench.commands import session_lead
    from workbench.errors import InputError

    if not why.strip():
        raise InputError("say why: the reviewer reads it")
    with session_lead.led(workspace, session) as (place, lead):
        lead.pause(reviewer, why)
        console.say(f"{reviewer} is paused")
        _tend(place, lead)


@app.command(epilog="Example: workbench session resume november ann")
def resume(session: Name, reviewer: Who, workspace: Where = Path()) -> None:
    """End a pause; gold missed so far no longer counts towards the next."""
    from workbench.commands import session_lead
    from workbench.sessions.tending import resume as resume_reviewer

    with session_lead.led(workspace, session) as (place, lead):
        resume_reviewer(lead, reviewer, place.rubric)
        console.say(f"{reviewer} goes on")
        _tend(place, lead)


@app.command(epilog="Example: workbench session reassign november ann 'on leave'")
def reassign(
    session: Name,
    reviewer: Who,
    why: Annotated[str, typer.Argument(help="The reviewer reads it.")],
    workspace: Where = Path(),
) -> None:
    """Pause a reviewer who will not go on, and give what is open to others."""
    from workbench.commands import session_lead
    from workbench.errors import InputError
    from workbench.sessions.tending import hand_over

    if not why.strip():
        raise InputError("say why: the reviewer reads it")
    with session_lead.led(workspace, session) as (place, lead):
        given = hand_over(lead, reviewer, why, place.rubric)
        console.say(f"{reviewer} is paused, and {len(given)} tasks are given to others")
        _tend(place, lead)


@app.command(epilog="Example: workbench session reveal november")
def reveal(
    session: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
    workspace: Where = Path(),
) -> None:
    """End blindness: reviewers may read each other. It cannot be undone."""
    from workbench.commands import session_lead
    from workbench.errors import InputError

    with session_lead.led(workspace, session) as (_, lead):
        if not yes:
            console.say("this cannot be undone: what is rated afterwards is no blind rating")
            if typer.prompt("the session's id, to go on", err=True) != session:
                raise InputError("not revealed: that was not its id")
        lead.move_on("revealed")
    console.say(f"revealed; next: workbench session adjudicate {session}")


@app.command(epilog="Example: workbench session close november")
def close(session: Name, workspace: Where = Path()) -> None:
    """End a session: nothing is changed any more."""
    from workbench.commands import session_lead

    with session_lead.led(workspace, session) as (_, lead):
        lead.move_on("closed")
    console.say(f"session {session} is closed")


app.add_typer(session_results.app)
