"""What an expected object of a Rust solution is made from: moved, it may yet be equal."""

from __future__ import annotations

import re

from workbench.languages.compiled_shadow import Literal, literal, movable
from workbench.languages.rust_checks import Check
from workbench.languages.rust_expected import KINDS
from workbench.languages.rust_readers import sides
from workbench.languages.syntax import Node, children, text_of, walk


def guess(check: Check) -> list[Literal]:
    """What an expected object of the solution is made from: the literals of `point(4, 6)`, of
    `Clock::new(8, 0)`, of `Point { x: 1 }`, where it is surely the expected side."""
    if not check.word.endswith("assert_eq"):
        return []
    left, right = sides(check)[:2]
    if re.match(r"(expect|want)", text_of(left.node)) or left.node.type == "struct_expression":
        return []
    base = right.node
    while base.type == "call_expression":
        function = base.child_by_field_name("function")
        inner = function.child_by_field_name("value") if function is not None else None
        if function is None or function.type != "field_expression" or inner is None:
            break
        base = inner
    if not _makes(base):
        return []
    found = [
        literal(check.file.path, node, KINDS[node.type], right.shift)
        for node in walk(right.node, lambda n: n.type not in ("token_tree", "closure_expression"))
        if node.type in KINDS
    ]
    return [each for each in found if movable(each)]


def _makes(node: Node) -> bool:
    """Whether an expression makes an object: `Point { .. }`, `Clock::new(..)`, `Error::Odd(..)`,
    `point(..)` of nothing but literals. Any other call computes, and its arguments are inputs."""
    if node.type == "struct_expression":
        return True
    name, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if node.type != "call_expression" or name is None or given is None:
        return False
    path = text_of(name).split("::")
    if path[-1][:1].isupper() or (len(path) > 1 and path[-2][:1].isupper()):
        return True
    return all(part.type in KINDS for part in children(given))
