"""Where an expected value that stands in a variable comes from.

`const expected = [...]`, the columns of a table that is looped over or given to `test.each`:
perturbing the literals there keeps the assertion as it is written. Only names that are expected
wherever they are used count: one that is an input as well stays, and the assertion changes
instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.js_shadow_values import Values, bare
from workbench.languages.js_source import Source, arguments
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_SCOPES = (
    "program", "statement_block", "arrow_function", "function_expression", "function_declaration",
    "for_in_statement", "for_statement", "method_definition", "catch_clause",
)  # fmt: skip
_MATCHERS = re.compile(
    r"^(toBe|toEqual|toStrictEqual|toHaveLength|equal|equals|eq|eql|lengthOf|strictEqual|deepEqual"
    r"|deepStrictEqual)$"
)
_NAMES = ("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern")


class Flows:
    """Names of one file that stand for expected values and nothing else."""

    def __init__(self, source: Source, values: Values, known: str) -> None:
        self._root, self._values = source.tree.root_node, values
        self._text, self._known = source.text, known
        self._decided: dict[tuple[int, str], bool] = {}

    def perturb(self, node: Node, tolerance: float | None) -> bool:
        """The literals a name (or `row.expected`) stands for, if all its uses expect."""
        name, key = _read(node)
        if not name or tolerance != 0.0:
            return False
        scope = self._scope_of(node, name)
        if scope is None:
            return False
        mark = (scope.id, f"{name}.{key}")
        if mark not in self._decided:
            literals = self._literals(scope, name, key)
            self._decided[mark] = bool(literals) and self._only_expected(scope, name, key)
            if self._decided[mark]:
                # Other assertions expect it too, so it belongs to none of them.
                with self._values.edits.owned_by(0):
                    for literal in literals:
                        self._values.perturb(literal)
        self._values.strong += self._decided[mark]
        return self._decided[mark]

    # --- where it comes from -----------------------------------------------------------------

    def _scope_of(self, node: Node, name: str) -> Node | None:
        """The innermost scope that declares the name."""
        for around in ancestors(node):
            if around.type in _SCOPES and any(self._declared_in(around, name)):
                return around
        return None

    def _declared_in(self, scope: Node, name: str) -> Iterator[Node]:
        """The names by which a scope itself declares it."""
        holders: list[Node | None]
        if scope.type in ("statement_block", "program"):
            holders = [d for s in children(scope) for d in _declarators(s)]
        elif scope.type == "for_in_statement":
            holders = [scope.child_by_field_name("left")]
        elif scope.type == "for_statement":
            first = scope.child_by_field_name("initializer")
            holders = [*_declarators(first)] if first is not None else []
        elif scope.type == "catch_clause":
            holders = [scope.child_by_field_name("parameter")]
        else:
            holders = [scope.child_by_field_name(f) for f in ("parameters", "parameter")]
        for holder in holders:
            pattern = holder
            if holder is not None and holder.type == "variable_declarator":
                pattern = holder.child_by_field_name("name")
            for found in walk(pattern) if pattern is not None else ():
                if found.type in _NAMES and text_of(found) == name:
                    yield found

    def _literals(self, scope: Node, name: str, key: str) -> list[Node]:
        if scope.type == "program" and self._elsewhere(name):
            return []
        bound = list(self._declared_in(scope, name))
        if len(bound) != 1:
            return []
        found = self._bound(bound[0])
        if key:
            cells = [_cell(row, key) for row in found]
            if any(c is None for c in cells):
                return []
            found = [c for c in cells if c is not None]
        if not all(self._values.can(v) and not self._values.touched(v) for v in found):
            return []
        return found

    def _elsewhere(self, name: str) -> bool:
        """Whether another file of the suite speaks of it too, or may by importing it."""
        word = re.compile(rf"\b{re.escape(name)}\b")
        return len(word.findall(self._known)) != len(word.findall(self._text))

    def _bound(self, name: Node) -> list[Node]:
        """The values a declaration may give its name; empty where they are not written out."""
        path: list[int | str] = []
        here, parent = name, name.parent
        while parent is not None and parent.type in (
            "array_pattern", "object_pattern", "pair_pattern", "required_parameter",
        ):  # fmt: skip
            if parent.type == "array_pattern":
                path.append(children(parent).index(here))
            elif parent.type == "object_pattern":
                if here.type == "shorthand_property_identifier_pattern":
                    path.append(text_of(here))
                elif here.type == "pair_pattern":
                    path.append(text_of(here.child_by_field_name("key")))
                else:
                    return []
            here, parent = parent, parent.parent
        rows = self._rows_for(here, parent)
        for step in reversed(path):
            cells = [_cell(row, step) for row in rows]
            if not cells or any(c is None for c in cells):
                return []
            rows = [bare(c) for c in cells if c is not None]
        return rows

    def _rows_for(self, pattern: Node, parent: Node | None) -> list[Node]:
        """What the whole of a pattern may be."""
        if parent is None:
            return []
        if parent.type == "variable_declarator":
            value, kind = parent.child_by_field_name("value"), parent.parent
            if value is None or kind is None or not text_of(kind).startswith("const"):
                return []
            return [bare(value)]
        if parent.type == "for_in_statement":
            if text_of(parent.child_by_field_name("operator")) != "of":
                return []
            return self._table(parent.child_by_field_name("right"))
        if parent.type in ("formal_parameters", "arrow_function"):
            function = parent if parent.type == "arrow_function" else parent.parent
            position = children(parent).index(pattern) if function is not parent else 0
            return self._given(function, position)
        return []

    def _given(self, function: Node | None, position: int) -> list[Node]:
        """What `TABLE.forEach(f)` and `test.each(TABLE)('...', f)` give an argument of `f`."""
        call = function.parent.parent if function is not None and function.parent else None
        if call is None or call.type != "call_expression" or function not in arguments(call):
            return []
        callee = call.child_by_field_name("function")
        if callee is None:
            return []
        if callee.type == "member_expression":
            if text_of(callee.child_by_field_name("property")) != "forEach" or position:
                return []
            return self._table(callee.child_by_field_name("object"))
        if callee.type != "call_expression":
            return []
        maker, table = callee.child_by_field_name("function"), arguments(callee)
        if maker is None or not text_of(maker).endswith((".each", ".for")) or len(table) != 1:
            return []
        rows = self._table(table[0])
        if text_of(maker).endswith(".for") or not rows or any(r.type != "array" for r in rows):
            return rows if position == 0 else []
        cells = [_cell(row, position) for row in rows]
        return [] if any(c is None for c in cells) else [bare(c) for c in cells if c is not None]

    def _table(self, node: Node | None) -> list[Node]:
        """The rows of an array that is looped over; of a name that stands for nothing else."""
        if node is None:
            return []
        node = bare(node)
        if node.type == "array":
            rows = children(node)
            fine = all(r.type not in ("spread_element", "comment") for r in rows)
            return [bare(r) for r in rows] if fine else []
        if node.type == "identifier":
            name = text_of(node)
            scope = self._scope_of(node, name)
            if scope is None or (scope.type == "program" and self._elsewhere(name)):
                return []
            bound = list(self._declared_in(scope, name))
            uses = [n for n in walk(scope) if n.type in _NAMES and text_of(n) == name]
            if len(uses) == 2 and len(bound) == 1:
                return [r for v in self._bound(bound[0]) if v.type == "array"
                        for r in self._table(v)]  # fmt: skip
        return []

    # --- what it is used for -------------------------------------------------------------------

    def _only_expected(self, scope: Node, name: str, key: str) -> bool:
        declared = {n.id for n in self._declared_in(scope, name)}
        for node in walk(scope):
            if node.type not in _NAMES or text_of(node) != name or node.id in declared:
                continue
            use: Node = node
            if key:
                around = node.parent
                if around is None or around.type != "member_expression":
                    return False  # the row as a whole goes somewhere
                if text_of(around.child_by_field_name("property")) != key:
                    continue
                use = around
            if not self._says(use) and not self._expects(use):
                return False
        return True

    def _expects(self, node: Node) -> bool:
        """Whether this use is what an assertion of something that runs code expects."""
        holder = node.parent
        if holder is None or holder.type != "arguments" or holder.parent is None:
            return False
        callee = holder.parent.child_by_field_name("function")
        if callee is None or holder.parent.type != "call_expression":
            return False
        name = text_of(callee.child_by_field_name("property")) or text_of(callee)
        if not _MATCHERS.match(name):
            return False
        given = arguments(holder.parent)
        chain = text_of(callee)
        if "expect" not in chain:
            return len(given) > 1 and given[1] == node and self._runs(given[0])
        if re.search(r"\.not\b", chain) or given[0] != node:
            return False
        inner = [n for n in walk(callee) if n.type == "call_expression"]
        subject = arguments(inner[-1] if len(inner) == 1 else inner[0]) if inner else []
        return bool(subject) and self._runs(subject[0])

    def _runs(self, node: Node) -> bool:
        """Whether a value comes from running something rather than from the suite's literals."""
        node = bare(node)
        kinds = {n.type for n in walk(node)}
        if self._values.can(node):
            return False
        if kinds & {"call_expression", "new_expression", "member_expression"}:
            return True
        if node.type != "identifier":
            return False
        scope = self._scope_of(node, text_of(node))
        if scope is None:
            return False
        for bound in self._declared_in(scope, text_of(node)):
            holder = bound.parent
            if holder is None or holder.type != "variable_declarator":
                return False
            value = holder.child_by_field_name("value")
            if value is None or self._values.can(value):
                return False
            if not any(n.type in ("call_expression", "new_expression") for n in walk(value)):
                return False
        return True

    def _says(self, node: Node) -> bool:
        """Whether a use only goes into a title or a message."""
        parent = node.parent
        if parent is None or parent.type != "template_substitution":
            return False
        template = parent.parent
        call = template.parent.parent if template is not None and template.parent else None
        if call is None or call.type != "call_expression":
            return False
        name = text_of(call.child_by_field_name("function"))
        return name in ("test", "it", "describe") and arguments(call)[0] == template


