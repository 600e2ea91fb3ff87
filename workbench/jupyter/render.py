"""A task in a notebook without widgets: highlighted by Pygments, everything escaped."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from html import escape
from typing import Any

from workbench.model.task import Solution, Suite, Task
from workbench.reports.code import coloured
from workbench.reports.safe import visible

# A stylesheet of one's own: the notebook's theme colours through its variables, with fallbacks.
_CSS = """
.wb-task{font-size:13px;max-width:72em}
.wb-task summary{cursor:pointer;padding:3px 0}
.wb-task pre{overflow:auto;padding:8px;margin:4px 0;background:var(--jp-layout-color2,#f6f8fa);
color:var(--jp-content-font-color1,#1f2328);line-height:1.5}
.wb-task .k,.wb-task .kd,.wb-task .kn,.wb-task .kc,.wb-task .kt,.wb-task .ow
{color:var(--jp-mirror-editor-keyword-color,#0b6bcb)}
.wb-task .s,.wb-task .s1,.wb-task .s2,.wb-task .sd,.wb-task .se
{color:var(--jp-mirror-editor-string-color,#0a7d4f)}
.wb-task .c,.wb-task .c1,.wb-task .cm{color:var(--jp-mirror-editor-comment-color,#59636e)}
.wb-task .mi,.wb-task .mf{color:var(--jp-mirror-editor-number-color,#a4440b)}
.wb-task .nf,.wb-task .nc,.wb-task .nb{color:var(--jp-mirror-editor-def-color,#6f42c1)}
"""


def task_text(task: Task) -> str:
    """A task as plain text: what a terminal shows."""
    lines = [
        f"{visible(task.title)}  ({task.id}, {task.language})",
        "",
        visible(task.prompt),
        "",
        *(_line("solution", holder) for holder in task.solutions),
        *(_line("suite", holder) for holder in task.suites),
    ]
    return "\n".join(lines)


def _line(kind: str, holder: Solution | Suite) -> str:
    return f"{kind} {holder.name} ({holder.role}): {', '.join(map(visible, holder.files))}"


def task_html(task: Task) -> str:
    """A task as HTML: prompt, candidate and given tests open, everything else one click away."""
    parts = [
        f"<style>{_CSS}</style>",
        f"<div class='wb-task'><h3>{_text(task.title)}</h3>",
        f"<p><code>{_text(task.id)}</code> &middot; {_text(task.language)}</p>",
        _section("Prompt", f"<pre>{_text(task.prompt)}</pre>", "open"),
    ]
    for solution in task.solutions:
        opened = "open" if solution.role == "candidate" else ""
        title = f"Solution {solution.name} ({solution.role})"
        parts.append(_section(title, _files(solution, task.language), opened))
    for suite in task.suites:
        opened = "open" if suite.role == "given" else ""
        parts.append(_section(f"Suite {suite.name}", _files(suite, task.language), opened))
    return "".join([*parts, "</div>"])


def _section(title: str, body: str, opened: str) -> str:
    return f"<details {opened}><summary><b>{_text(title)}</b></summary>{body}</details>"


def _files(holder: Solution | Suite, language: str) -> str:
    return "".join(
        f"<div><code>{_text(path)}</code></div>{coloured(path, text, language)}"
        for path, text in sorted(holder.files.items())
    )


def _text(text: str) -> str:
    return escape(visible(text))


def _bundle(task: Task, include: Any = None, exclude: Any = None) -> Mapping[str, str]:
    return {"text/plain": task_text(task), "text/html": task_html(task)}


def register() -> None:
    """Make IPython show tasks this way, when one is running. Never imports IPython itself."""
    if "IPython" not in sys.modules:
        return
    shell = sys.modules["IPython"].get_ipython()
    if shell is not None:
        shell.display_formatter.mimebundle_formatter.for_type(Task, _bundle)
