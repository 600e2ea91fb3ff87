"""What images hold, as tar streams: the system image's recipe, and layers for engines elsewhere.

An engine on this machine binds the layers' own folders, so that both backends run the very same
bytes. Any other gets them copied, one image a layer, each built on the one before: a changed
harness then costs a few kilobytes, Java's some megabytes. Images are found again by labels.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from workbench.errors import InfrastructureError, NoSandbox
from workbench.resources import sandbox_files
from workbench.sandboxes.base import Layer
from workbench.sandboxes.container import LABEL

DEFAULT_BASE = "debian:bookworm-slim"
SYSTEM_LABEL = f"{LABEL}.system"
TREE_LABEL = f"{LABEL}.tree"
_CHUNK = 1 << 18

Say = Callable[[str], None]


class Engine(Protocol):
    """The few things about images an engine is asked for."""

    def find_image(self, label: str, value: str) -> str | None:
        """Id of an image with that label."""
        ...

    def image_id(self, name: str) -> str | None:
        """Id of the image of that name, None when there is none. Never pulls."""
        ...

    def build(self, context: bytes, base: str, labels: Mapping[str, str]) -> str:
        """Build from a context (tar); its id."""
        ...

    def drop_image(self, image: str) -> None:
        """Remove it. Never raises."""
        ...

    def extend(self, parent: str, tree: Iterator[bytes], labels: Mapping[str, str]) -> str:
        """`parent` with the tar stream `tree` unpacked over its root; its id."""
        ...


def recipe_files() -> dict[str, bytes]:
    """The build context of the system image."""
    folder = sandbox_files() / "images"
    return {p.name: p.read_bytes() for p in sorted(folder.iterdir()) if p.is_file()}


def system_image(engine: Engine, base: str, say: Say) -> str:
    """Id of the system image over `base`, built when it is not there. Raises NoSandbox."""
    found, key, files = _look_up(engine, base)
    if found is not None:
        return found
    say(f"docker: building the sandbox's image over {base}, about half a minute")
    try:
        return engine.build(_context(files), base, {SYSTEM_LABEL: key})
    except InfrastructureError as error:
        raise NoSandbox(
            f"the sandbox's image cannot be built: {error.message}",
            mend="the build installs Debian packages and needs the network of the engine's machine",
        ) from error


def is_built(engine: Engine, base: str) -> bool:
    """Whether the system image is there. Raises NoSandbox when it cannot even be built."""
    return _look_up(engine, base)[0] is not None


def _look_up(engine: Engine, base: str) -> tuple[str | None, str, dict[str, bytes]]:
    base_id = engine.image_id(base)
    if base_id is None:
        raise NoSandbox(
            f"the docker engine has no image {base}, from which the sandbox's is built",
            mend=(
                f"docker pull {base}, or without a registry: "
                f"mmdebstrap --variant=minbase bookworm - | docker import - {base}"
            ),
        )
    files = recipe_files()
    key = _digest([base_id.encode(), *(part for item in files.items() for part in _bytes(item))])
    return engine.find_image(SYSTEM_LABEL, key), key, files


def image_with(engine: Engine, system: str, layers: Sequence[Layer]) -> str:
    """Id of an image that holds copies of `layers`, made when it is not there."""
    parent, key = system, system
    for layer in layers:
        key = _digest([key.encode(), layer.target.encode(), _identity(layer)])
        found = engine.find_image(TREE_LABEL, key)
        parent = found or engine.extend(parent, tree(layer), {TREE_LABEL: key})
    return parent


def tree(layer: Layer) -> Iterator[bytes]:
    """A layer as a tar stream that unpacks over the root, owned by root. Raises OSError."""
    reading, writing = os.pipe()
    trouble: list[BaseException] = []

    def write() -> None:
        try:
            with (
                os.fdopen(writing, "wb") as pipe,
                tarfile.open(fileobj=pipe, mode="w|", bufsize=_CHUNK) as tar,
            ):
                for parent in reversed(Path(layer.target).parents[:-1]):
                    tar.addfile(_folder(str(parent).lstrip("/")))
                tar.add(layer.source.resolve(), layer.target.lstrip("/"), filter=_as_root)
        except BrokenPipeError:
            pass  # Whoever reads gave up and knows why.
        except (OSError, tarfile.TarError) as error:
            trouble.append(error)

    writer = threading.Thread(target=write, name="layer", daemon=True)
    writer.start()
    try:
        with os.fdopen(reading, "rb", buffering=0) as pipe:
            while chunk := pipe.read(_CHUNK):
                yield chunk
    finally:
        writer.join()
    if trouble:
        raise InfrastructureError(f"layer {layer.name}: {trouble[0]}") from trouble[0]


def _folder(name: str) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode = tarfile.DIRTYPE, 0o755
    return entry


def _as_root(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def _identity(layer: Layer) -> bytes:
    """The layer's own digest, else one of everything in it."""
    if layer.digest:
        return f"{layer.name}\0{layer.digest}".encode()
    source = layer.source.resolve()
    parts: list[bytes] = []
    for path in [source, *sorted(source.rglob("*"))]:
        facts = path.lstat()
        parts += [str(path.relative_to(source)).encode(), str(facts.st_mode).encode()]
        if path.is_symlink():
            parts.append(os.fsencode(path.readlink()))
        elif path.is_file():
            parts.append(path.read_bytes())
    return _digest(parts).encode()


def _context(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            # The Dockerfile copies modes along.
            entry.mode = 0o755 if data.startswith(b"#!") else 0o644
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def _bytes(item: tuple[str, bytes]) -> tuple[bytes, bytes]:
    return item[0].encode(), item[1]


def _digest(parts: Sequence[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(b"%d\0" % len(part) + part)
    return total.hexdigest()[:32]
