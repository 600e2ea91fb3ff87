"""What a job may look like, checked before anything of it reaches a backend."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from workbench.errors import InputError, UnsafePath
from workbench.sandboxes.base import Job

MOST_FILES = 1_750
"""of one job, the same for every backend: bubblewrap takes 9,000 words, and a file is five"""
_TAKEN = ("/job", "/box", "/tmp", "/proc", "/dev", "/usr", "/etc", "/sys")


def check_job(job: Job) -> None:
    """Raises UnsafePath or InputError for a job no backend could run as it was meant."""
    if not job.command or not job.command[0].startswith("/"):
        raise InputError(
            f"a job's command must start with an absolute path, not {job.command[:1]!r}"
        )
    _check_words("command", job.command)
    _check_words("environment", [*job.env, *job.env.values()])
    for name in job.env:
        if not name or "=" in name:
            raise InputError(f"{name!r} cannot be the name of an environment variable")
    if len(job.files) > MOST_FILES:
        raise InputError(
            f"{len(job.files):,} files are more than a sandbox takes: {MOST_FILES:,}",
            mend="leave out what no test reads, or keep data in few files",
        )
    for path in job.files:
        _check_file(path)
    for layer in job.layers:
        _check_absolute(f"target of layer {layer.name}", layer.target)
        if any(layer.target == t or layer.target.startswith(f"{t}/") for t in _TAKEN):
            raise UnsafePath(f"layer {layer.name} may not be put at {layer.target}")
        if not layer.source.is_absolute():
            raise UnsafePath(f"source of layer {layer.name} is not absolute: {layer.source}")
    _check_absolute("working directory", job.cwd)
    _check_limits(job)


def _check_file(path: str) -> None:
    _check_words("file name", [path])
    parts = path.split("/")
    if path.startswith("/") or any(part in ("", ".", "..") for part in parts):
        raise UnsafePath(f"{path!r} is not a plain relative path under /job")


def _check_absolute(what: str, path: str) -> None:
    _check_words(what, [path])
    if not path.startswith("/") or posixpath.normpath(path) != path or path == "/":
        raise UnsafePath(f"{what}: {path!r} is not a plain absolute path")


def _check_words(what: str, words: Iterable[str]) -> None:
    for word in words:
        if "\0" in word:
            raise UnsafePath(f"{what}: a NUL character in {word!r}")
        try:
            word.encode()
        except UnicodeEncodeError as error:
            raise UnsafePath(f"{what}: {word!r} is not valid Unicode") from error


def _check_limits(job: Job) -> None:
    for name, value in vars(job.limits).items():
        if value is not None and not 0 < value < 1 << 50:
            raise InputError(f"limit {name} must be above zero, not {value}")
