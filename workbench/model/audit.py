"""How far an audit of a data set is: written by it, for whoever looks on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workbench.model.base import Document, Text


class AuditProgress(Document):
    """`total` tasks or runs, 0 where nobody knows. `known`: answered from what was kept.
    `failed`: those of which there is no result. `fell_short`: verdicts that are no pass. `high`:
    tasks with a flag of high severity. `a_minute`: measured ones, lately; None before there is a
    rate. `process` is `boot/namespace/pid`: who shares the first two sees whether it runs; for
    everybody else a `running` one that was not updated for a minute died."""

    kind: Text
    host: Text
    pid: int
    process: Text = ""
    state: Literal["running", "stopped", "done"]
    began: Text
    updated: Text
    total: int = Field(ge=0)
    done: int = Field(ge=0)
    known: int = Field(default=0, ge=0)
    failed: int = Field(default=0, ge=0)
    fell_short: int = Field(default=0, ge=0)
    high: int = Field(default=0, ge=0)
    a_minute: float | None = None
    left_s: float | None = None
