"""What every object on disk shares: frozen, closed, versioned, safe paths."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}\Z")
_SEGMENT = re.compile(r"[^/\\\x00-\x1f\x7f]{1,200}\Z")
# Windows would read these as devices or streams; refusing them everywhere keeps tasks portable.
_MAX_PATH = 400


def check_id(value: str) -> str:
    """An id becomes a file name: letters, digits, `.`, `_`, `-`; never `..` or a leading dot."""
    if not _ID.match(value) or ".." in value:
        raise ValueError(
            f"id {value!r}: use 1-120 letters, digits, '.', '_' or '-', "
            "starting with a letter or digit, without '..'"
        )
    return value


def check_path(value: str) -> str:
    """A relative POSIX path that stays inside its folder: no `..`, no absolute, no control."""
    parts = value.split("/")
    if (
        not value
        or len(value) > _MAX_PATH
        or value.startswith("/")
        or any(p in ("", ".", "..") or not _SEGMENT.match(p) for p in parts)
        or (len(parts[0]) > 1 and parts[0][1] == ":")
    ):
        raise ValueError(f"path {value!r} is not a plain relative path inside the task")
    return value


def check_text(value: str) -> str:
    """Text that can be stored as UTF-8: a lone surrogate cannot."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"text holds a lone surrogate at {error.start}") from None
    return value


def check_tree(files: dict[str, str]) -> dict[str, str]:
    """Paths that can stand on one disk: none is a file and a folder at a time."""
    for path in files:
        for at in (i for i, letter in enumerate(path) if letter == "/"):
            if path[:at] in files:
                raise ValueError(f"{path[:at]!r} is a file and, in {path!r}, a folder")
    return files


Id = Annotated[str, AfterValidator(check_id)]
RelPath = Annotated[str, AfterValidator(check_path)]
Text = Annotated[str, AfterValidator(check_text)]
Files = Annotated[dict[RelPath, Text], AfterValidator(check_tree)]


class Value(BaseModel):
    """A frozen value object; unknown keys are refused so that a typo cannot vanish."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Document(Value):
    """A file of its own on disk."""

    schema_version: int = Field(default=SCHEMA_VERSION, ge=1)


def canonical_json(value: Any) -> bytes:
    """One byte sequence for one value: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8")


def content_hash(value: Any) -> str:
    """sha256 of the canonical JSON, as 64 hex digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
