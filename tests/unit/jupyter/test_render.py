"""A task shown without widgets: everything in it is text."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.unit.jupyter.helpers import make_task
from workbench.jupyter.render import task_html, task_text, visible

HOSTILE = "<img src=x onerror=alert(1)>"


def test_markup_in_a_task_is_escaped_everywhere() -> None:
    task = make_task(
        title=HOSTILE,
        prompt=HOSTILE,
        solutions=[
            {"name": "c", "role": "candidate", "files": {HOSTILE.replace("/", ""): HOSTILE}}
        ],
        suites=[{"name": "given", "role": "given", "files": {"t.py": f"# {HOSTILE}"}}],
    )
    html = task_html(task)
    assert "<img" not in html
    assert html.count("&lt;img") >= 4


def test_an_inline_script_cannot_end_the_stylesheet_or_a_tag() -> None:
    html = task_html(make_task(prompt="</style></pre><script>alert(1)</script>"))
    assert "<script" not in html
    assert html.count("</style>") == 1


def test_escape_and_direction_characters_are_written_out() -> None:
    assert visible("a\x1b[31m\u202eb\x00\r\n\tc") == "a[U+001B][31m[U+202E]b[U+0000]\r\n\tc"
    html = task_html(make_task(title="x\u202ey\x1b"))
    assert not re.search("[\u202e\x1b]", html)


def test_a_huge_file_is_cut_and_says_so() -> None:
    assert visible("x" * 50_000).endswith("[... 10000 characters more]")


def test_code_is_highlighted() -> None:
    assert '<span class="k">def</span>' in task_html(make_task())


def test_the_plain_text_names_solutions_and_suites() -> None:
    text = task_text(make_task())
    assert "solution candidate (candidate): add.py" in text
    assert "suite given (given): test_add.py" in text


def test_importing_the_workbench_never_imports_jupyter() -> None:
    code = (
        "import workbench, workbench.store.workspace, workbench.jupyter, sys\n"
        "print([m for m in sys.modules if m.split('.')[0] in"
        " ('IPython', 'ipykernel', 'anywidget', 'ipywidgets', 'jupyterlab', 'traitlets')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
