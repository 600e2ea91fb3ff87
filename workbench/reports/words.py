"""A report as Markdown: for a ticket, a mail, a repository."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.model.measures import Figure
from workbench.model.report import Opinion, Outcome, Proven, Report, TaskFacts, Trust
from workbench.reports.safe import in_markdown as md
from workbench.reports.summary import figures, unmeasured

_DETAILED = 200
_ABSENT = "not measured"


def markdown(report: Report) -> Iterator[str]:
    """Line by line. Every foreign text is plain words; the table holds all tasks, what stands
    behind it the first few hundred."""
    yield f"# {md(report.title)}"
    yield ""
    yield "; ".join(f"{name} {value}" for name, value in figures(report))
    yield ""
    yield from _trust(report)
    yield "| # | task | language | candidate | strength | missed | high | medium | decided | why |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for rank, facts in enumerate(report.tasks, start=1):
        yield f"| {rank} | {' | '.join(_cells(facts))} |"
    for facts in report.tasks[:_DETAILED]:
        if facts.flags or facts.opinions:
            yield ""
            yield from _task(facts)
    if len(report.tasks) > _DETAILED:
        yield ""
        yield f"Flags of the first {_DETAILED} tasks; the rest are in the workspace."
    yield ""
    named = "by name" if report.names else "by pseudonym"
    yield f"Made {report.made_at} by Reviewer Workbench {report.workbench}; reviewers {named}."
    for sentence in report.left_out:
        yield f"Left out: {md(sentence, 400)}"


def _trust(report: Report) -> Iterator[str]:
    if not report.trust:
        yield "How often these flags are right here is not measured: no task has a known truth."
    for rule in report.trust:
        yield f"- {rule.rule}: {_rates(rule)}"
    yield from _proven(report)
    missing = unmeasured(report, 8)
    yield ""
    if missing:
        yield "Not measured: " + "; ".join(f"{md(what)} ({count} tasks)" for what, count in missing)
        yield ""


def _proven(report: Report) -> Iterator[str]:
    if report.proven:
        yield ""
        yield "Measured before, on other data:"
        yield ""
    for row in report.proven:
        yield f"- {row.finding}: {_both(row)}, on {md(row.data)} ({row.at}, {md(row.how)})"
    if report.unproven:
        yield ""
        yield f"Never measured where the truth is known: {'; '.join(map(md, report.unproven))}."


def _rates(rule: Trust) -> str:
    return f"{_both(rule)}, on {rule.known} tasks, by {md(rule.against)}"


def _both(found: Trust | Proven) -> str:
    return f"precision {_share(found.precision)}, recall {_share(found.recall)}"


def _share(figure: Figure) -> str:
    if figure.value is None:
        return figure.note
    if figure.low is None or figure.high is None:
        return f"{figure.value:.0%} ({figure.note})"
    return f"{figure.value:.0%} ({figure.low:.0%} to {figure.high:.0%})"


def _cells(facts: TaskFacts) -> list[str]:
    missed = _ABSENT if facts.mutants is None else f"{facts.missed} of {facts.mutants}"
    counts = ["-", "-"]
    if facts.tests is not None or facts.counts:
        counts = [str(facts.counts.get(word, 0)) for word in ("high", "medium")]
    strength = _ABSENT if facts.strength is None else f"{facts.strength:.2f}"
    return [
        f"{md(facts.title, 90)} ({md(facts.task_id)})", facts.language, _verdict(facts.candidate),
        strength, missed, *counts, ", ".join(facts.decisions) or "-", md(facts.why, 160),
    ]  # fmt: skip


def _verdict(outcome: Outcome | None) -> str:
    if outcome is not None and outcome.changed:
        return f"not measured now ({outcome.then.replace('_', ' ')} then)"
    if outcome is None or not outcome.verdict:
        return "not run"
    return f"{outcome.verdict.replace('_', ' ')} {md(outcome.grade)}"


def _task(facts: TaskFacts) -> Iterator[str]:
    yield f"## {md(facts.title, 120)}"
    yield ""
    for flag in facts.flags:
        yield f"- **{flag.severity}** {flag.kind.replace('_', ' ')}: {md(flag.message, 500)}"
    for said in facts.opinions:
        yield f"- {md(said.reviewer)}: {_opinion(said)}"


def _opinion(said: Opinion) -> str:
    if said.cannot_judge:
        return f"cannot judge: {md(said.cannot_judge, 400)}"
    scores = ", ".join(
        f"{a.axis.replace('_', ' ')} {'-' if a.score is None else a.score}" for a in said.axes
    )
    stale = " (the task has changed since)" if said.stale else ""
    return f"{said.decision or 'no decision'}{stale}; {scores}"
