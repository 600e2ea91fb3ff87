"""The artefact of a build job: a header line naming the parts, then their bytes.

    {"parts": [{"name": "tests/forth.rs", "size": 4194304}, ...]}\\n<bytes><bytes>...

It goes from one sandbox into another and is never opened on the host, only cut into its parts.
"""

from __future__ import annotations

from workbench.languages.records import load_line

MAX_PARTS = 200


def parts_of(artefact: bytes) -> list[tuple[str, bytes]]:
    """Name and bytes of every part. Raises ValueError when header and bytes do not agree."""
    header, newline, body = artefact.partition(b"\n")
    if not newline:
        raise ValueError("no header line")
    listed = load_line(header).get("parts")
    if not isinstance(listed, list) or len(listed) > MAX_PARTS:
        raise ValueError("no list of parts")
    found: list[tuple[str, bytes]] = []
    at = 0
    for item in listed:
        name, size = (item.get("name"), item.get("size")) if isinstance(item, dict) else (0, 0)
        if not isinstance(name, str) or not isinstance(size, int) or size < 0:
            raise ValueError("a part without name or size")
        if at + size > len(body):
            raise ValueError(f"part {name!r} is cut short")
        found.append((name, body[at : at + size]))
        at += size
    if at != len(body):
        raise ValueError("bytes after the last part")
    return found
