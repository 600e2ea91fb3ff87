"""The `workbench` command: thin calls into the rooms below. The contract is in `docs/cli.md`.

Exit status: 0 done, 1 what was asked about fell short, 2 wrong usage or bad input, 3 no sandbox.
"""

from __future__ import annotations

import fnmatch
import sys
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands import console
from workbench.commands.sessions import app as session_app
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
review_app = typer.Typer(
    help="Reviews as JSON or Markdown.",
    epilog="Example: workbench review show py-bookings",
    no_args_is_help=True,
)
rubric_app = typer.Typer(
    help="Rubric files.",
    epilog="Example: workbench rubric check rubrics/security.yaml",
    no_args_is_help=True,
)
app.add_typer(review_app, name="review")
app.add_typer(rubric_app, name="rubric")
app.add_typer(session_app, name="session")

Scheduler = Annotated[
    str, typer.Option(help="A dask scheduler, tcp://host:port, whose workers do it.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON lines on stdout, one object a result.")]


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


@app.command(epilog="Example: workbench run demo-workspace --solution all --json")
def run(
    targets: Annotated[
        list[Path] | None, typer.Argument(help="Task files, folders of them, or task ids.")
    ] = None,
    solution: Annotated[str, typer.Option(help="A solution's name, or all.")] = "",
    suite: Annotated[str, typer.Option(help="A suite's name, or all.")] = "",
    sandbox: Annotated[str, typer.Option(help="auto, bubblewrap or docker.")] = "auto",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256)] = 1,
    scheduler: Scheduler = "",
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Run even if known.")] = False,
    json: Json = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 unless all pass.")] = False,
    allow_unenforced_memory: Annotated[
        bool,
        typer.Option(
            "--allow-unenforced-memory",
            help="Run although memory cannot be limited here; every run is labelled so.",
        ),
    ] = False,
) -> None:
    """Run solutions against suites in a sandbox."""
    from workbench.commands import progress, run_audit, running
    from workbench.commands.pace import Pace

    files = running.task_files(targets or [Path()])
    asked = run_audit.Asked(
        solution, suite, running.sandbox_kind(sandbox), jobs, scheduler,
        use_cache=not no_cache, unlimited=allow_unenforced_memory,
    )  # fmt: skip
    total = None if "all" in (solution, suite) else len(files)
    pace = Pace("run", total, running.audit_folder(files))
    with progress.RunProgress(pace, as_json=json) as shown:
        ended = run_audit.run(files, asked, shown)
    for problem in ended.problems:
        console.fail(problem)
    if ended.stopped:
        console.say("stopped; what is done is kept, the same command goes on from there")
        raise typer.Exit(130)
    if ended.problems:
        raise typer.Exit(2)
    if strict and ended.fell_short:
        raise typer.Exit(1)


@app.command(epilog="Example: workbench assess demo-workspace --budget 30 --json")
def assess(
    targets: Annotated[
        list[Path] | None, typer.Argument(help="Task files, folders of them, or task ids.")
    ] = None,
    solution: Annotated[
        str, typer.Option(help="The solution to mutate; else one that passes.")
    ] = "",
    budget: Annotated[float, typer.Option(help="Seconds a task.", min=1, max=86_400)] = 60,
    reruns: Annotated[int, typer.Option(help="Reruns that look for flakes.", min=1, max=1000)] = 20,
    full: Annotated[bool, typer.Option("--full", help="Every mutant on every test.")] = False,
    sandbox: Annotated[str, typer.Option(help="auto, bubblewrap or docker.")] = "auto",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256)] = 1,
    scheduler: Scheduler = "",
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Measure even if known.")] = False,
    json: Json = False,
) -> None:
    """What suites are worth: gates, mutants, flakes, coverage, counterexamples."""
    from workbench.adequacy.wish import Wish
    from workbench.commands import assessing, crews, progress, running
    from workbench.commands.assessed import as_dict
    from workbench.commands.pace import Pace
    from workbench.sandboxes.base import Cancel

    files = running.task_files(targets or [Path()])
    wish = Wish(solution, budget, full, reruns, use_cache=not no_cache)
    cancel, failed, unfinished, known = Cancel(), False, 0, 0
    kind = running.sandbox_kind(sandbox)
    pace = Pace("assess", len(files), running.audit_folder(files))
    with (
        progress.AssessProgress(pace, as_json=json) as shown,
        console.interruptible(cancel),
        crews.there(scheduler) if scheduler else crews.here(jobs, cancel, shown.say) as crew,
    ):
        if not scheduler:
            assessing.sandbox(kind)
        for done in assessing.assess_all(crew, files, wish, kind, cancel):
            unfinished += not done.whole
            known += done.known
            shown.ended(known=done.known, failed=done.error is not None)
            if done.assessment is not None:
                shown.show(as_dict(done.assessment))
            if done.error is not None:
                failed = True
                console.fail(done.error)
    if known:
        console.say(f"{known} were known already; --no-cache measures anew")
    if unfinished:
        console.say(f"{unfinished} not finished; what is done is kept, the same command goes on")
    if cancel.is_set():
        raise typer.Exit(130)
    if failed:
        raise typer.Exit(2)


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
    from workbench.commands import linting, progress, running

    files = running.task_files(targets or [Path()])
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


@review_app.command("show", epilog="Example: workbench review show py-bookings")
def review_show(task: TaskId, reviewer: Reviewer = "", json: Json = False) -> None:
    """A review, readable; `--json` as one line of JSON."""
    from workbench.commands import reviewing

    if json:
        console.say_text(reviewing.as_json_line(task, reviewer))
    else:
        # A title and a rationale can hold what a terminal would obey.
        console.say_text(console.visible(reviewing.as_markdown(task, reviewer)))


@review_app.command("export", epilog="Example: workbench review export py-bookings > review.json")
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
