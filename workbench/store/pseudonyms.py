"""Names that stand for people in what leaves a workspace: the same person, the same name."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from workbench.errors import InvalidFile, NotFound, SaveFailed
from workbench.store.files import read_bytes, write_atomic

_FILE = "pseudonyms.key"
_LETTERS = 6
_SIZE = 32


class Pseudonyms:
    """Made from a key that stays in the workspace, readable by its owner alone: without it nobody
    can try out names. A workspace that cannot keep one gets another key each time, and `lasting`
    says so."""

    def __init__(self, root: Path) -> None:
        self._key, self.lasting = _key(root / _FILE)

    def of(self, person: str) -> str:
        """`reviewer-` and a few letters."""
        made = hashlib.blake2b(person.encode(), key=self._key, digest_size=16).hexdigest()
        return f"reviewer-{made[:_LETTERS]}"


def _key(path: Path) -> tuple[bytes, bool]:
    made = secrets.token_bytes(_SIZE)
    try:
        found = read_bytes(path, limit=_SIZE)
        # Another's key, or a damaged one, is not replaced: earlier reports rest on it.
        return (found, True) if len(found) == _SIZE else (made, False)
    except NotFound:
        pass
    except InvalidFile:
        return made, False
    try:
        write_atomic(path, made, mode=0o600)
    except SaveFailed:
        return made, False
    return made, True
