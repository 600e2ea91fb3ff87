"""Whether a Go test surely gets to a check, and which functions it may go through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workbench.languages.go_checks import FAILS, Check, GoFile, selected
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

Wanted = Callable[[Check], bool]


def reaches(
    body: Node | None, file: GoFile, files: Mapping[str, GoFile], wanted: Wanted,
    filled: Callable[[Node, GoFile], bool], seen: frozenset[int] = frozenset(),
) -> bool:  # fmt: skip
    """Whether a function's body, run to its end without failing, surely passes a wanted check.
    `filled` tells whether what a `for` ranges over has elements."""

    def statements(block: Node | None) -> bool:
        return any_of(listed(block))

    def any_of(block: list[Node]) -> bool:
        for statement in block:
            if one(statement):
                return True
            if leaves(statement, file):
                return False
        return False

    def one(node: Node) -> bool:
        check = file.checks.get(node.id)
        match node.type:
            case "if_statement":
                if check is not None and wanted(check):
                    return True
                start = node.child_by_field_name("initializer")
                if start is not None and one(start):
                    return True
                if expression(node.child_by_field_name("condition")):
                    return True
                other = node.child_by_field_name("alternative")
                if other is None:
                    return False
                last = one(other) if other.type == "if_statement" else statements(other)
                # Who passes does not get into the branch of a check.
                return last and (
                    check is not None or statements(node.child_by_field_name("consequence"))
                )
            case "expression_switch_statement":
                return cases(node)
            case "for_statement":
                clause = next(iter(children(node, "range_clause", "for_clause")), None)
                return clause is not None and filled(clause, file) and statements(
                    node.child_by_field_name("body")
                )  # fmt: skip
            case "block":
                return statements(node)
            case "go_statement" | "func_literal" | "select_statement" | "type_switch_statement":
                return False
            case "defer_statement":
                return expression(node)
            case _:
                return expression(node)

    def cases(node: Node) -> bool:
        every = False
        for case in children(node, "expression_case", "default_case"):
            check = file.checks.get(case.id)
            if check is not None and wanted(check):
                return True
            if check is not None and check.condition is not None:
                continue  # who passes does not get into it
            if not any_of(listed(case)):
                return False
            every = case.type == "default_case"
        return every

    def expression(node: Node | None) -> bool:
        if node is None:
            return False
        for call in walk(node, lambda n: n.type not in ("func_literal", "block")):
            if call.type != "call_expression":
                continue
            check = file.checks.get(call.id)
            if check is not None and wanted(check):
                return True
            owner, word = selected(call)
            function = call.child_by_field_name("function")
            if function is not None and function.type == "func_literal":
                if statements(function.child_by_field_name("body")):
                    return True
            elif owner in file.testers and word in ("Run", "Fuzz", "Cleanup"):
                given = children(call.child_by_field_name("arguments") or call)
                if given and given[-1].type == "func_literal":
                    if statements(given[-1].child_by_field_name("body")):
                        return True
                    continue
                word = text_of(given[-1]) if given else ""
                if helper(word):
                    return True
            elif not owner and helper(word):
                return True
        return False

    def helper(name: str) -> bool:
        for other in files.values():
            function = other.functions.get(name)
            if other.folder == file.folder and function is not None and function.id not in seen:
                inner = function.child_by_field_name("body")
                return reaches(inner, other, files, wanted, filled, seen | {function.id})
        return False

    return statements(body)


def called(body: Node, file: GoFile, files: Mapping[str, GoFile]) -> Iterator[tuple[GoFile, Node]]:
    """A function's body and those of all functions of the suite it mentions, each once."""
    todo, seen = [(file, body)], {body.id}
    while todo:
        here, node = todo.pop()
        yield here, node
        names = here.index.words(node)
        for other in files.values():
            for known in (other.functions, other.methods) if other.folder == file.folder else ():
                for name in sorted(names & known.keys()):
                    inner = known[name].child_by_field_name("body")
                    if inner is not None and inner.id not in seen:
                        seen.add(inner.id)
                        todo.append((other, inner))


def listed(block: Node | None) -> list[Node]:
    """The statements of a block."""
    found: list[Node] = []
    for part in children(block) if block is not None else []:
        found.extend(children(part) if part.type == "statement_list" else [part])
    return found


def leaves(statement: Node, file: GoFile) -> bool:
    """Whether something in a statement may end the function or the loop's round although no check
    fails."""

    def enter(node: Node) -> bool:
        if node.type == "func_literal":
            return False
        # What stands below a failing call is not done by who passes.
        return not (node.type in ("block", "statement_list") and fails(node, file))

    for node in walk(statement, enter):
        if node.type in ("return_statement", "goto_statement"):
            return True
        if node.type in ("continue_statement", "break_statement"):
            inner = [a.type for a in ancestors(node) if _within(a, statement)]
            if not any(kind in _HOLDS for kind in inner):
                return True
        if node.type == "call_expression" and selected(node)[1] in ("Skip", "Skipf", "SkipNow"):
            return True
    return False


_HOLDS = frozenset({"for_statement", "expression_switch_statement", "select_statement"})


def _within(node: Node, outer: Node) -> bool:
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def fails(block: Node, file: GoFile) -> bool:
    """Whether a block fails the test by a statement of its own."""
    return any(
        statement.type == "expression_statement"
        and (call := next(iter(children(statement, "call_expression")), None)) is not None
        and selected(call)[0] in file.testers
        and selected(call)[1] in FAILS
        for statement in listed(block)
    )
