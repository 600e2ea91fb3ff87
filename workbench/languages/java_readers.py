"""Who reads a name in a Java suite: a value may be moved only where nothing but checks does."""

from __future__ import annotations

from workbench.languages.java_checks import ASSERTJ, JavaFile, method_of
from workbench.languages.syntax import Node, ancestors, children, text_of

GROWING = frozenset({"add", "put", "addAll", "append", "addLast", "addFirst", "push", "offer"})
_SIZES = frozenset({"size", "length", "isEmpty", "hashCode"})
_DECLARES = ("variable_declarator", "formal_parameter", "catch_formal_parameter",
             "enhanced_for_statement", "resource")  # fmt: skip


def called_name(call: Node) -> str:
    owner = text_of(call.child_by_field_name("object"))
    name = text_of(call.child_by_field_name("name"))
    return f"{owner}.{name}" if owner else name


def declared(node: Node, file: JavaFile) -> Node | None:
    """The one declaration of a name: in the method, else a field that no method sets."""
    name, method = text_of(node), method_of(node)
    if method is not None:
        found = [
            above
            for n in file.index.named(name, method)
            if (above := n.parent) is not None
            and (
                (above.type in _DECLARES and above.child_by_field_name("name") == n)
                or above.type == "inferred_parameters"
                or (
                    above.type == "lambda_expression"
                    and above.child_by_field_name("parameters") == n
                )
            )
        ]
        if found:
            plain = found[0].type in ("variable_declarator", "formal_parameter")
            return found[0] if len(found) == 1 and plain else None
    fields = [
        n
        for field in file.index.of(file.root, "field_declaration")
        if "final" in text_of(field).split("=")[0]
        for n in children(field, "variable_declarator")
        if text_of(n.child_by_field_name("name")) == name
    ]
    return fields[0] if len(fields) == 1 else None


def only_expected(name: str, file: JavaFile, scope: Node) -> bool:
    """Whether a name is read as an expectation only."""
    return all(
        _harmless(node, file) for node in file.index.named(name, scope) if node.type == "identifier"
    )


def _harmless(node: Node, file: JavaFile) -> bool:
    above = node.parent
    if above is None:
        return False
    if above.type in ("variable_declarator", "formal_parameter"):
        return above.child_by_field_name("name") == node
    if above.type == "method_invocation":
        called = above.child_by_field_name("name")
        if called == node:
            return True  # a method of that name
        word = text_of(called)
        return word in _SIZES or word in GROWING or (word == "equals" and _in_truth(above, file))
    if above.type == "field_access":
        return above.child_by_field_name("field") == node or text_of(above).endswith(".length")
    if above.type == "binary_expression":
        equal = text_of(above.child_by_field_name("operator")) in ("==", "!=")
        return equal and _in_truth(above, file)
    if above.type != "argument_list" or above.parent is None:
        return False
    call = above.parent
    if call.id in file.checks and file.checks[call.id].kind == "junit":
        return True
    if call.type == "method_invocation" and called_name(call) in ("Objects.equals", "Arrays.equals",
                                                             "Arrays.deepEquals"):  # fmt: skip
        return _in_truth(call, file)
    # A link of a chain, but not what the chain is about.
    links = next((c.links for c in file.checks.values() if call in c.links), ())
    return bool(links) and text_of(call.child_by_field_name("name")) not in ASSERTJ


def _in_truth(node: Node, file: JavaFile) -> bool:
    """Whether a comparison is what a check is about."""
    for above in ancestors(node):
        check = file.checks.get(above.id)
        if check is not None:
            return check.kind != "assertj"
        if above.type in ("block", "lambda_expression"):
            return False
    return False
