"""Who reads a name in a Go suite: a value may be moved only where nothing but checks does."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.languages.go_checks import LOGS, GoFile, selected
from workbench.languages.go_scopes import in_check, scope_of
from workbench.languages.syntax import Node, ancestors, children, text_of

EQUAL = frozenset(
    {
        ("reflect", "DeepEqual"),
        ("bytes", "Equal"),
        ("slices", "Equal"),
        ("maps", "Equal"),
        ("strings", "EqualFold"),
    }
)
SEARCH = frozenset({("strings", "Contains"), ("strings", "HasPrefix"), ("strings", "HasSuffix")})
_DEEPEST = 12


class Readers:
    """The uses of names over all files of a suite."""

    def __init__(self, files: Mapping[str, GoFile]) -> None:
        self.files = files

    def only_checked(
        self, name: str, scopes: list[tuple[GoFile, Node]], depth: int
    ) -> bool:  # fmt: skip
        """Whether nothing but checks reads a name, or a field (`.want`), in these places."""
        plain = name.lstrip(".")
        for file, scope in scopes:
            for node in file.index.named(plain, scope):
                if name.startswith("."):
                    above = node.parent
                    if above is None or above.type != "selector_expression":
                        continue
                    if node.type == "field_identifier" and not self._harmless(above, file, depth):
                        return False
                elif node.type == "identifier" and not self._harmless(node, file, depth):
                    return False
        return True

    def _harmless(self, node: Node, file: GoFile, depth: int) -> bool:
        above = node.parent
        while above is not None and (
            above.type == "parenthesized_expression"
            or (above.type == "index_expression" and above.child_by_field_name("operand") == node)
        ):
            node, above = above, above.parent
        if above is None:
            return False
        if any(
            a.type == "call_expression"
            and selected(a)[0] in file.testers
            and selected(a)[1] in LOGS
            for a in ancestors(node)
        ):
            return True
        match above.type:
            case "range_clause":
                return True
            case "parameter_declaration" | "var_spec" | "const_spec" | "keyed_element":
                return True
            case "literal_element":
                outer = above.parent
                return (
                    outer is not None
                    and outer.type == "keyed_element"
                    and outer.named_children[0] == above
                )
            case "binary_expression":
                return text_of(above.child_by_field_name("operator")) in ("==", "!=") and (
                    any(n.type == "nil" for n in above.named_children) or in_check(above, file)
                )
            case "argument_list":
                return self._handed(node, above, file, depth)
            case "expression_list":
                return self._declared(node, above, file, depth)
            case _:
                return False

    def _handed(self, node: Node, listed: Node, file: GoFile, depth: int) -> bool:
        call = listed.parent
        if call is None:
            return False
        owner, word = selected(call)
        if (owner, word) == ("", "len") or owner == "sort" or (owner, word) == ("slices", "Sort"):
            return True
        if owner in file.testers and word == "Run":
            return True
        if call.id in file.checks:
            return True
        if (owner, word) in EQUAL | SEARCH | {("cmp", "Diff"), ("cmp", "Equal")}:
            return in_check(call, file)
        if owner or depth > _DEEPEST:
            return False
        for other in self.files.values():
            function = other.functions.get(word)
            if function is not None and other.folder == file.folder:
                parameters = function.child_by_field_name("parameters")
                order = [
                    text_of(n)
                    for p in (children(parameters) if parameters else [])
                    for n in p.children_by_field_name("name")
                ]
                at = children(listed).index(node)
                body = function.child_by_field_name("body")
                return (
                    at < len(order)
                    and body is not None
                    and self.only_checked(order[at], [(other, body)], depth + 1)
                )
        return False

    def _declared(self, node: Node, listed: Node, file: GoFile, depth: int) -> bool:
        """Left or right of `:=`: its declaration, or another name for it."""
        statement = listed.parent
        if statement is None or statement.type not in ("short_var_declaration", "range_clause",
                                                       "var_spec"):  # fmt: skip
            return False
        if statement.child_by_field_name("left") == listed or statement.type == "range_clause":
            return True
        left = children(statement.child_by_field_name("left") or statement)
        right = children(listed)
        if len(left) != len(right) or depth > _DEEPEST or node not in right:
            return False
        alias = text_of(left[right.index(node)])
        scope = scope_of(statement)
        return alias == text_of(node) or self.only_checked(alias, [(file, scope)], depth + 1)
