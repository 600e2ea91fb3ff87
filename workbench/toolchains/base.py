"""What the other rooms see of a toolchain: whether it is there, and the layers it offers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from workbench.sandboxes.base import Layer

Say = Callable[[str], None]
"""Progress, a sentence a step; a silent install of two minutes looks like a hang."""

MEND_KIT = "run `make kits` in a checkout, or `workbench doctor --install`"
"""For every kit alike: a mend that does not mend is worse than none."""


@dataclass(frozen=True)
class Toolbox:
    """Layers a language needs, ready to mount.

    `facts` (versions, the kit's digest, the harness's digest) go into a run's provenance and its
    hash. `paths` maps a tool's name (`python`, `node`, `rustc`...) to its absolute path inside
    the sandbox.
    """

    layers: tuple[Layer, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ToolStatus:
    """A line of `workbench doctor`."""

    check: str
    ok: bool
    detail: str
    mend: str = ""


class Toolchain(Protocol):
    """One toolchain with its kit. Cheap to make; looks at the machine only when asked."""

    name: str
    """`python`, `node` (JavaScript and TypeScript), `go`, `rust`, `java`."""

    def status(self) -> tuple[ToolStatus, ...]:
        """The toolchain and its kit, each with what is missing and the command that mends it."""
        ...

    def install(self, say: Say) -> None:
        """Install the kit, atomically: a kit is there whole or not at all. Idempotent.
        Raises MissingTool when the toolchain itself is absent or a download fails."""
        ...

    def toolbox(self) -> Toolbox:
        """Layers to mount. Raises MissingTool, naming the mend; never installs by itself."""
        ...
