"""What stands in a git repository, through git's plumbing: objects are read, nothing is run.

No working tree is made, so no hook, filter or submodule can act; system, user and environment
settings are shut out; the repository's own settings that name programs are of no use to the three
commands called here, and missing objects are not fetched.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import InvalidFile, MissingTool, NotFound
from workbench.exchange.strict_records import Refused

MAX_OUTPUT = 64 << 20
_SECONDS = 60
_REVISION = re.compile(r"(?!-)[A-Za-z0-9._/^~@{}-]{1,200}\Z")
_ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
}
_SETTINGS = (
    "safe.directory=*", "core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.allow=never",
    "core.attributesFile=/dev/null", "core.alternateRefsCommand=", "core.sshCommand=false",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A file of a commit: `mode` as git writes it, 120000 for a link, 160000 for a submodule."""

    path: str
    mode: str
    object: str


class Repository:
    """One repository, bare or with a working tree. Raises NotFound, InvalidFile, MissingTool."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise NotFound(f"{path} is no folder")
        inside = path / ".git"
        if inside.is_symlink() or inside.is_file():
            raise InvalidFile(
                f"{inside} points somewhere else", mend="name the repository it points to"
            )
        self._folder = (inside if inside.is_dir() else path).resolve()
        if not (self._folder / "HEAD").is_file() or not (self._folder / "objects").is_dir():
            raise InvalidFile(f"{path} is no git repository")
        if (self._folder / "objects/info/alternates").exists():
            raise InvalidFile(f"{path} borrows objects from elsewhere", mend="clone it without")
        found = shutil.which("git", path=_ENVIRONMENT["PATH"])
        if found is None:
            raise MissingTool("reading a repository needs git", mend="install git")
        self._git = found

    def commit(self, revision: str) -> str:
        """The full name of a commit. Raises NotFound."""
        if not _REVISION.match(revision):
            raise NotFound(f"{revision[:80]!r} is no name of a commit")
        try:
            out = self._run("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        except Refused:
            raise NotFound(f"there is no commit {revision}") from None
        return out.decode().strip()

    def files(self, commit: str) -> list[Entry]:
        """Every file of a commit."""
        found = []
        for line in self._run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            if line:
                facts, _, name = line.partition(b"\t")
                mode, _, object_name = facts.decode().split(" ")
                found.append(Entry(name.decode("utf-8", "surrogateescape"), mode, object_name))
        return found

    def texts(self, entries: list[Entry], most: int) -> Iterator[tuple[str, bytes]]:
        """Path and content of each, none longer than `most` bytes. Raises Refused."""
        wanted = "".join(f"{entry.object}\n" for entry in entries).encode()
        sizes = self._run("cat-file", "--batch-check=%(objectsize)", given=wanted).split(b"\n")
        for entry, told in zip(entries, sizes, strict=False):
            if not told.isdigit() or int(told) > most:
                raise Refused(f"{entry.path} is missing or larger than {most >> 20} MiB")
        data = self._run("cat-file", "--batch", given=wanted)
        at = 0
        for entry in entries:
            end = data.index(b"\n", at)
            size = int(data[at:end].split(b" ")[2])
            yield entry.path, data[end + 1 : end + 1 + size]
            at = end + 1 + size + 1

    def _run(self, *words: str, given: bytes = b"") -> bytes:
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        command = [self._git, "--no-pager", f"--git-dir={self._folder}", *settings, *words]
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as said:
            asked.write(given)
            asked.seek(0)
            git = subprocess.Popen(
                command, stdin=asked, stdout=subprocess.PIPE, stderr=said, env=_ENVIRONMENT, cwd="/"
            )
            clock = threading.Timer(_SECONDS, git.kill)
            clock.start()
            assert git.stdout is not None
            with git, git.stdout:
                # No more than that is ever held: a few trees can name billions of files.
                out = git.stdout.read(MAX_OUTPUT + 1)
                if len(out) > MAX_OUTPUT:
                    git.kill()
            clock.cancel()
            said.seek(0)
            lines = said.read(4096).decode("utf-8", "replace").strip().splitlines()
        if len(out) > MAX_OUTPUT:
            raise Refused(f"it holds more than {MAX_OUTPUT >> 20} MiB")
        if git.returncode:
            why = lines[-1][:200] if lines else f"ended after {_SECONDS} seconds or by itself"
            raise Refused(f"git {words[0]}: {why}")
        return out