def _read(node: Node) -> tuple[str, str]:
    """Name and key of `expected` and of `row.expected`; ("", "") of others."""
    if node.type == "identifier":
        return text_of(node), ""
    if node.type == "member_expression":
        holder = node.child_by_field_name("object")
        if holder is not None and holder.type == "identifier":
            return text_of(holder), text_of(node.child_by_field_name("property"))
    return "", ""


def _declarators(statement: Node) -> list[Node]:
    if statement.type == "export_statement":
        inner = statement.child_by_field_name("declaration")
        return _declarators(inner) if inner is not None else []
    if statement.type in ("lexical_declaration", "variable_declaration"):
        return children(statement, "variable_declarator")
    return []


def _cell(row: Node, step: int | str) -> Node | None:
    row = bare(row)
    if isinstance(step, int):
        cells = children(row)
        fine = row.type == "array" and step < len(cells)
        fine = fine and all(c.type not in ("spread_element", "comment") for c in cells)
        return cells[step] if fine else None
    found = _at_key(row, step)
    return found[0] if found else None


def _at_key(row: Node, key: str) -> list[Node]:
    row = bare(row)
    if row.type != "object" or children(row, "spread_element"):
        return []
    named = [p for p in children(row, "pair")
             if text_of(p.child_by_field_name("key")).strip("'\"") == key]  # fmt: skip
    values = (p.child_by_field_name("value") for p in named)
    return [v for v in values if v is not None]
