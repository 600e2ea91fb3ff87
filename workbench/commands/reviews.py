"""`workbench review` and `workbench rubric`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.commands import console
from workbench.commands.words import Json
from workbench.errors import WorkbenchError

app = typer.Typer(
    help="Reviews as JSON or Markdown.",
    epilog="Example: workbench review show py-bookings",
    no_args_is_help=True,
)
rubric_app = typer.Typer(
    help="Rubric files.",
    epilog="Example: workbench rubric check rubrics/security.yaml",
    no_args_is_help=True,
)


TaskId = Annotated[str, typer.Argument(help="Task id or task file.")]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Whose review; yours by default.")]


@rubric_app.command("check", epilog="Example: workbench rubric check rubrics/security.yaml")
def rubric_check(
    files: Annotated[list[Path], typer.Argument(help="Rubric files.")], json: Json = False
) -> None:
    """What rubric files ask, or what is wrong with them: line and mend."""
    from workbench.commands import rubric_check as checking

    bad = False
    for file in files:
        try:
            found = checking.told(file)
        except WorkbenchError as error:
            console.fail(error)
            bad = True
            continue
        if json:
            console.say_json(found)
        else:
            for line in checking.lines(found):
                console.say_text(console.visible(line))
    if bad:
        raise typer.Exit(2)


@app.command("show", epilog="Example: workbench review show py-bookings")
def review_show(task: TaskId, reviewer: Reviewer = "", json: Json = False) -> None:
    """A review, readable; `--json` as one line of JSON."""
    from workbench.commands import reviewing

    if json:
        console.say_text(reviewing.as_json_line(task, reviewer))
    else:
        # A title and a rationale can hold what a terminal would obey.
        console.say_text(console.visible(reviewing.as_markdown(task, reviewer)))


@app.command("export", epilog="Example: workbench review export py-bookings > review.json")
def review_export(
    task: TaskId,
    reviewer: Reviewer = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="Markdown, not JSON.")] = False,
    pseudonym: Annotated[
        bool, typer.Option("--pseudonym", help="The reviewer as reports name them, not by name.")
    ] = False,
) -> None:
    """A review as JSON, or as Markdown."""
    from workbench.commands import reviewing

    show = reviewing.as_markdown if markdown else reviewing.as_json
    console.say_text(show(task, reviewer, pseudonym=pseudonym))
