"""Every mutant of a JavaScript or TypeScript file, with the form its guard takes.

    expression   (guard ? mutant : original)
    member       object[guard ? "every" : "some"]
    statement    {if (guard) {mutant} else {original}}
    stub         {if (guard) return nothing; original}
    handler      {if (guard) {} else {original}}

`js_schemata` writes them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from workbench.languages.js_mutant_edits import (
    ARITHMETIC,
    BOUNDARY,
    DROPPED,
    LOGICAL,
    NEGATED,
    SIBLINGS,
    STRENGTH,
    condition_of,
    enclosed,
    in_table,
    is_text,
    joins_line_before,
    names_something,
    numbers,
    word_before,
)
from workbench.languages.js_mutant_sites import (
    CLASSES,
    FUNCTIONS,
    LOOPS,
    chain_of,
    directives,
    is_static,
    operator_of,
    qualified,
    visited,
    wraps,
)
from workbench.languages.js_mutant_values import defaults, instead
from workbench.languages.js_source import read
from workbench.languages.mutation import Mutant, Operator
from workbench.languages.syntax import Node, ancestors, text_of

Form = Literal["expression", "member", "statement", "stub", "handler"]
_GUARDS = re.compile(r"\b__mu[nflb]?\b")
"""The names of the guards; a file that has one of its own is left alone."""
_LONGEST = 20_000
"""bytes of an expression that is still written twice"""


@dataclass(frozen=True)
class Found:
    """A mutant, and the stretch of source its guard stands for."""

    mutant: Mutant
    start: int
    end: int
    form: Form
    instead: str = ""
    """stub: the expression it returns"""


@lru_cache(maxsize=64)
def found(path: str, text: str) -> tuple[Found, ...]:
    """The mutants of one file, in source order. None in a file that is not understood."""
    data = text.encode()
    source = read(path, text)
    if source.error or _GUARDS.search(text):
        return ()
    seen: set[tuple[int, int, str]] = set()
    made: list[Found] = []
    for one in _Finder(path, data).of(source.tree.root_node):
        m = one.mutant
        key = (m.start, m.end, m.after)
        if key not in seen and m.before != m.after:
            seen.add(key)
            made.append(one)
    return tuple(sorted(made, key=lambda f: (f.mutant.start, f.mutant.end)))


class _Finder:
    def __init__(self, path: str, data: bytes) -> None:
        self._path = path
        self._data = data

    def of(self, root: Node) -> Iterator[Found]:
        for node in visited(root):
            kind = node.type
            if kind == "binary_expression":
                yield from self._binary(node)
            elif kind in ("number", "string", "template_string", "true", "false"):
                if not in_table(node):
                    yield from self._literal(node)
            elif kind == "unary_expression":
                yield from self._unary(node)
            elif kind in ("update_expression", "augmented_assignment_expression"):
                yield from self._in_place(node)
            elif kind in ("call_expression", "await_expression"):
                yield from self._call(node)
            elif kind == "return_statement":
                yield from self._return(node)
            elif kind in ("expression_statement", "throw_statement"):
                yield from self._statement(node)
            elif kind in ("break_statement", "continue_statement"):
                yield from self._jump(node)
            elif kind == "catch_clause":
                yield from self._handler(node)
            elif kind == "spread_element":
                yield from self._spread(node)
            elif kind == "optional_chain":
                yield from self._optional(node)
            if kind in FUNCTIONS:
                yield from self._stub(node)
            condition = condition_of(node)
            if condition is not None:
                for value in ("true", "false"):
                    yield from self._value(condition, "condition", value)

    def _value(
        self, site: Node, operator: Operator, after: str, at: Node | None = None
    ) -> Iterator[Found]:
        """`at`, else `site` itself, becomes `after`; the guard stands for all of `site`."""
        if not wraps(site) or site.end_byte - site.start_byte > _LONGEST:
            return
        edit = at or site
        if after.startswith(("(", "[")) and joins_line_before(edit):
            return
        yield self._found(site, "expression", operator, edit.start_byte, edit.end_byte, after)

    def _found(
        self, site: Node, form: Form, operator: Operator, start: int, end: int, after: str,
        give: str = "", site_start: int | None = None,
    ) -> Found:  # fmt: skip
        data, path = self._data, self._path
        line_start = data.rfind(b"\n", 0, start) + 1
        before = data[start:end].decode()
        words = f"{path}\0{start}\0{end}\0{before}\0{after}"
        return Found(
            Mutant(
                id=hashlib.sha256(words.encode()).hexdigest()[:12],
                file=path,
                line=data.count(b"\n", 0, start) + 1,
                column=len(data[line_start:start].decode()) + 1,
                start=start,
                end=end,
                operator=operator,
                before=before,
                after=after,
                function=qualified(site),
                static=is_static(site) and site.type not in FUNCTIONS and form != "stub",
            ),
            site.start_byte if site_start is None else site_start,
            site.end_byte,
            form,
            give,
        )

    def _binary(self, node: Node) -> Iterator[Found]:
        sign = node.child_by_field_name("operator")
        left, right = (node.child_by_field_name(n) for n in ("left", "right"))
        if sign is None or left is None or right is None:
            return
        operator = text_of(sign)
        if operator in BOUNDARY:
            yield from self._value(node, "boundary", BOUNDARY[operator], sign)
        if operator in NEGATED:
            yield from self._value(node, "negate", NEGATED[operator], sign)
        elif operator in ("in", "instanceof") and left.type != "private_property_identifier":
            yield from self._value(node, "negate", f"!({text_of(node)})")
        elif operator in LOGICAL:
            yield from self._exchanged(node, "logical", operator, LOGICAL[operator])
            yield from self._value(node, "logical", enclosed(left))
            yield from self._value(node, "logical", enclosed(right))
        elif operator == "??":
            yield from self._value(node, "optional", enclosed(left))
            yield from self._value(node, "optional", enclosed(right))
        elif operator in ARITHMETIC and not (operator == "+" and (is_text(left) or is_text(right))):
            yield from self._exchanged(node, "arithmetic", operator, ARITHMETIC[operator])

    def _exchanged(self, node: Node, operator: Operator, old: str, new: str) -> Iterator[Found]:
        sign = node.child_by_field_name("operator")
        left, right = (node.child_by_field_name(n) for n in ("left", "right"))
        if left is None or right is None or STRENGTH[old] == STRENGTH[new]:
            yield from self._value(node, operator, new, sign)
            return
        # Another operator binds otherwise: what belongs together is written so.
        text = f"({enclosed(left)} {new} {enclosed(right)})"
        yield from self._value(node, operator, text)

    def _literal(self, node: Node) -> Iterator[Found]:
        text = text_of(node)
        if node.type in ("true", "false"):
            yield from self._value(node, "boolean", "false" if node.type == "true" else "true")
        elif node.type == "number":
            for operator, after in numbers(text):
                yield from self._value(node, operator, after)
        elif not names_something(node):
            yield from self._value(node, "text", '""' if len(text) > 2 else '"mutant"')

    def _unary(self, node: Node) -> Iterator[Found]:
        operator = operator_of(node)
        argument = node.child_by_field_name("argument")
        if argument is not None and operator in ("-", "!", "~", "+"):
            inner = text_of(argument)
            # `return-x` without its sign is another word.
            yield from self._value(node, "unary", f" {inner}" if word_before(self._data, node)
                                   else inner)  # fmt: skip

    def _in_place(self, node: Node) -> Iterator[Found]:
        sign = node.child_by_field_name("operator")
        operator = text_of(sign)
        right = node.child_by_field_name("right")
        if sign is None or (operator == "+=" and right is not None and is_text(right)):
            return
        bare = operator[:-1]
        if operator in ("++", "--"):
            after = "--" if operator == "++" else "++"
            yield from self._value(node, "arithmetic", after, sign)
        elif bare in ARITHMETIC:
            yield from self._value(node, "arithmetic", ARITHMETIC[bare] + "=", sign)
        elif bare in LOGICAL:
            yield from self._value(node, "logical", LOGICAL[bare] + "=", sign)
        elif bare == "??":
            yield from self._value(node, "optional", "=", sign)

    def _call(self, node: Node) -> Iterator[Found]:
        if node.type == "await_expression":
            if node.named_child_count == 1:
                yield from self._value(node, "delete", enclosed(node.named_children[0]))
            return
        function = node.child_by_field_name("function")
        if function is None or function.type != "member_expression":
            return
        owner = function.child_by_field_name("object")
        name = function.child_by_field_name("property")
        if owner is None or name is None or name.type != "property_identifier":
            return
        word = text_of(name)
        if word in SIBLINGS:
            dot = function.children[function.child_count - 2]
            start = dot.start_byte if dot.type == "." else name.start_byte
            if dot.type in (".", "optional_chain") and dot.end_byte == name.start_byte:
                yield self._found(name, "member", "call", name.start_byte, name.end_byte,
                                  SIBLINGS[word], site_start=start)  # fmt: skip
        stands = node.parent is not None and node.parent.type == "expression_statement"
        if word in DROPPED and not stands and owner.type not in ("super", "this"):
            yield from self._value(node, "call", enclosed(owner))

    def _return(self, node: Node) -> Iterator[Found]:
        given = [c for c in node.named_children if c.type != "comment"]
        for value in given[:1]:
            for after in instead(value):
                yield from self._value(value, "return", after)

    def _statement(self, node: Node) -> Iterator[Found]:
        inner = [c for c in node.named_children if c.type != "comment"]
        if node.type == "throw_statement":
            if node.parent is not None and node.parent.type != "labeled_statement":
                yield self._found(node, "statement", "exception", node.start_byte,
                                  node.end_byte, ";")  # fmt: skip
            return
        for one in inner[:1]:
            callee = one.child_by_field_name("function")
            if callee is not None and callee.type == "super":
                return
            if one.type in ("call_expression", "await_expression", "assignment_expression",
                            "augmented_assignment_expression", "update_expression"):  # fmt: skip
                yield from self._value(one, "delete", "void 0")

    def _jump(self, node: Node) -> Iterator[Found]:
        parent = node.parent
        if parent is None or parent.type == "labeled_statement":
            return
        is_break = node.type == "break_statement"
        label = node.child_by_field_name("label")
        around = next((a for a in ancestors(node) if a.type in LOOPS or a.type in FUNCTIONS
                       or (is_break and a.type == "switch_statement")), None)  # fmt: skip
        in_loop = around is not None and around.type in LOOPS
        if label is not None:
            in_loop = any(
                a.type == "labeled_statement"
                and text_of(a.child_by_field_name("label")) == text_of(label)
                and any(c.type in LOOPS for c in a.named_children)
                for a in ancestors(node)
            )
        start, end = node.start_byte, node.end_byte
        if in_loop:
            words = ["continue" if is_break else "break", text_of(label)]
            after = " ".join(w for w in words if w) + ";"
            yield self._found(node, "statement", "jump", start, end, after)
        yield self._found(node, "statement", "jump", start, end, ";")

    def _handler(self, node: Node) -> Iterator[Found]:
        body = node.child_by_field_name("body")
        if body is not None and body.named_child_count:
            if any(c.type == "function_declaration" for c in body.named_children):
                return  # it would be seen from elsewhere
            yield self._found(body, "handler", "exception", body.start_byte, body.end_byte, "{}")

    def _spread(self, node: Node) -> Iterator[Found]:
        value = next((c for c in node.named_children if c.type != "comment"), None)
        if value is not None and node.parent is not None:
            empty = "{}" if node.parent.type == "object" else "[]"
            yield from self._value(value, "delete", empty)

    def _optional(self, node: Node) -> Iterator[Found]:
        owner = node.parent
        if owner is None:
            return
        after = "." if owner.type == "member_expression" else ""
        yield from self._value(chain_of(owner), "optional", after, node)

    def _stub(self, node: Node) -> Iterator[Found]:
        body = node.child_by_field_name("body")
        if body is None:
            return
        if body.type != "statement_block":
            for after in defaults(node):
                yield from self._value(body, "stub", "({})" if after == "{}" else after)
            return
        if not [c for c in body.named_children if c.type != "comment"][len(directives(body)) :]:
            return
        if text_of(node.child_by_field_name("name")) == "constructor":
            heritage = next((a for a in ancestors(node) if a.type in CLASSES), node)
            if not any(c.type == "class_heritage" for c in heritage.named_children):
                yield self._found(body, "stub", "stub", body.start_byte, body.end_byte, "{}")
            return
        for give in defaults(node):
            after = "{}" if give == "undefined" else f"{{ return {give}; }}"
            yield self._found(body, "stub", "stub", body.start_byte, body.end_byte, after,
                              "" if give == "undefined" else give)  # fmt: skip
