"""Probes of lines and branches in Java, and fuel: what is put between statements, in front of
bodies and around conditions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from workbench.languages.java_mutants_flow import is_value_arm
from workbench.languages.java_probe_class import GUARD
from workbench.languages.java_types import assigns, bare, binds, code, is_constant
from workbench.languages.schemata import Piece, Site, Wrap
from workbench.languages.syntax import Node, walk

Kind = Literal["line", "true", "false", "guard"]
NewProbe = Callable[[Node, Kind], int]

BLOCKS = frozenset({"block", "constructor_body", "switch_block_statement_group"})
LOOPS = frozenset({"for_statement", "enhanced_for_statement", "while_statement", "do_statement"})
_CLOSED = frozenset(
    {"annotation", "marker_annotation", "switch_label", "annotation_type_declaration"}
)
_FORMLESS = ("local_class_declaration", "class_declaration", "record_declaration")


def probe_sites(root: Node, probe: NewProbe) -> list[Site]:
    """All of a file. `probe` gives a place its number."""
    sites: list[Site] = []
    for node in walk(root, lambda n: n.type not in _CLOSED):
        parent = node.parent
        if parent is None or node.type in _CLOSED:
            continue
        if _is_statement(node):
            more = "" if node.type == "block" else f"{GUARD}.p({probe(node, 'line')}); "
            if parent.type in LOOPS:
                more += f"{GUARD}.f(); "
            if node.type == "block":
                if more:
                    sites.append(Site(node.start_byte, node.end_byte, _opened(more)))
            elif parent.type in BLOCKS:
                sites.append(Site(node.start_byte, node.end_byte, _put(more, "")))
            else:
                sites.append(Site(node.start_byte, node.end_byte, _put(f"{{ {more}", " }")))
        elif node.type == "block" and parent.type in (
            *("method_declaration", "lambda_expression", "compact_constructor_declaration"),
        ):
            sites.append(Site(node.start_byte, node.end_byte, _opened(f"{GUARD}.f(); ")))
        elif node.type == "constructor_body":
            sites.append(_entered(node))
        if (tested := _tested(node)) is not None:
            taken, not_taken = probe(tested, "true"), probe(tested, "false")
            sites.append(Site(tested.start_byte, tested.end_byte, _branch(taken, not_taken)))
    return sites


def _is_statement(node: Node) -> bool:
    """Whether something may be put before `node`, with braces or without."""
    parent = node.parent
    if parent is None or not node.is_named or node.type in _FORMLESS:
        return False
    if node.type.endswith("comment"):
        return False
    if node.type in ("switch_label", "explicit_constructor_invocation"):
        return False
    if parent.type in BLOCKS:
        return node.type != "block"
    if parent.type == "switch_rule":
        return node.type.endswith("_statement") and not (
            node.type == "expression_statement" and is_value_arm(node)
        )
    if parent.type == "if_statement":
        return node in (
            parent.child_by_field_name("consequence"), parent.child_by_field_name("alternative")
        )  # fmt: skip
    return parent.type in LOOPS and node == parent.child_by_field_name("body")


def _entered(body: Node) -> Site:
    first = next(iter(code(body)), None)
    if first is not None and first.type == "explicit_constructor_invocation":
        return Site(first.start_byte, first.end_byte, _put("", f" {GUARD}.f();"))
    return Site(body.start_byte, body.end_byte, _opened(f"{GUARD}.f(); "))


def _tested(node: Node) -> Node | None:
    """The condition of this statement or `?:`, where it may be asked which way it went."""
    if node.type not in ("if_statement", "ternary_expression", *LOOPS):
        return None
    test = bare(node.child_by_field_name("condition"))
    if test is None or is_constant(test) or binds(test) or assigns(test):
        return None
    return test


def _branch(taken: int, not_taken: int) -> Wrap:
    def wrap(original: list[Piece], _: list[tuple[int, str]]) -> list[Piece]:
        return [
            ("((", 0), *original,
            (f") && {GUARD}.t({taken}) || {GUARD}.e({not_taken}))", 0),
        ]  # fmt: skip

    return wrap


def _put(before: str, after: str) -> Wrap:
    return lambda original, _: [(before, 0), *original, (after, 0)]


def _opened(code: str) -> Wrap:
    return lambda original, _: after_brace(original, [(f" {code}", 0)])


def after_brace(original: list[Piece], more: list[Piece]) -> list[Piece]:
    """`more` behind the brace that `original` begins with."""
    brace = next(i for i, (text, _) in enumerate(original) if text)
    text, number = original[brace]
    return [
        *original[:brace], (text[:1], number), *more, (text[1:], number), *original[brace + 1 :]
    ]  # fmt: skip
