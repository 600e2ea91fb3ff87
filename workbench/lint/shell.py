"""Shell scripts and image recipes as lint reads them: commands that reach out, packages that are
installed without a version.

Read line by line, without a shell's grammar: what stands in quotes or behind a variable is missed.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import NamedTuple

_SCRIPT = re.compile(r"(?:.*/)?(?:[^/]*\.(?:sh|bash)|Makefile)")
_RECIPE = re.compile(r"(?:.*/)?(?:Dockerfile[^/]*|[^/]*\.Dockerfile)")
_SEPARATOR = re.compile(r"&&|\|\||[;|&]")
_BEFORE = {"sudo", "exec", "time", "nohup", "then", "do", "else", "if", "!", "(", "{", "env", "-"}
_ALWAYS = {"curl", "wget", "ssh", "scp", "rsync", "nc", "ncat", "telnet", "ftp", "sftp", "dig",
           "nslookup", "ping"}  # fmt: skip
_FETCHING = {
    "git": {"clone", "fetch", "pull", "ls-remote"}, "pip": {"install", "download"},
    "uv": {"add", "sync", "pip", "tool", "run"}, "uvx": set(), "npx": set(), "pipx": {"install"},
    "conda": {"install"}, "poetry": {"add", "install"}, "npm": {"install", "i", "ci", "add"},
    "yarn": {"add", "install"}, "pnpm": {"add", "install", "i"}, "cargo": {"install", "fetch"},
    "go": {"get", "install", "mod"}, "gem": {"install"}, "apt": {"install", "update"},
    "apt-get": {"install", "update"}, "apk": {"add"}, "yum": {"install"}, "dnf": {"install"},
}  # fmt: skip
"""Commands that reach out, and by which first words; none named: whatever the words are."""
_ALIASES = {"pip3": "pip"}
_VALUED = {"-r", "-c", "-i", "-t", "-e", "-p", "--requirement", "--constraint", "--index-url",
           "--extra-index-url", "--target", "--prefix", "--python", "--with", "--from"}  # fmt: skip
_PACKAGE = re.compile(r"(?!https?:|git\+)[A-Za-z0-9@][^$]*")


class Command(NamedTuple):
    """One command: its line, from 1, and its words, the program's name first."""

    line: int
    words: tuple[str, ...]


def is_script(path: str) -> bool:
    """Whether a file of that name is run by a shell."""
    return _SCRIPT.fullmatch(path) is not None


def is_recipe(path: str) -> bool:
    """Whether a file of that name says how an image is built."""
    return _RECIPE.fullmatch(path) is not None


def commands(text: str) -> Iterator[Command]:
    """The commands of a script, or of a recipe's RUN lines."""
    number, whole, first = 0, "", 0
    for raw in text.split("\n"):
        number += 1
        line = raw.strip()
        if line.startswith("#"):
            continue
        first = first or number
        if line.endswith("\\"):
            whole += line[:-1] + " "
            continue
        for part in _SEPARATOR.split(whole + line):
            if words := _words(part):
                yield Command(first, words)
        whole, first = "", 0


def _words(part: str) -> tuple[str, ...]:
    try:
        words = shlex.split(part, comments=True)
    except ValueError:
        words = part.split()
    if words and words[0] in ("RUN", "CMD", "ENTRYPOINT"):
        words = [word for word in words[1:] if not word.startswith("--mount")]
    while words and (words[0] in _BEFORE or re.fullmatch(r"\w+=.*", words[0])):
        words = words[1:]
    if len(words) > 2 and re.fullmatch(r"python[\d.]*", words[0]) and words[1] == "-m":
        words = words[2:]
    if not words:
        return ()
    name = words[0].rsplit("/", 1)[-1]
    return (_ALIASES.get(name, name), *words[1:])


def reaches_out(command: Command) -> bool:
    """Whether it needs the network. A word that is this machine's own address is none."""
    name, *rest = command.words
    if name in _ALWAYS:
        return bool(rest) and not any(re.search(r"localhost|127\.0\.0\.1|\[::1\]", w) for w in rest)
    if name not in _FETCHING:
        return False
    wanted = _FETCHING[name]
    first = next((word for word in rest if not word.startswith("-")), "")
    if name == "go":
        return rest[:2] == ["mod", "download"] or first in ("get", "install")
    return bool(rest) and (not wanted or first in wanted)


def unpinned(command: Command) -> Iterator[str]:
    """Packages of Python or Node that it installs without one version, as they are written."""
    name, *rest = command.words
    if name == "uv" and rest[:1] == ["pip"]:
        name, rest = "pip", rest[1:]
    wanted = {"pip": ("install",), "npm": ("install", "i", "add"), "uv": ("add",),
              "yarn": ("add",), "pnpm": ("add",), "pipx": ("install",)}.get(name)  # fmt: skip
    if wanted is None or not rest or rest[0] not in wanted:
        return
    skip = False
    for word in rest[1:]:
        if skip or word.startswith("-"):
            skip = not skip and word in _VALUED
        elif "==" not in word and not _at_version(name, word) and _PACKAGE.fullmatch(word):
            yield word


def _at_version(name: str, word: str) -> bool:
    exact = re.search(r".@(\d[\w.-]*)\Z", word) is not None
    return name in ("npm", "yarn", "pnpm") and exact


def loose_images(text: str) -> Iterator[str]:
    """Images a recipe begins from without naming which: no tag, or the newest."""
    stages: set[str] = set()
    for line in text.split("\n"):
        found = re.match(r"(?i)\s*FROM\s+(?:--\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?", line)
        if found is None:
            continue
        image = found[1]
        loose = ":" not in image.rsplit("/", 1)[-1] or image.endswith(":latest")
        if loose and "@" not in image and image not in stages | {"scratch"} and "$" not in image:
            yield image
        if found[2]:
            stages.add(found[2])
