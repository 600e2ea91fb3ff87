"""A track of Exercism, or the Aider polyglot repository, as records: an exercise a folder."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from workbench.errors import InvalidFile
from workbench.exchange.base import (
    Ask,
    Fields,
    Imported,
    Refused,
    import_raw,
    import_records,
)
from workbench.exchange.plain_layout import language_named, language_of
from workbench.exchange.strict_records import Raw, decode
from workbench.exchange.tree import Tree, open_tree
from workbench.model.task import Task

CONFIG = ".meta/config.json"
_LEFT = re.compile(
    r"(?:.*/)?(?:gradlew(?:\.bat)?|(?:package-lock|pnpm-lock|npm-shrinkwrap)\.\w+|yarn\.lock"
    r"|Cargo\.lock|go\.sum)|(?:gradle|\.vscode|\.idea)/.*"
)
"""Lock files, wrappers of builds and settings of editors: no part of an exercise."""


def reader(convert: Callable[[Fields], Task]) -> Callable[[Path, Ask], Iterator[Imported]]:
    """Reads JSON lines, or a folder or zip archive with exercises anywhere below it."""

    def read(path: Path, ask: Ask) -> Iterator[Imported]:
        if not path.is_dir() and not (path.is_file() and zipfile.is_zipfile(path)):
            return import_records(path, convert, ask)
        tree = open_tree(path)
        folders = sorted(
            name.removesuffix(CONFIG).rstrip("/")
            for name in tree.names
            if name == CONFIG or name.endswith(f"/{CONFIG}")
        )
        if not folders:
            raise InvalidFile(
                f"{path} holds no exercise: no folder with {CONFIG}",
                mend="name a track's repository, an exercise of it, or a file of JSON lines",
            )
        return import_raw(str(path), _records(tree, folders, ask), convert, ask)

    return read


def _records(tree: Tree, folders: list[str], ask: Ask) -> Iterator[Raw]:
    track = _track(tree)
    found = tree.records(
        folders, ask.after, lambda name: not _LEFT.fullmatch(name), lambda name: name == CONFIG
    )
    for raw in found:
        if raw.value is None:
            yield raw
            continue
        try:
            yield Raw(raw.line, _record(raw.value, folders[raw.line - 1], track, ask))
        except ValueError as error:
            yield Raw(raw.line, None, f"{raw.value['folder']}: {error}")


def _record(value: dict[str, Any], folder: str, track: str, ask: Ask) -> dict[str, Any]:
    files = value["files"]
    config = decode(files[CONFIG])
    roles = config.get("files") if isinstance(config, dict) else None
    if not isinstance(roles, dict):
        raise Refused(f"{CONFIG} says of no file what it is for (files)")
    # An exercise that teaches a concept calls its example so.
    if "example" not in roles and "exemplar" in roles:
        roles = {**roles, "example": roles["exemplar"]}
    language = ask.language or _named(*folder.split("/"), track) or language_of(files)
    return {
        "language": language or "",
        "slug": value["folder"],
        "source_path": folder,
        "files_role": roles,
        "files": files,
        "left": value["left"],
    }


def _track(tree: Tree) -> str:
    """The language a track's own settings name."""
    try:
        config = decode(tree.text("config.json")) if "config.json" in tree.names else {}
    except ValueError:
        return ""
    slug = config.get("slug") if isinstance(config, dict) else ""
    return slug if isinstance(slug, str) else ""


def _named(*words: str) -> str:
    for word in words:
        try:
            return language_named(word).value
        except Refused:
            continue
    return ""
