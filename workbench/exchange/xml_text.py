"""Texts as XML may hold them: most control characters have no place in it at all."""

from __future__ import annotations

import re

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """What XML does not allow, replaced by the sign for that."""
    return counted(text)[0]


def counted(text: str) -> tuple[str, int]:
    """The same, and how many characters that were."""
    return _NO_XML.subn("\ufffd", text)
