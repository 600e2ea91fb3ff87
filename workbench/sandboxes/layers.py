"""Making a layer readable for a sandbox that runs under a dropped uid.

Toolchains often lie under /root, which only root may enter. As root the supervisor lives in a
mount namespace of its own, where each layer is bound read-only at a neutral path that everybody
may enter. Nothing is copied, and everything vanishes with the supervisor.

Standard library only: the supervisor imports this under `python -I -S`.
"""

from __future__ import annotations

import os
from pathlib import Path

from workbench.errors import InfrastructureError
from workbench.sandboxes import kernel
from workbench.sandboxes.base import Layer

_PLACE = Path("/run/reviewer-workbench")


class Layers:
    """Where each layer can be read."""

    def __init__(self) -> None:
        self._mounted: dict[tuple[str, int, int], str] = {}
        self.private = False
        """whether this supervisor has its own mount namespace"""
        self.why_not = "not root"
        if os.geteuid() == 0:
            try:
                self._settle()
            except OSError as error:
                self.why_not = str(error)

    def _settle(self) -> None:
        kernel.private_mount_namespace()
        _PLACE.mkdir(mode=0o755, exist_ok=True)
        flags = kernel.MS_NOSUID | kernel.MS_NODEV
        kernel.mount("tmpfs", str(_PLACE), "tmpfs", flags, "size=1m,mode=0755")
        for name in ("layers", "box", "tmp"):
            (_PLACE / name).mkdir(mode=0o755)
        self.private = True

    @property
    def scratch(self) -> tuple[str, str] | None:
        """Mount points for a job's /box and /tmp, when a job can make its own mounts."""
        return (str(_PLACE / "box"), str(_PLACE / "tmp")) if self.private else None

    def place(self, layer: Layer) -> str:
        """A path the sandbox can read the layer at. Raises InfrastructureError with the mend."""
        try:
            source = layer.source.resolve(strict=True)
            facts = source.stat()
        except OSError as error:
            raise InfrastructureError(
                f"layer {layer.name}: cannot read {layer.source}: {error.strerror}",
                mend="install it again: workbench doctor names the command",
            ) from error
        if not self.private:
            if os.geteuid() == 0:
                self._refuse_closed(layer, source)
            return str(source)
        # The inode tells a tree that was replaced under the same name from the old one.
        key = (str(source), facts.st_dev, facts.st_ino)
        if key not in self._mounted:
            self._mounted[key] = self._mount(layer, source)
        return self._mounted[key]

    def _mount(self, layer: Layer, source: Path) -> str:
        target = _PLACE / "layers" / str(len(self._mounted))
        try:
            target.mkdir() if source.is_dir() else target.touch()
            kernel.mount(str(source), str(target), None, kernel.MS_BIND, "")
            read_only = kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV
            flags = kernel.MS_REMOUNT | kernel.MS_BIND | read_only
            kernel.mount("none", str(target), None, flags, "")
        except OSError as error:
            raise InfrastructureError(
                f"layer {layer.name}: cannot bind {source} read-only: {error}",
                mend="run the workbench as an ordinary user, or as root with CAP_SYS_ADMIN",
            ) from error
        return str(target)

    def _refuse_closed(self, layer: Layer, source: Path) -> None:
        """Without a mount namespace the dropped uid needs its own way in."""
        for folder in (source, *source.parents):
            if not folder.stat().st_mode & 0o001:
                raise InfrastructureError(
                    f"layer {layer.name}: {folder} is closed to the sandbox's uid, and this root "
                    f"may not make mounts ({self.why_not})",
                    mend=f"install {layer.name} under a folder everybody may enter, such as /opt",
                )
