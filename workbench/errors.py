"""Every error the workbench raises on purpose.

    WorkbenchError                something the user can understand and mend
    ├── InputError                bad input; the command exits 2
    │   ├── InvalidFile           a file is not what its name says
    │   │   └── FutureVersion     written by a newer workbench: read-only refusal
    │   ├── UnsafePath            a path that would leave the place it belongs to
    │   └── NotFound              a task, suite, solution or test id that is not there
    ├── Forbidden                 a calibration session does not give the caller this
    │   ├── Blind                 not before the session is revealed
    │   └── Paused                nothing is handed out to this reviewer
    ├── Held                      another reviewer is at this task
    ├── NoSandbox                 no backend passed its self-check; the command exits 3
    ├── MissingTool               a toolchain or kit is not installed
    ├── SaveFailed                the disk refused; what was on disk is unchanged
    │   └── Conflict              somebody else saved first; both versions are kept
    ├── InfrastructureError       the sandbox itself broke: never the solution's fault
    └── Cancelled                 the user stopped it

Each carries `mend`: what to do about it, as a command or a sentence.
"""

from __future__ import annotations


class WorkbenchError(Exception):
    """Something went wrong that the user can understand; `mend` says what to do."""

    def __init__(self, message: str, *, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} ({self.mend})" if self.mend else self.message


class InputError(WorkbenchError):
    """The caller gave something that cannot be used."""


class InvalidFile(InputError):
    """A file is malformed; the message names the file, the place and the reason."""


class FutureVersion(InvalidFile):
    """A file was written by a newer workbench; it is left untouched."""


class UnsafePath(InputError):
    """A path is absolute, climbs out, or holds characters no file of a task may have."""


class NotFound(InputError):
    """The named task, solution, suite or test does not exist."""


class Forbidden(WorkbenchError):
    """The caller has no such part in the session."""


class Blind(Forbidden):
    """The session is blind: nobody sees another's rating yet."""


class Paused(Forbidden):
    """The lead, or the session's rule, hands out nothing more to this reviewer."""


class Held(WorkbenchError):
    """Another reviewer holds the task."""


class NoSandbox(WorkbenchError):
    """No sandbox backend passed its self-check, so nothing may be executed."""


class MissingTool(WorkbenchError):
    """A toolchain or a kit is absent; `mend` is the command that installs it."""


class SaveFailed(WorkbenchError):
    """Writing failed; the old version is intact."""


class Conflict(SaveFailed):
    """Another writer saved first; nothing was overwritten."""


class InfrastructureError(WorkbenchError):
    """The sandbox or its supervisor failed; says nothing about the code under test."""


class Cancelled(WorkbenchError):
    """The user cancelled."""
