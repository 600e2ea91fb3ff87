"""Arguments that many `workbench session` commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[str, typer.Argument(help="The session's id.")]
Who = Annotated[str, typer.Argument(help="A reviewer of the session.")]
Json = Annotated[bool, typer.Option("--json", help="JSON lines on stdout, one object a result.")]
Where = Annotated[Path, typer.Option("--workspace", help="A folder in the workspace.")]
