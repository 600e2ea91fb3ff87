"""Arguments that commands share."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="JSON lines on stdout, one object a result.")]
Scheduler = Annotated[
    str, typer.Option(help="A dask scheduler, tcp://host:port, whose workers do it.")
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, max=256,
        help="Processes, a core each; else one that also takes what is free for its proofs.",
    ),
]  # fmt: skip
