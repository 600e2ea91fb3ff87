"""Write the list of modules in `docs/design.md` anew from the modules' own first sentences."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "design.md"
MARK = "<!-- modules -->"

# Top floor first; a room imports only from floors below it.
ROOMS = (
    ("workbench/cli.py", "The command"),
    ("workbench/commands", "What each command does"),
    ("workbench/jupyter", "The desk in Jupyter"),
    ("workbench/reports", "Tables, charts, notebooks"),
    ("workbench/adequacy", "What a suite is worth"),
    ("workbench/judge", "Solution x suite to run"),
    ("workbench/sessions", "Calibration sessions at work"),
    ("workbench/lint", "What reading a task finds"),
    ("workbench/languages", "One module a language"),
    ("workbench/toolchains", "Compilers, interpreters, kits"),
    ("workbench/sandboxes", "What contains a run"),
    ("workbench/store", "The workspace on disk"),
    ("workbench/store/sessions", "Where sessions are kept, and what is hidden from whom"),
    ("workbench/exchange", "Foreign formats"),
    ("workbench/calibration", "What ratings say"),
    ("workbench/model", "Types of what is on disk"),
    ("workbench/errors.py", "Errors"),
    ("workbench/resources.py", "Files that ship along"),
)


def first_sentence(path: Path) -> str:
    """Of a module's docstring, on one line."""
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    paragraph = " ".join(text.split("\n\n")[0].split())
    return re.split(r"(?<=\.)\s", paragraph)[0].rstrip(":").strip()


def modules() -> str:
    """The list, room by room."""
    lines: list[str] = []
    for place, title in ROOMS:
        path = ROOT / place
        files = [path] if path.is_file() else sorted(path.glob("*.py"))
        lines += [f"### `{place}`: {title}", ""]
        lines += [
            f"- `{file.name}`: {first_sentence(file)}"
            for file in files
            if file.name != "__init__.py"
        ]
        lines += [""]
    return "\n".join(lines)


def page() -> str:
    """The whole page with a fresh list."""
    head = PAGE.read_text().split(MARK)[0]
    return f"{head}{MARK}\n\n{modules()}"


if __name__ == "__main__":
    PAGE.write_text(page())
