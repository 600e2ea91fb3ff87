"""Where Rust code spends fuel: at the start of every function, closure and turn of a loop."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.schemata import Piece, Site
from workbench.languages.syntax import Node


def fuel_of(node: Node, call: str) -> Iterator[Site]:
    """The site at which a node spends some, if it is one that does. `call` is an expression."""
    body = node.child_by_field_name("body")
    match node.type:
        case "function_item" | "loop_expression" | "while_expression" | "for_expression":
            if body is not None:
                yield first_in(body, call)
        case "closure_expression" if body is not None:
            if body.type == "block":
                yield first_in(body, call)
            elif not body.type.endswith("_block"):
                yield braced(body, call)


def first_in(block: Node, call: str) -> Site:
    """A block with a call as its first statement."""
    said = f" {call};"
    return Site(block.start_byte, block.end_byte, lambda o, _: _opened(o, said))


def braced(node: Node, call: str) -> Site:
    """A call, then an expression."""
    said = f"{{ {call}; "
    return Site(node.start_byte, node.end_byte, lambda o, _: [(said, 0), *o, (" }", 0)])


def _opened(pieces: list[Piece], said: str) -> list[Piece]:
    first, *rest = [piece for piece in pieces if piece[0]]
    return [("{" + said + first[0][1:], first[1]), *rest]
