"""Code as HTML, coloured by Pygments: escaped, and without a control character left in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from workbench.reports.safe import visible


def coloured(path: str, text: str, language: str) -> str:
    """A `div.highlight` around a `pre`. Pygments escapes what it is given."""
    return str(highlight(visible(text), _lexer(path, language), HtmlFormatter(nobackground=True)))


@cache
def _lexer(path: str, language: str) -> Any:
    for find, name in ((get_lexer_for_filename, path), (get_lexer_by_name, language)):
        try:
            return find(name, stripnl=False)
        except ClassNotFound:
            continue
    return TextLexer()
