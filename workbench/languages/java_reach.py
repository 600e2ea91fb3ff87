"""Whether a Java test surely gets to a check, and which methods it may go through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workbench.languages.java_checks import Check, JavaFile, arguments, own_call
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

# Calls that run the lambdas they are given, once each at least.
_RUNS = frozenset(
    [
        "assertAll",
        "assertTimeout",
        "assertTimeoutPreemptively",
        "assertDoesNotThrow",
        "dynamicTest",
        "satisfies",
        "of",
        "asList",
    ]
)

Wanted = Callable[[Check], bool]


def reaches(
    body: Node | None, file: JavaFile, files: Mapping[str, JavaFile], wanted: Wanted,
    filled: Callable[[Node, JavaFile], bool], seen: frozenset[int] = frozenset(),
) -> bool:  # fmt: skip
    """Whether a method's body, run to its end without failing, surely passes a wanted check.
    `filled` tells whether what a `for` goes over has elements."""

    def block(node: Node | None) -> bool:
        for statement in children(node) if node is not None else ():
            if one(statement):
                return True
            if leaves(statement):
                return False
        return False

    def one(node: Node | None) -> bool:
        if node is None:
            return False
        check = file.checks.get(node.id)
        if check is not None and wanted(check):
            return True
        match node.type:
            case "if_statement":
                other = node.child_by_field_name("alternative")
                return one(node.child_by_field_name("condition")) or (
                    other is not None
                    and one(other)
                    # Who passes does not get into the branch of a check.
                    and (check is not None or one(node.child_by_field_name("consequence")))
                )
            case "enhanced_for_statement" | "for_statement":
                return filled(node, file) and one(node.child_by_field_name("body"))
            case "try_statement" | "try_with_resources_statement":
                inner = node.child_by_field_name("body")
                if one(inner):
                    return True
                handlers = children(node, "catch_clause")
                if thrown_by(node):
                    return all(one(h.child_by_field_name("body")) for h in handlers)
                return any(one(f) for f in children(node, "finally_clause"))
            case "block":
                return block(node)
            case "finally_clause":
                return any(block(part) for part in children(node))
            case "lambda_expression" | "while_statement" | "class_body" | "switch_expression":
                return False
            case "method_invocation":
                name = text_of(node.child_by_field_name("name"))
                if name in _RUNS and any(
                    one(given.child_by_field_name("body"))
                    for given in arguments(node)
                    if given.type == "lambda_expression"
                ):
                    return True
                return helper(name, node) or any(one(part) for part in children(node))
            case "binary_expression" if text_of(node.child_by_field_name("operator")) in (
                "&&",
                "||",
            ):
                return one(node.child_by_field_name("left"))
            case _:
                return any(one(part) for part in children(node))

    def helper(name: str, call: Node) -> bool:
        if not own_call(call):
            return False
        count = len(arguments(call))
        for other in (file, *(f for f in files.values() if f is not file)):
            found = [m for m in other.methods.get(name, ()) if _takes(m) == count]
            if found and found[0].id not in seen:
                return all(
                    reaches(m.child_by_field_name("body"), other, files, wanted, filled,
                            seen | {m.id})
                    for m in found
                )  # fmt: skip
        return False

    return block(body)


def thrown_by(node: Node) -> bool:
    """Whether a `try` ends with `fail(...)`: who passes gets into a handler."""
    body = node.child_by_field_name("body")
    statements = children(body) if body is not None else []
    if not statements or not children(node, "catch_clause"):
        return False
    call = next(iter(children(statements[-1], "method_invocation")), None)
    if call is None:
        return statements[-1].type == "throw_statement"
    return text_of(call.child_by_field_name("name")) == "fail"


def called(
    method: Node, file: JavaFile, files: Mapping[str, JavaFile]
) -> Iterator[tuple[JavaFile, Node]]:
    """A method and all methods of the suite it mentions, each once."""
    todo, seen = [(file, method)], {method.id}
    while todo:
        here, node = todo.pop()
        yield here, node
        for name in sorted(here.index.words(node)):
            for other in files.values():
                for found in other.methods.get(name, ()):
                    if found.id not in seen:
                        seen.add(found.id)
                        todo.append((other, found))


def _takes(method: Node) -> int:
    listed = method.child_by_field_name("parameters")
    return len(children(listed, "formal_parameter")) if listed is not None else 0


def leaves(statement: Node) -> bool:
    """Whether something in a statement may end the method or the loop's round."""
    for node in walk(statement, lambda n: n.type not in ("lambda_expression", "class_body")):
        if node.type == "return_statement":
            return True
        if node.type == "method_invocation" and text_of(
            node.child_by_field_name("name")).startswith("assum"):  # fmt: skip
            return True
        if node.type in ("break_statement", "continue_statement"):
            loops = ("for_statement", "enhanced_for_statement", "while_statement", "do_statement",
                     "switch_expression", "switch_statement")  # fmt: skip
            if not any(
                a.type in loops and statement.start_byte <= a.start_byte for a in ancestors(node)
            ):
                return True
    return False
