"""Which names of a Go file would be left without a use by an edit: Go refuses to build those."""

from __future__ import annotations

import re

from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_OPEN = frozenset(["source_file", "import_declaration"])
_DECLARES = frozenset(["short_var_declaration", "range_clause", "var_spec"])


class Uses:
    """Where the local variables and imports of one file are used."""

    def __init__(self, root: Node) -> None:
        self._imports = _imports(root)
        # (name, where it was declared) -> start of every use; imports are declared at -1.
        self._used: dict[tuple[str, int], list[int]] = {}
        self._names: list[tuple[int, tuple[str, int]]] = []
        for node in walk(root, lambda n: n.type != "import_declaration"):
            if node.type not in ("identifier", "package_identifier") or _is_written(node):
                continue
            name = text_of(node)
            declared = _declared_at(node, name)
            if declared is None:
                if name not in self._imports:
                    continue
                declared = -1
            self._used.setdefault((name, declared), []).append(node.start_byte)
            self._names.append((node.start_byte, (name, declared)))

    def orphaned(self, start: int, end: int) -> bool:
        """Whether something is used between `start` and `end` and nowhere else."""
        inside = {key for at, key in self._names if start <= at < end}
        return any(
            all(start <= at < end for at in self._used[key])
            # What is declared inside goes with the rest.
            and not start <= key[1] < end
            for key in inside
        )


def _imports(root: Node) -> frozenset[str]:
    found = set()
    for declaration in children(root, "import_declaration"):
        for spec in walk(declaration):
            if spec.type == "import_spec":
                path = text_of(spec.child_by_field_name("path")).strip('"`')
                last = re.sub(r"/v\d+$", "", path).rsplit("/", 1)[-1]
                found.add(text_of(spec.child_by_field_name("name")) or last)
    return frozenset(found)


def _is_written(node: Node) -> bool:
    """Whether a name stands where it is declared, given a value or no value at all."""
    parent = node.parent
    if parent is None:
        return True
    if parent.type in ("parameter_declaration", "variadic_parameter_declaration", "var_spec",
                       "const_spec", "inc_statement", "dec_statement"):  # fmt: skip
        return True
    if parent.type == "keyed_element" or (
        parent.type == "literal_element"
        and parent.parent is not None
        and parent.parent.type == "keyed_element"
        and parent == parent.parent.child_by_field_name("key")
    ):
        return True  # a field's name, most often
    if parent.type == "expression_list" and parent.parent is not None:
        above = parent.parent
        return above.type in ("short_var_declaration", "range_clause", "assignment_statement") and (
            above.child_by_field_name("left") == parent
        )
    return False


def _declared_at(node: Node, name: str) -> int | None:
    """Start of the nearest declaration of a local variable; None for what is no local variable or
    may go unused (a parameter)."""
    for above in ancestors(node):
        if above.type in _OPEN:
            return None
        found: int | None = None
        for part in above.named_children:
            if part.start_byte >= node.start_byte:
                break
            for one in _inside(part):
                if one.type in _DECLARES and one.end_byte <= node.start_byte and _has(one, name):
                    found = one.start_byte if found is None or not _again(one) else found
            if part.type == "parameter_list" and _is_parameter(part, name):
                return None
        if found is not None:
            return found
    return None


def _inside(part: Node) -> list[Node]:
    if part.type in ("for_clause", "statement_list"):
        return [n for c in children(part) for n in _inside(c)]
    if part.type == "var_declaration":
        return [n for n in walk(part, lambda n: n.type != "func_literal") if n.type == "var_spec"]
    return [part]


def _again(one: Node) -> bool:
    """Whether a := may give a new value to what its block declared before."""
    left = one.child_by_field_name("left")
    return one.type == "short_var_declaration" and left is not None and len(children(left)) > 1


def _has(one: Node, name: str) -> bool:
    if one.type == "var_spec":
        return name in [text_of(n) for n in one.children_by_field_name("name")]
    left = one.child_by_field_name("left")
    return left is not None and name in [text_of(n) for n in children(left)]


def _is_parameter(listed: Node, name: str) -> bool:
    return any(
        name in [text_of(n) for n in each.children_by_field_name("name")]
        for each in children(listed)
    )
