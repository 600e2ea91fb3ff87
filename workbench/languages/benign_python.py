"""Errors of another type, where the prompt names none: Python."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator

from workbench.languages.syntax import Node, ancestors, text_of, walk
from workbench.model.task import Solution

# What the language itself listens to, whoever wrote the code.
_PROTOCOL = frozenset({"StopIteration", "StopAsyncIteration", "AttributeError", "AssertionError",
                       "NotImplementedError", "SystemExit", "KeyboardInterrupt", "GeneratorExit",
                       "Exception", "BaseException", "ImportError"})  # fmt: skip
_EXCEPT = re.compile(r"\bexcept\b[^:\n]*|\bsuppress\([^)\n]*")


def other_errors(root: Node, solution: Solution, prompt: str) -> Iterator[tuple[Node, str]]:
    """`raise ValueError(...)` of a built-in type that the prompt does not name, nor any it is of,
    and that the solution does not wait for itself. `prompt`: a skeleton may name errors as well."""
    clauses = _EXCEPT.findall("\n".join(solution.files.values()))
    caught = " ".join(clauses)
    if any(clause.strip() == "except" for clause in clauses):
        return
    for node in walk(root):
        value = next(iter(node.named_children), None) if node.type == "raise_statement" else None
        called = value.child_by_field_name("function") if value is not None else None
        name = called if called is not None else value
        kind = getattr(builtins, text_of(name), None) if name is not None else None
        if name is None or not isinstance(kind, type) or not issubclass(kind, Exception):
            continue
        words = [each.__name__ for each in kind.__mro__ if issubclass(each, Exception)]
        owner = next((a for a in ancestors(node) if a.type == "function_definition"), None)
        own = text_of(owner.child_by_field_name("name")) if owner is not None else ""
        if kind.__name__ in _PROTOCOL or (own.startswith("__") and own != "__init__"):
            continue
        if any(re.search(rf"\b{word}\b", caught) for word in words):
            continue
        if not any(
            re.search(rf"\b{_spelt(word)}s?\b", prompt, re.IGNORECASE) for word in words[:-1]
        ):
            yield name, "type('OtherError', (Exception,), {})"


def _spelt(name: str) -> str:
    """`ValueError`, or `value error`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", r"\\s?", name)
