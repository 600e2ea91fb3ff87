"""The commands that bring tasks in, read them, and send out what is known of them."""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands import console
from workbench.commands.words import Json

app = typer.Typer()


@app.command(
    name="import", epilog="Example: workbench import humanevalpack data/python.jsonl --into ws"
)
def import_(
    format: Annotated[str, typer.Argument(help="A format of docs/exchange.md, as humaneval.")],
    sources: Annotated[list[Path], typer.Argument(help="Files or folders of that format.")],
    into: Annotated[Path, typer.Option("--into", help="The workspace; made if it is not there.")],
    only: Annotated[str, typer.Option("--only", help="Only task ids that match this glob.")] = "*",
    columns: Annotated[
        list[str] | None, typer.Option("--map", help="part=column, for the format columns.")
    ] = None,
    language: Annotated[str, typer.Option(help="Of records that do not say it.")] = "",
    json: Json = False,
) -> None:
    """Foreign tasks into `tasks/*.task.json`. A bad record is named and the rest imported."""
    from workbench.commands import importing
    from workbench.exchange.base import Ask
    from workbench.sandboxes.base import Cancel

    counts, cancel = importing.Counts(), Cancel()
    mapped = importing.columns(columns or [])
    importing.maps(mapped, format)
    ask = Ask(columns=mapped, language=importing.language(language))
    with console.interruptible(cancel):
        for result in importing.run(
            format, sources, into, lambda i: fnmatch.fnmatchcase(i, only),
            ask=ask, cancel=cancel, say=console.say,
        ):  # fmt: skip
            counts.add(result)
            console.show_import(result, as_json=json)
    for line in (str(counts), *counts.report()):
        console.say(line)
    if cancel.is_set():
        console.say("stopped; what is done is kept, the same command goes on from there")
        raise typer.Exit(130)
    if counts.imported == 0 and counts.refused:
        raise typer.Exit(2)


@app.command(epilog="Example: workbench export sarif demo-workspace -o survivors.sarif")
def export(
    format: Annotated[str, typer.Argument(help="A format of docs/exchange.md, as sarif.")],
    directory: Annotated[Path, typer.Argument(help="The workspace.")],
    target: Annotated[Path, typer.Option("-o", "--output", help="The file to write.")],
    json: Json = False,
) -> None:
    """Tasks with verdicts and evidence to a format of others; what it cannot hold is said."""
    from workbench.commands import exporting

    summary = exporting.export(format, directory, target)
    if json:
        console.say_json(exporting.as_dict(summary, target))
    for line in (str(summary), *summary.report()):
        console.say(line)


@app.command(epilog="Example: workbench lint my-workspace --json > lint.jsonl")
def lint(
    targets: Annotated[
        list[Path] | None, typer.Argument(help="Task files, folders, workspaces or task ids.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 when a task has a flag of high severity.")
    ] = False,
    json: Json = False,
) -> None:
    """What reading tasks finds: duplicates, leaks, test names, network, dependencies, licences."""
    from workbench.commands import linting, progress
    from workbench.commands.task_files import task_files

    files = task_files(targets or [Path()])
    high, unread = 0, 0
    with progress.ReportProgress() as shown:
        for task_id, flags, error in linting.lint_files(files, shown.say):
            if error is not None:
                unread += 1
                console.fail(error)
                continue
            high += any(flag.severity == "high" for flag in flags)
            console.show_flags(task_id, flags, as_json=json)
    console.say(f"{len(files) - unread} tasks read, {high} with a flag of high severity")
    if unread:
        raise typer.Exit(2)
    if strict and high:
        raise typer.Exit(1)


@app.command(epilog="Example: workbench report demo-workspace -o report.html")
def report(
    target: Annotated[
        Path, typer.Argument(help="A workspace, or WORKSPACE/sessions/ID for a session's lead.")
    ] = Path(),
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            help="A file; its ending names the form: html, md, "
            "pdf, ipynb, csv, parquet, xlsx, json.",
        ),
    ] = Path("report.html"),
    task: Annotated[list[str] | None, typer.Option(help="Only this task; again for more.")] = None,
    reviewer: Annotated[str, typer.Option(help="Only what this reviewer submitted.")] = "",
    names: Annotated[
        bool, typer.Option("--names", help="Reviewers by name, not by pseudonym.")
    ] = False,
    truth: Annotated[
        Path | None, typer.Option(help="CSV (task_id,defect): how right flags are, by it.")
    ] = None,
) -> None:
    """A report on tasks, one task, a reviewer or a session, in one file that can be sent."""
    from workbench.commands import progress, reporting

    asked = reporting.Asked(task or (), reviewer, names, truth)
    with progress.ReportProgress() as shown:
        said = reporting.report(target, asked, out, shown.say)
    console.say(said)
