"""Which assertions of a function a shadow leaves as they are; why, `python_shadow_choice` says."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.js_shadow_reach import FUNCTIONS, Reach, may_leave
from workbench.languages.shadow_values import Dice
from workbench.languages.syntax import Node, children, walk

_LOOPS = ("for_statement", "for_in_statement")


def left_alone(body: list[Node], strong: Reach, dice: Dice) -> Iterator[Node]:
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
        # Functions may be called later.
        yield from walk(node, lambda n: n.type not in FUNCTIONS)
    first = body[chosen]
    inside = first.child_by_field_name("body") if first.type in _LOOPS else None
    if inside is not None and inside.type == "statement_block":
        yield from left_alone(children(inside), strong, dice)
