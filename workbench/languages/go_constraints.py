"""Which Go files belong to a linux/amd64 build without cgo: file names and `//go:build` lines."""

from __future__ import annotations

import re

_GOOS = frozenset(
    [
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "hurd",
        "illumos",
        "ios",
        "js",
        "linux",
        "nacl",
        "netbsd",
        "openbsd",
        "plan9",
        "solaris",
        "wasip1",
        "windows",
        "zos",
    ]
)
_GOARCH = frozenset(
    [
        "386",
        "amd64",
        "arm",
        "arm64",
        "loong64",
        "mips",
        "mips64",
        "mips64le",
        "mipsle",
        "ppc64",
        "ppc64le",
        "riscv64",
        "s390x",
        "wasm",
    ]
)
_SATISFIED = frozenset({"linux", "amd64", "unix", "gc"})
_LINE = re.compile(r"^//go:build[ \t]+(.+?)\s*$", re.MULTILINE)
_TOKEN = re.compile(r"\s*(\(|\)|&&|\|\||!|[\w.]+)")


def is_built(path: str, source: str) -> bool:
    """Whether the go command compiles the file here."""
    parts = path.rsplit("/", 1)[-1].removesuffix(".go").removesuffix("_test").split("_")
    if parts[0] == "" or path.rsplit("/", 1)[-1].startswith("."):
        return False  # files that start with _ or . are ignored
    tail = parts[1:]
    if tail and tail[-1] in _GOARCH:
        if tail[-1] != "amd64":
            return False
        tail = tail[:-1]
    if tail and tail[-1] in _GOOS and tail[-1] != "linux":
        return False
    # A constraint stands before the package clause.
    before = re.split(r"^package\b", source, maxsplit=1, flags=re.MULTILINE)[0]
    constraint = _LINE.search(before)
    return constraint is None or _holds(constraint[1])


def _holds(expression: str) -> bool:
    tokens = _TOKEN.findall(expression) or ["!"]
    position = 0

    def peek() -> str:
        return tokens[position] if position < len(tokens) else ""

    def take() -> str:
        nonlocal position
        token = peek()
        position += 1
        return token

    def either() -> bool:
        value = both()
        while peek() == "||":
            take()
            value = both() or value
        return value

    def both() -> bool:
        value = single()
        while peek() == "&&":
            take()
            value = single() and value
        return value

    def single() -> bool:
        token = take()
        if token == "!":
            return bool(peek()) and not single()
        if token == "(":
            value = either()
            take()
            return value
        return token in _SATISFIED or re.fullmatch(r"go1\.\d+", token) is not None

    return either()
