"""Small files of a session in a shared folder that more than one side reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import Field, TypeAdapter, ValidationError

from workbench.errors import InvalidFile, NotFound
from workbench.model.base import Id, Value
from workbench.model.moving import Part
from workbench.model.session import Feedback
from workbench.store.files import NO_LIMIT, explain, parse_json, read_bytes, validate_value

_PART: TypeAdapter[Part] = TypeAdapter(Part)


class Told(Value):
    """`feedback.json`: what was told, by assignment."""

    told: dict[Id, Feedback] = Field(default_factory=dict)


def part_of(line: bytes, name: str) -> Part:
    """One line as the part it is. Raises InvalidFile."""
    try:
        return _PART.validate_python(parse_json(line, name))
    except ValidationError as error:
        raise InvalidFile(f"{name}: {explain(error)}") from None


def read_parts(path: Path) -> Iterator[Part]:
    """All whole lines of a file of parts; none when there is no file. Raises InvalidFile."""
    try:
        lines = read_bytes(path, limit=NO_LIMIT).split(b"\n")[:-1]
    except NotFound:
        return
    for number, line in enumerate(lines, 1):
        yield part_of(line, f"{path.name} line {number}")


def lines_of(parts: Iterable[Part]) -> bytes:
    """A file of parts."""
    return b"".join(part.model_dump_json().encode("utf-8") + b"\n" for part in parts)


def read_feedback(path: Path) -> dict[str, Feedback]:
    """What was told, by assignment."""
    try:
        return validate_value(Told, parse_json(read_bytes(path), path.name), path.name).told
    except NotFound:
        return {}
