"""The commands that run: `workbench run` and `workbench assess`, on one task or a data set."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from workbench.commands import console
from workbench.commands.words import Jobs, Json, Scheduler

app = typer.Typer()


@app.command(epilog="Example: workbench run demo-workspace --solution all --json")
def run(
    targets: Annotated[
        list[Path] | None, typer.Argument(help="Task files, folders of them, or task ids.")
    ] = None,
    solution: Annotated[str, typer.Option(help="A solution's name, or all.")] = "",
    suite: Annotated[str, typer.Option(help="A suite's name, or all.")] = "",
    sandbox: Annotated[str, typer.Option(help="auto, bubblewrap or docker.")] = "auto",
    jobs: Jobs = None,
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
    from workbench.commands.own_cores import kept_to
    from workbench.commands.pace import Pace
    from workbench.commands.task_files import task_files

    files = task_files(targets or [Path()])
    asked = run_audit.Asked(
        solution, suite, running.sandbox_kind(sandbox), jobs or 1, scheduler,
        use_cache=not no_cache, unlimited=allow_unenforced_memory,
    )  # fmt: skip
    total = None if "all" in (solution, suite) else len(files)
    pace = Pace("run", total, running.audit_folder(files))
    with kept_to(jobs), progress.RunProgress(pace, as_json=json) as shown:
        ended = run_audit.run(files, asked, shown)
    if ended.unsaved:
        console.fail(run_audit.not_kept(ended.unsaved))
    if ended.stopped:
        rest = "else " if ended.unsaved else ""
        console.say(f"stopped; what is {rest}done is kept, the same command goes on from there")
        raise typer.Exit(130)
    if ended.problems or ended.unsaved:
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
    jobs: Jobs = None,
    scheduler: Scheduler = "",
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Measure even if known.")] = False,
    json: Json = False,
) -> None:
    """What suites are worth: gates, mutants, flakes, coverage, counterexamples."""
    from workbench.adequacy.wish import Wish
    from workbench.commands import assessing, crews, progress, running
    from workbench.commands.assessed import as_dict
    from workbench.commands.own_cores import kept_to
    from workbench.commands.pace import Pace
    from workbench.commands.task_files import task_files
    from workbench.sandboxes.base import Cancel

    files = task_files(targets or [Path()])
    wish = Wish(solution, budget, full, reruns, use_cache=not no_cache)
    cancel, failed, unfinished, known = Cancel(), False, 0, 0
    kind = running.sandbox_kind(sandbox)
    sandboxed = partial(running.own_sandbox, kind, False)
    pace = Pace("assess", len(files), running.audit_folder(files))
    with (
        kept_to(jobs),
        progress.AssessProgress(pace, as_json=json) as shown,
        console.interruptible(cancel),
        crews.crew_of(scheduler, jobs or 1, sandboxed, cancel, shown.say) as crew,
    ):
        for done in assessing.assess_all(crew, files, wish, kind, cancel):
            unfinished += not done.whole
            known += done.known
            if done.whole or not cancel.is_set():
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
