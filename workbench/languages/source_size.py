"""How much code there is to read: what stands in texts is data and costs little, code is parsed,
walked and changed many times."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SOURCES = (
    *(".py", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".go", ".rs", ".java"),
)
_LONG = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""'
    r"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''",
    re.DOTALL,
)
_SHORT = re.compile(r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"' r"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'")


def code_size(*trees: Mapping[str, str]) -> int:
    """Characters of the sources in these trees, without what stands between quotes. A few more or
    less are no matter: it is a measure of the work, not of the text."""
    return sum(
        _outside(path, text)
        for tree in trees
        for path, text in tree.items()
        if path.endswith(_SOURCES)
    )


def _outside(path: str, text: str) -> int:
    if path.endswith((".py", ".java")):  # elsewhere three quotes are three quotes
        text = _LONG.sub("", text)
    return len(_SHORT.sub("", text))
