"""Where an engine finds layers: in the workbench's own folders, or in images that hold copies.

Which of the two is found by trying: a container that was given the folders must run on our kernel
and see our inodes. The same container says which of the layers' programs miss a library of the
image; nobody's solution may be blamed for those.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from workbench.errors import InfrastructureError
from workbench.sandboxes.base import Job, JobLimits, Layer, Outcome
from workbench.sandboxes.container import Shape, Tree
from workbench.sandboxes.images import Engine, Say, image_with

Place = tuple[str, tuple[Tree, ...]]
"""An image, and what is bound into it."""

_LOOK = """
cat /proc/sys/kernel/random/boot_id
for target in "$@"; do stat -c '%d %i' "$target"; done
echo libraries
sh /usr/local/lib/reviewer-workbench/missing_libraries
"""
_LIMITS = JobLimits(wall_s=60, cpus=2.0)


class Places:
    """Thread-safe; remembers what it found."""

    def __init__(
        self,
        engine: Engine,
        system: str,
        run: Callable[[Job, Shape], Outcome],
        copy_layers: bool,
        say: Say,
    ) -> None:
        self._engine = engine
        self._system = system
        self._run = run
        self._copy = copy_layers
        self._say = say
        # Protects `_known` and `_own`; held while a layer travels, so that it travels once.
        self._lock = threading.Lock()
        self._known: dict[tuple[object, ...], Place] = {}
        self._own: list[str] = []

    def place(self, layers: Sequence[Layer]) -> Place:
        """Raises InfrastructureError with the mend."""
        if not layers:
            return self._system, ()
        trees = tuple(_tree(layer) for layer in layers)
        key = (trees, tuple(layer.digest for layer in layers))
        with self._lock:
            if key not in self._known:
                self._known[key] = self._settle(layers, trees)
            return self._known[key]

    def close(self) -> None:
        """Remove images of layers that have no name to be found by again."""
        for image in self._own:
            self._engine.drop_image(image)

    def _settle(self, layers: Sequence[Layer], trees: tuple[Tree, ...]) -> Place:
        if not self._copy:
            place = (self._system, trees)
            seen = self._look(place)
            if seen is not None and seen[0] == _ours(trees):
                self._refuse_missing(seen[1])
                return place
            self._copy = True
        self._say("docker: copying the layers to the engine, once")
        image = image_with(self._engine, self._system, layers)
        if not all(layer.digest for layer in layers):
            self._own.append(image)
        seen = self._look((image, ()))
        if seen is None:
            raise InfrastructureError("docker: the copied layers cannot be looked at")
        self._refuse_missing(seen[1])
        return image, ()

    def _look(self, place: Place) -> tuple[list[str], list[str]] | None:
        """(boot and inodes, missing libraries) as seen inside; None when the engine refuses."""
        image, trees = place
        targets = [tree.target for tree in trees]
        job = Job(("/bin/sh", "-c", _LOOK, "look", *targets), limits=_LIMITS)
        try:
            outcome = self._run(job, Shape.of(job, image, trees))
        except InfrastructureError as error:
            if trees and "bind source path" in error.message:
                return None
            raise
        facts, _, missing = outcome.stdout.decode(errors="replace").partition("libraries\n")
        if outcome.exit_code != 0:
            raise InfrastructureError(f"docker: looking at the layers failed: {outcome.stderr!r}")
        return facts.splitlines(), missing.splitlines()

    def _refuse_missing(self, missing: list[str]) -> None:
        if missing:
            raise InfrastructureError(
                f"the sandbox's image lacks a library: {missing[0]}",
                mend="build it over an image of this machine's release (WORKBENCH_DOCKER_BASE), "
                "or use --sandbox bubblewrap",
            )


def _tree(layer: Layer) -> Tree:
    try:
        source = layer.source.resolve(strict=True)
        facts = source.stat()
    except OSError as error:
        raise InfrastructureError(
            f"layer {layer.name}: cannot read {layer.source}: {error.strerror}",
            mend="install it again: workbench doctor names the command",
        ) from error
    return Tree(str(source), layer.target, (facts.st_dev, facts.st_ino))


def _ours(trees: tuple[Tree, ...]) -> list[str]:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return [boot, *(f"{device} {inode}" for device, inode in (tree.identity for tree in trees))]
