"""The `workbench` command: thin calls into the rooms below. The contract is in `docs/cli.md`.

Exit status: 0 done, 1 what was asked about fell short, 2 wrong usage or bad input, 3 no sandbox.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands import audits, console, data_sets, reviews
from workbench.commands.sessions import app as session_app
from workbench.commands.words import Json
from workbench.errors import InputError, NoSandbox, WorkbenchError

app = typer.Typer(
    name="workbench",
    help="Decide whether a coding task may be used to train a model.",
    epilog="Example: workbench init ws --demo && workbench run ws",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
app.add_typer(data_sets.app)
app.add_typer(audits.app)
app.add_typer(reviews.app, name="review")
app.add_typer(reviews.rubric_app, name="rubric")
app.add_typer(session_app, name="session")


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from workbench import __version__

        console.say_text(__version__)
        raise typer.Exit


@app.command(epilog="Example: workbench doctor --install")
def doctor(
    workspace: Annotated[
        Path | None, typer.Argument(help="A workspace whose sessions are checked, too.")
    ] = None,
    json: Json = False,
    install: Annotated[
        bool, typer.Option("--install", help="Install the kits whose toolchain is there.")
    ] = False,
) -> None:
    """Sandbox, toolchains, kits, who can read sessions: what is missing or open, and the mend."""
    from workbench.commands import doctor as checks

    if install:
        checks.install(console.say)
    whole = True
    for check in (*checks.check_sessions(workspace), *checks.check_all()):
        console.show_check(check, as_json=json)
        whole = whole and check.ok
    if not whole:
        raise typer.Exit(1)


@app.command(epilog="Example: workbench init my-workspace --demo")
def init(
    directory: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    demo: Annotated[bool, typer.Option("--demo", help="Fill it with the sample tasks.")] = False,
) -> None:
    """Make a workspace."""
    from workbench.store.workspace import Workspace

    workspace = Workspace.create(directory, demo=demo)
    console.say(f"workspace {directory}: {len(workspace.task_ids())} tasks")


@app.command(epilog="Example: workbench lab demo-workspace")
def lab(
    directory: Annotated[Path, typer.Argument(help="The workspace.")] = Path(),
    port: Annotated[int, typer.Option(help="0 lets JupyterLab choose.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """JupyterLab with the review desk, opened on the queue."""
    from workbench.jupyter.launch import lab as launch
    from workbench.store.workspace import Workspace

    workspace = Workspace.open(directory)
    raise typer.Exit(launch(workspace.root, port=port, open_browser=browser, extra=()))


@session_app.command("board", epilog="Example: workbench session board november")
def session_board(
    session: Annotated[str, typer.Argument(help="The session's id.")],
    workspace: Annotated[Path, typer.Option("--workspace", help="A folder in it.")] = Path(),
    port: Annotated[int, typer.Option(help="0 lets JupyterLab choose.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """The lead's board of a session, in JupyterLab."""
    from workbench.commands import session_lead
    from workbench.jupyter.launch import lab as launch

    # Whoever may not open it is told here, not by a page.
    with session_lead.led(workspace, session) as (place, _):
        root = place.root
    raise typer.Exit(launch(root, port=port, open_browser=browser, board=session))


@app.command(epilog="Example: workbench agreement ratings.csv --categories 0,1,2,3 --json")
def agreement(
    ratings: Annotated[
        list[Path],
        typer.Argument(
            help="CSV files (item,rater,axis,value), workspaces, WORKSPACE/sessions/ID, reviews."
        ),
    ],
    categories: Annotated[
        str, typer.Option(help="All levels of the CSV files' axes, in order: 0,1,2,3.")
    ] = "",
    json: Json = False,
) -> None:
    """How far reviewers agree, axis by axis."""
    from workbench.calibration.agreement import axis_rows
    from workbench.commands import agreeing

    source = agreeing.Source(agreeing.labels(categories))
    axes = source.read(ratings)
    for axis, found in axes.items():
        console.show_agreement(axis_rows(axis, found), as_json=json)
    if source.drafts:
        console.say(f"{source.drafts} reviews are drafts and left out")
    for problem in source.problems:
        console.fail(problem)
    if not axes and not source.problems:
        console.say("no ratings: no review was submitted yet")
    if source.problems:
        raise typer.Exit(2)


def main() -> None:
    """Entry point: errors become one clear line and an exit status."""
    try:
        app()
    except NoSandbox as error:
        console.fail(error)
        sys.exit(3)
    except InputError as error:
        console.fail(error)
        sys.exit(2)
    except WorkbenchError as error:
        console.fail(error)
        sys.exit(1)
    except OSError as error:
        # A full disk, a folder that may not be written: the machine's trouble, not a defect here.
        console.fail(_explained(error))
        console.abandon_stdout()
        sys.exit(1)


def _explained(error: OSError) -> WorkbenchError:
    place = f"{error.filename}: " if error.filename else ""
    return WorkbenchError(
        f"{place}{error.strerror or error}",
        mend="free the disk or the permission it names, then repeat: what is done is kept",
    )


if __name__ == "__main__":
    main()
