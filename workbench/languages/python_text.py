"""A Python source as bytes, and where the nodes of its tree stand in it."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right

_LINES = re.compile(rb"\r\n|\r|\n")
_COMMENT = re.compile(rb"#[^\r\n]*")


class Text:
    """One file. Offsets are bytes of its UTF-8."""

    def __init__(self, text: str) -> None:
        self.data = text.encode()
        self._lines = [0, *(m.end() for m in _LINES.finditer(self.data))]

    def offset(self, line: int, column: int) -> int:
        """Of a tree's position: line from 1, column in bytes."""
        return self._lines[line - 1] + column

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Start and end; of a decorated function or class, its first `@` is the start."""
        start = self.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]
        end = self.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        decorators = getattr(node, "decorator_list", None)
        if decorators:
            start = self.data.rindex(b"@", 0, self.span(decorators[0])[0])
        return start, end

    def of(self, node: ast.AST) -> str:
        """A node's text."""
        start, end = self.span(node)
        return self.data[start:end].decode()

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, the column in characters."""
        line = bisect_right(self._lines, offset)
        return line, len(self.data[self._lines[line - 1] : offset].decode()) + 1

    def indent(self, offset: int) -> str | None:
        """What stands before this place on its line, when that is only white space."""
        line = bisect_right(self._lines, offset)
        before = self.data[self._lines[line - 1] : offset]
        return before.decode() if not before.strip() else None

    def token(self, start: int, end: int, pattern: bytes) -> tuple[int, int] | None:
        """Where `pattern` first stands between two places, comments left out."""
        between = _COMMENT.sub(lambda m: b" " * len(m[0]), self.data[start:end])
        found = re.search(pattern, between)
        return (start + found.start(), start + found.end()) if found else None
