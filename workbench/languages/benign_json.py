"""JSON texts with other white space between their parts: they mean the same to every reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.syntax import Node, children, text_of
from workbench.model.task import LanguageName

_SPOKEN_OF = re.compile(
    r"compact|white ?-?space|indent|pretty|exact|(?<!\])\bbytes?\b|\blines?\b|\{\s*\\?\""
    r"|separator|minif|canonical|hash|\bkeys?\b|one-line|newline|verbatim|length"
)


def speaks_of_json_text(prompt: str) -> bool:
    """Whether a prompt may say how a JSON text looks; one that shows such a text does."""
    return _SPOKEN_OF.search(prompt.lower()) is not None


def spaced(node: Node, language: LanguageName) -> Iterator[tuple[Node, str]]:
    """A call that writes JSON, and the same with white space."""
    if node.type not in ("call", "call_expression"):
        return
    name = text_of(node.child_by_field_name("function"))
    listed = node.child_by_field_name("arguments")
    given = [a for a in children(listed) if a.type != "comment"] if listed is not None else []
    if len(given) != 1 or "splat" in given[0].type or "spread" in given[0].type:
        return
    only = text_of(given[0])
    match language:
        case LanguageName.PYTHON if name == "json.dumps":
            yield node, f"json.dumps({only}, indent=1)"
        case LanguageName.JAVASCRIPT | LanguageName.TYPESCRIPT if name == "JSON.stringify":
            yield node, f"JSON.stringify({only}, null, 1)"
        case LanguageName.GO if name == "json.Marshal":
            yield node, f'json.MarshalIndent({only}, "", " ")'
        case LanguageName.RUST if name in ("serde_json::to_string", "serde_json::to_vec"):
            yield node, f"{name}_pretty({only})"
