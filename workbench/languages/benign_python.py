"""Edits of Python alone that right code may differ by: the order of a list where the prompt gives
it none, and the type of an error that it does not name."""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterator

from workbench.languages.benign_values import Swap
from workbench.languages.syntax import Node, ancestors, text_of, walk
from workbench.model.task import Solution

FREE_ORDER = re.compile(
    r"\b(?:in\s+(?:any|no\s+particular|arbitrary|whatever)\s+order|(?:any|no\s+particular)\s+order"
    r"|(?:the\s+)?order\s+(?:\w+\s+){0,4}?(?:does\s+not\s+matter|doesn't\s+matter|is\s+(?:free|irrelevant"
    r"|not\s+(?:important|specified|defined|relevant))))\b"
)


def left_free(root: Node, solution: Solution, prompt: str, skeleton: str) -> Iterator[Swap]:
    """Those of one file of a solution. A skeleton may name errors as well."""
    yield from _rows(root, solution, prompt)
    yield from _errors(root, solution, f"{prompt}\n{skeleton}")


def _rows(root: Node, solution: Solution, prompt: str) -> Iterator[Swap]:
    """Of a function that a paragraph on free order speaks of, and of no other. What the solution
    itself calls may need its order."""
    paragraphs = re.split(r"\n\s*\n|\n\s*[-*]\s", prompt)
    free = [p for p in paragraphs if FREE_ORDER.search(p.lower())]
    text = "\n".join(solution.files.values())
    for node in walk(root):
        name = text_of(node.child_by_field_name("name"))
        if node.type != "function_definition" or not name or name.startswith("_"):
            continue
        if len(re.findall(rf"(?<![\w]){re.escape(name)}\s*\(", text)) > 1:
            continue
        if not any(_speaks_of_alone(name, p, prompt, text) for p in free):
            continue
        for part in walk(node):
            owner = next((a for a in ancestors(part) if a.type in _SCOPES), None)
            value = next(iter(part.named_children), None)
            if part.type == "return_statement" and owner == node and value is not None:
                said = text_of(value)
                after = f"(lambda v: v[::-1] if type(v) is list else v)(({said}))"
                yield Swap("rows", value, after)


# What the language itself listens to, whoever wrote the code.
_PROTOCOL = frozenset({"StopIteration", "StopAsyncIteration", "AttributeError", "AssertionError",
                       "NotImplementedError", "SystemExit", "KeyboardInterrupt", "GeneratorExit",
                       "Exception", "BaseException", "ImportError"})  # fmt: skip
_EXCEPT = re.compile(r"\bexcept\b[^:\n]*|\bsuppress\([^)\n]*")


def _errors(root: Node, solution: Solution, prompt: str) -> Iterator[Swap]:
    """`raise ValueError(...)` of a built-in type that the prompt does not name, nor any it is of,
    and that the solution does not wait for itself."""
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
            yield Swap("error", name, "type('OtherError', (Exception,), {})")


def _spelt(name: str) -> str:
    """`ValueError`, or `value error`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", r"\\s?", name)


_SCOPES = ("function_definition", "lambda")


def _speaks_of_alone(name: str, paragraph: str, prompt: str, text: str) -> bool:
    """Whether a paragraph, or where it names no function the prompt, names this one alone."""
    functions = set(re.findall(r"\bdef (\w+)", text))
    here = functions & set(re.findall(r"\w+", paragraph))
    return (here or functions & set(re.findall(r"\w+", prompt))) == {name}
