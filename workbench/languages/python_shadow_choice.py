"""Which assertions of a function a shadow leaves as they are.

A test ends at its first failing assertion, so only that one tells anything: code that is right
there and cheats further on would look honest. Therefore the shadow begins to differ at an
assertion drawn by the secret seed; those before it stay, and everything from there on is
perturbed. An assertion that could only be turned into its opposite (`isinstance`, `is not None`)
stays where another value is expected later: an object that claims to equal everything fails the
opposite as an honest one does, and would not be seen.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from workbench.languages.python_shadow_reach import Reach, may_leave
from workbench.languages.shadow_values import Dice

_BLOCKS = (ast.With, ast.AsyncWith, ast.For, ast.AsyncFor)


def left_alone(body: list[ast.stmt], strong: Reach, dice: Dice) -> Iterator[ast.AST]:
    """The nodes of the statements before the one at which the shadow begins to differ."""
    chances: list[int] = []
    for at, node in enumerate(body):
        if strong.statement(node):
            chances.append(at)
        elif may_leave(node):
            break
    if not chances:
        return
    chosen = dice.pick(chances)
    for node in body[:chosen]:
        yield from _own(node)
    first = body[chosen]
    if isinstance(first, _BLOCKS) and strong.block(first.body):
        yield from left_alone(first.body, strong, dice)


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """A statement and what is below it, without functions that may be called later."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _own(child)
