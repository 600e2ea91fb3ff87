"""Arguments that many `workbench session` commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbench.commands.words import Json as Json

Name = Annotated[str, typer.Argument(help="The session's id.")]
Who = Annotated[str, typer.Argument(help="A reviewer of the session.")]
Where = Annotated[Path, typer.Option("--workspace", help="A folder in the workspace.")]
