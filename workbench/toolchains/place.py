"""Where kits and caches live on the host, and how a kit is put there whole or not at all."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path


def cache_root() -> Path:
    """`$WORKBENCH_CACHE`, else `/var/cache/reviewer-workbench` for root (a sandbox under a
    dropped uid must be able to read it, and /root is closed), else the user's cache folder."""
    given = os.environ.get("WORKBENCH_CACHE")
    if given:
        return Path(given)
    if os.geteuid() == 0:
        return Path("/var/cache/reviewer-workbench")
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "reviewer-workbench"


def digest_of(*parts: Path | str | bytes) -> str:
    """Hex digest (16 characters) of files, folders (names and contents, sorted) and strings."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            files = sorted(p for p in part.rglob("*") if p.is_file()) if part.is_dir() else [part]
            for file in files:
                if "__pycache__" in file.parts:
                    continue
                name = str(file.relative_to(part)) if part.is_dir() else file.name
                data = file.read_bytes()
                total.update(f"{name}\0{len(data)}\0".encode())
                total.update(data)
        else:
            data = part.encode() if isinstance(part, str) else part
            total.update(f"\0{len(data)}\0".encode())
            total.update(data)
    return total.hexdigest()[:16]


def kit_path(name: str, digest: str) -> Path:
    """The folder of a kit; it exists only when the kit is complete."""
    return cache_root() / "kits" / f"{name}-{digest}"


@contextlib.contextmanager
def installing(final: Path) -> Iterator[Path | None]:
    """Yields a fresh folder to fill, renamed to `final` on success, removed on failure.

    Yields None when `final` is already there. The lock lets two processes that start together
    install once: the second waits and finds it done.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    os.chmod(final.parent, 0o755)
    lock_path = final.parent / f".{final.name}.lock"
    with open(lock_path, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if final.is_dir():
            yield None
            return
        fresh = Path(tempfile.mkdtemp(prefix=f".{final.name}.", dir=final.parent))
        os.chmod(fresh, 0o755)
        try:
            yield fresh
            os.rename(fresh, final)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
