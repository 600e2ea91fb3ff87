"""Mutants of Rust code: single edits read from the syntax tree."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from workbench.languages.mutation import Mutant, Operator
from workbench.languages.rust_code import Code, function_of, path_of
from workbench.languages.rust_defaults import Types, failing, instead, present, returned
from workbench.languages.syntax import Node, children, text_of

_TOKENS: dict[str, tuple[tuple[Operator, str], ...]] = {
    "<": (("boundary", "<="), ("negate", ">=")),
    "<=": (("boundary", "<"), ("negate", ">")),
    ">": (("boundary", ">="), ("negate", "<=")),
    ">=": (("boundary", ">"), ("negate", "<")),
    "==": (("negate", "!="),),
    "!=": (("negate", "=="),),
    "&&": (("logical", "||"),),
    "||": (("logical", "&&"),),
    **{
        a: (("arithmetic", b),)
        for a, b in (("+", "-"), ("-", "+"), ("*", "/"), ("/", "*"), ("%", "*"), ("<<", ">>"),
                     (">>", "<<"), ("&", "|"), ("|", "&"), ("^", "&"))
    },
}  # fmt: skip
# Swapped inside another operation, these would bind otherwise than they stand.
_WEAK = frozenset({"||", "|", "&"})
_SIBLINGS = {
    a: b
    for pair in (
        ("min", "max"), ("min_by_key", "max_by_key"), ("min_by", "max_by"), ("any", "all"),
        ("is_some", "is_none"), ("is_ok", "is_err"), ("starts_with", "ends_with"),
        ("to_uppercase", "to_lowercase"), ("to_ascii_uppercase", "to_ascii_lowercase"),
        ("is_uppercase", "is_lowercase"), ("is_ascii_uppercase", "is_ascii_lowercase"),
        ("push_front", "push_back"), ("pop_front", "pop_back"), ("first", "last"),
        ("floor", "ceil"), ("sum", "product"), ("trim_start", "trim_end"),
        ("checked_add", "checked_sub"), ("wrapping_add", "wrapping_sub"),
        ("saturating_add", "saturating_sub"), ("is_ascii_alphabetic", "is_ascii_digit"),
        ("is_alphabetic", "is_numeric"),
    )
    for a, b in (pair, pair[::-1])
}  # fmt: skip
_SIBLINGS |= {"find": "rfind"}
# The end of a chain, after which it is all the same which adapters there were.
_ENDS = frozenset({"collect", "count", "sum", "product", "fold", "any", "all", "min", "max", "next",
                   "last", "find", "position", "nth", "max_by_key", "min_by_key"})  # fmt: skip
_ADAPTERS = frozenset({"rev", "skip", "take", "step_by", "filter", "skip_while", "take_while"})
_DROPPED = frozenset({"abs", "trim", "trim_start", "trim_end", "saturating_abs"})
_ARID = re.compile(r"(?:\w+::)*(?:e?print(?:ln)?|dbg|trace|debug|info|warn|error|log|debug_assert\w*"
                   r"|drop|reserve|shrink_to_fit|flush)\Z")  # fmt: skip
_MESSAGES = frozenset({"expect", "expect_err", "panic", "unreachable", "todo", "unimplemented"})
_ENDLESS = frozenset({"panic", "unreachable", "todo", "unimplemented", "exit", "abort"})
_INTEGER = re.compile(r"(0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*?)_?([iu](?:8|16|32|64|128|size)"
                      r"|f32|f64)?\Z")  # fmt: skip
# Values of types that have a default, and are not it.
_DEFAULTED = re.compile(r"(?!0+\b|0\.0\b|\"\"|false\b)(?:[0-9]|\"|true\b|vec\b|String::)")
_CALLS = ("call_expression", "try_expression", "assignment_expression", "await_expression",
          "compound_assignment_expr", "for_expression")  # fmt: skip


def mutants_of(path: str, code: Code, types: Types) -> tuple[Mutant, ...]:
    """All mutants of one file, in source order."""
    finder = _Finder(path, code, types)
    for node in code.nodes():
        find = _FINDERS.get(node.type)
        if find is not None and finder.runs(node):
            find(finder, node)
    found = {m.id: m for m in sorted(finder.found, key=lambda m: (m.start, m.end))}
    return tuple(found.values())


class _Finder:
    def __init__(self, path: str, code: Code, types: Types) -> None:
        self.path, self.code, self.types = path, code, types
        self.found: list[Mutant] = []
        self.late: dict[int, frozenset[str]] = {}

    def runs(self, node: Node) -> bool:
        if node.type == "function_item":
            return True
        return any(a.type == "function_item" for a in self.code.above(node))

    def add(self, operator: Operator, place: Node, after: str) -> None:
        start, end = place.start_byte, place.end_byte
        before = self.code.source[start:end].decode()
        if before == after or before.split() == after.split():
            return
        row, column = place.start_point
        key = f"{self.path}\0{start}\0{end}\0{after}".encode()
        self.found.append(
            Mutant(
                id=hashlib.sha256(key).hexdigest()[:16],
                file=self.path, line=row + 1, column=column + 1, start=start, end=end,
                operator=operator, before=before, after=after, function=path_of(place, self.code),
            )
        )  # fmt: skip

    def text(self, node: Node) -> str:
        """As it stands in the source: the tree's own text lacks the marks of macro calls."""
        return self.code.source[node.start_byte : node.end_byte].decode()

    def parent(self, node: Node) -> Node:
        return next(self.code.above(node))

    # -- operators and literals

    def binary(self, node: Node) -> None:
        sign = node.child_by_field_name("operator")
        left, right = (node.child_by_field_name(side) for side in ("left", "right"))
        if sign is None or left is None or right is None or holds_let(node):
            return
        token = text_of(sign)
        if token == "+" and self._is_text(left, right):
            return
        for operator, other in _TOKENS.get(token, ()):
            nested = self.parent(node).type == "binary_expression"
            if nested and operator in ("logical", "arithmetic") and other in _WEAK:
                self.add(operator, node, f"({self.text(left)} {other} {self.text(right)})")
            else:
                self.add(operator, sign, other)
        if token in ("&&", "||"):
            self.add("logical", node, self.text(left))
            self.add("logical", node, self.text(right))

    def _is_text(self, left: Node, right: Node) -> bool:
        """Adding strings, which cannot be subtracted."""
        if left.type == "binary_expression":
            first, last = (left.child_by_field_name(s) for s in ("left", "right"))
            if first is not None and last is not None and self._is_text(first, last):
                return True
        said = self.text(left)
        return (
            right.type in ("string_literal", "raw_string_literal")
            or (right.type == "reference_expression" and '"' in self.text(right))
            or bool(re.search(r"(?:to_string|to_owned|String::new|String::from|format!)\s*\(", said))
            or bool(re.match(r"&.*\.(?:to_string|to_owned|as_str|join|repeat)\(", self.text(right)))
        )

    def compound(self, node: Node) -> None:
        sign = node.child_by_field_name("operator")
        right = node.child_by_field_name("right")
        if sign is None or right is None:
            return
        token = text_of(sign)[:-1]
        if token == "+" and ('"' in self.text(right) or right.type == "reference_expression"):
            return
        for operator, other in _TOKENS.get(token, ()):
            self.add(operator, sign, f"{other}=")

    def unary(self, node: Node) -> None:
        sign = text_of(node)[:1]
        inner = node.named_children[-1]
        if sign in "!-" and not holds_let(node):
            self.add("unary", node, self.text(inner))

    def boolean(self, node: Node) -> None:
        self.add("boolean", node, "false" if text_of(node) == "true" else "true")

    def integer(self, node: Node) -> None:
        read = _INTEGER.match(text_of(node))
        if read is None:
            return
        digits, suffix = read[1].replace("_", ""), read[2] or ""
        value = int(digits, 0 if digits[:2].lower() in ("0x", "0o", "0b") else 10)
        others = [1] if value == 0 else [value + 1, 0] if value == 1 else [value + 1]
        wide = re.search(r"\d+", suffix)
        for other in others:
            if wide and other.bit_length() > int(wide[0]) - (suffix[0] == "i"):
                other = value - 1
            self.add("integer", node, f"{other}{suffix}")

    def float(self, node: Node) -> None:
        read = re.match(r"([0-9_]*\.?[0-9_]*(?:[eE][+-]?[0-9_]+)?)_?(f32|f64)?\Z", text_of(node))
        if read and read[1]:
            value = float(read[1].replace("_", ""))
            self.add("float", node, f"{value + 1.0 if value else 1.0!r}{read[2] or ''}")

    def string(self, node: Node) -> None:
        parent = self.parent(node)
        if parent.type == "arguments":
            call = self.parent(parent)
            called = text_of(call.child_by_field_name("function")).rsplit(".", 1)[-1]
            if call.start_byte in self.code.macros or called.strip() in _MESSAGES:
                return
        if not re.match(r'r?#*"', text_of(node)):
            return  # bytes: an array whose length is its type
        empty = text_of(node).strip('r#') == '""'
        self.add("text", node, '"mutant"' if empty else '""')

    def character(self, node: Node) -> None:
        if not text_of(node).startswith("b"):
            self.add("text", node, "'~'" if text_of(node) != "'~'" else "'!'")
        else:
            self.add("text", node, "b'~'" if text_of(node) != "b'~'" else "b'!'")

    def range(self, node: Node) -> None:
        sign = next((c for c in node.children if c.type in ("..", "..=")), None)
        if sign is None or not node.named_children or node.children[-1].id == sign.id:
            return
        self.add("boundary", sign, "..=" if sign.type == ".." else "..")

    # -- conditions and jumps

    def condition(self, node: Node) -> None:
        held = node.child_by_field_name("condition")
        if held is None:
            return
        if holds_let(held):
            if node.type == "while_expression":
                self.statement_away(node)
            elif node.child_by_field_name("alternative") is None:
                self.statement_away(node)
            return
        if held.type != "boolean_literal":
            self.add("condition", held, "false")
            if node.type == "if_expression":
                self.add("condition", held, "true")
        self._turned(held)

    def _turned(self, held: Node) -> None:
        if held.type in ("call_expression", "identifier", "field_expression", "macro_invocation"):
            self.add("negate", held, f"!{self.text(held)}")

    def statement_away(self, node: Node) -> None:
        if self.parent(node).type == "expression_statement":
            self.add("delete", node, "{}")

    def arm(self, node: Node) -> None:
        pattern = node.child_by_field_name("pattern")
        if pattern is None:
            return
        guard = pattern.child_by_field_name("condition")
        if guard is not None:
            if not holds_let(guard):
                self.add("condition", guard, "true")
                self.add("condition", guard, "false")
                self._turned(guard)
            return
        arms = [a for a in self.parent(node).named_children if a.type == "match_arm"]
        last = arms[-1].child_by_field_name("pattern") if arms else None
        if node.id != arms[-1].id and last is not None and _takes_all(last):
            self.add("delete", node, "")

    def leap(self, node: Node) -> None:
        word = "break" if node.type == "break_expression" else "continue"
        other = "continue" if word == "break" else "break"
        if [c for c in children(node) if c.type != "label"]:
            return
        for above in self.code.above(node):
            if above.type in ("loop_expression", "while_expression", "for_expression"):
                self.add("jump", node, text_of(node).replace(word, other, 1))
                return
            # A labelled block can be left, not continued.
            if above.type in ("closure_expression", "function_item") or (
                above.type == "block" and children(above, "label")
            ):
                return

    # -- calls

    def call(self, node: Node) -> None:
        function = node.child_by_field_name("function")
        if function is None or node.start_byte in self.code.macros:
            return
        if function.type == "field_expression":
            self._method(node, function)
        elif text_of(function) == "Some":
            self.add("optional", node, "None")
        elif text_of(function) in ("Ok", "Err"):
            self._result(node, text_of(function))

    def _method(self, node: Node, function: Node) -> None:
        name = function.child_by_field_name("field")
        value = function.child_by_field_name("value")
        if name is None or value is None:
            return
        word = text_of(name)
        arguments = node.child_by_field_name("arguments")
        given = children(arguments) if arguments is not None else []
        if word in _SIBLINGS and not self._differs(word, value, given):
            self.add("call", name, _SIBLINGS[word])
        if word == "unwrap_or" and given and _DEFAULTED.match(text_of(given[0])):
            self.add("call", node, f"{self.text(value)}.unwrap_or_default()")
        if word in _DROPPED and not given and self.parent(node).type != "field_expression":
            self.add("call", node, self.text(value))
        if word in _ADAPTERS and self._chain_ends(node):
            self.add("call", node, self.text(value))

    def _differs(self, word: str, value: Node, given: list[Node]) -> bool:
        """Whether the sibling is no method of the same value."""
        if word == "find":
            return [g.type for g in given] == ["closure_expression"]
        # Iterators have a last one; slices have a first one too.
        return word in ("first", "last") and (bool(given) or value.type == "call_expression")

    def _chain_ends(self, node: Node) -> bool:
        return chain_end(node, self.code) is not None

    # -- results

    def _result(self, node: Node, word: str) -> None:
        if not self._is_returned(node):
            return
        function = function_of(node, self.code)
        if function is None or function.type != "function_item":
            return
        kind, own = returned(function), self.own(function)
        others = failing(kind, self.types, own) if word == "Ok" else instead(kind, self.types, own)
        for other in others[:1]:
            self.add("optional", node, other)

    def nothing(self, node: Node) -> None:
        if text_of(node) == "None" and self._is_returned(node):
            function = function_of(node, self.code)
            if function is not None and function.type == "function_item":
                for other in present(returned(function), self.types, self.own(function)):
                    self.add("optional", node, other)

    def own(self, function: Node) -> str:
        found = next((a for a in self.code.above(function) if a.type == "impl_item"), None)
        return "" if found is None else text_of(found.child_by_field_name("type"))

    def _is_returned(self, node: Node) -> bool:
        """Whether its value is the function's: returned, or what its body ends with."""
        below = node
        for above in self.code.above(node):
            if above.type == "return_expression":
                return True
            if above.type in ("function_item", "closure_expression"):
                return above.type == "function_item"
            if above.type == "block":
                named = [c for c in above.named_children if "comment" not in c.type]
                if not named or named[-1].id != below.id:
                    return False
            elif above.type == "expression_statement":
                if text_of(above).endswith(";"):
                    return False
            elif above.type not in ("if_expression", "else_clause", "match_arm", "match_block",
                                    "match_expression", "unsafe_block"):  # fmt: skip
                return False
            condition = above.child_by_field_name("condition")
            value = above.child_by_field_name("value") if "match_e" in above.type else None
            if below.id in {part.id for part in (condition, value) if part is not None}:
                return False
            below = above
        return False

    def function(self, node: Node) -> None:
        body = node.child_by_field_name("body")
        name = text_of(node.child_by_field_name("name"))
        if body is None or name == "main" or not body.named_children:
            return
        kind, own = returned(node), self.own(node)
        others = ["()"] if kind == "()" else instead(kind, self.types, own)
        if name == "default" and others[:1] == ["Default::default()"]:
            return
        only = [c for c in body.named_children if "comment" not in c.type]
        alone = self.text(only[0]) if len(only) == 1 else ""
        for other in others:
            if alone != other:
                self.add("stub", body, "{}" if other == "()" else f"{{ {other} }}")
        if others and kind != "()":
            self._leaves(node, others)

    def _leaves(self, function: Node, others: list[str]) -> None:
        """Each of several places a function returns from."""
        leaves = list(self._results(function))
        if len(leaves) < 2:
            return
        for leaf in leaves:
            said = self.text(leaf)
            called = text_of(leaf.child_by_field_name("function"))
            if called.strip() in _ENDLESS or called in ("Some", "Ok", "Err") or said == "None":
                continue
            if leaf.type in ("boolean_literal", "integer_literal", "string_literal",
                             "float_literal", "char_literal"):  # fmt: skip
                continue
            for other in [o for o in others if o != said][:1]:
                self.add("return", leaf, other)

    def _results(self, function: Node) -> Iterator[Node]:
        body = function.child_by_field_name("body")
        assert body is not None
        stack: list[Node] = [body]
        while stack:
            here = stack.pop()
            if here.type in ("function_item", "closure_expression", "async_block"):
                continue
            if here.type == "return_expression" and here.named_children:
                yield here.named_children[-1]
            stack.extend(c for c in here.named_children)
        yield from _tail(body)

    # -- statements

    def statement(self, node: Node) -> None:
        inner = node.named_children[0] if node.named_children else None
        if inner is None or inner.type not in _CALLS or not self.text(node).endswith((";", "}")):
            return
        if inner.type != "for_expression" and not self.text(node).endswith(";"):
            return
        if inner.type == "assignment_expression" and self._late(inner):
            return
        core = inner.named_children[0] if inner.type in ("try_expression", "await_expression") else inner
        name = text_of(core.child_by_field_name("function")).strip()
        if core.start_byte in self.code.macros:
            if name not in ("write", "writeln"):
                return
        elif _ARID.search(name.rsplit(".", 1)[-1]) or name.rsplit("::", 1)[-1] in _ENDLESS:
            return
        self.add("delete", node, "{}" if inner.type == "for_expression" else ";")

    def tail_call(self, node: Node) -> None:
        """A call without a semicolon, the last thing in a loop's body or a function that returns
        nothing: a statement all the same."""
        last = [c for c in node.named_children if "comment" not in c.type][-1:]
        above = next(iter(self.code.above(node)), None)
        if not last or above is None or last[0].type != "call_expression":
            return
        if self._unit(node, above) and last[0].start_byte not in self.code.macros:
            name = text_of(last[0].child_by_field_name("function")).rsplit("::", 1)[-1]
            if name not in _ENDLESS and not _ARID.search(name.rsplit(".", 1)[-1]):
                self.add("delete", last[0], "()")

    def _unit(self, block: Node, above: Node) -> bool:
        """Whether a block's value is surely `()`."""
        if above.type == "function_item":
            return returned(above) == "()"
        if above.type in ("for_expression", "while_expression", "loop_expression"):
            return True
        if above.type == "if_expression":
            return above.child_by_field_name("alternative") is None
        return False

    def _late(self, assignment: Node) -> bool:
        """Whether it gives a name its first value."""
        function = function_of(assignment, self.code)
        if function is None:
            return True
        if function.id not in self.late:
            names: set[str] = set()
            for found in re.finditer(r"\blet\s+(?:mut\s+)?(\w+)\s*(?::[^=;]*)?;", self.text(function)):
                names.add(found[1])
            self.late[function.id] = frozenset(names)
        left = text_of(assignment.child_by_field_name("left"))
        return re.split(r"[.\[]", left)[0] in self.late[function.id] or left == "_"


def chain_end(node: Node, code: Code) -> Node | None:
    """The call that ends the chain a method call is in, after which its type is gone."""
    here = node
    for above in code.above(node):
        if above.type == "field_expression":
            value = above.child_by_field_name("value")
            if value is None or value.id != here.id:
                return None
        elif above.type == "call_expression":
            function = above.child_by_field_name("function")
            if function is None or function.id != here.id:
                return None
            method = function.child_by_field_name("function") or function
            if text_of(method.child_by_field_name("field")) in _ENDS:
                return above
        elif above.type != "generic_function":
            return None
        here = above
    return None


def _tail(block: Node) -> Iterator[Node]:
    named = [c for c in block.named_children if "comment" not in c.type]
    if named:
        yield from _tail_of(named[-1])


def _tail_of(node: Node) -> Iterator[Node]:
    match node.type:
        case "expression_statement":
            if not text_of(node).endswith(";") and node.named_children:
                yield from _tail_of(node.named_children[0])
        case "block" | "unsafe_block":
            yield from _tail(node if node.type == "block" else node.named_children[-1])
        case "if_expression":
            for part in (node.child_by_field_name("consequence"),
                         node.child_by_field_name("alternative")):  # fmt: skip
                if part is not None:
                    yield from _tail_of(part if part.type == "block" else part.named_children[-1])
        case "match_expression":
            for arm in children(node.child_by_field_name("body") or node, "match_arm"):
                value = arm.child_by_field_name("value")
                if value is not None:
                    yield from _tail_of(value)
        case kind if kind.endswith("_expression") or kind in ("identifier", "self"):
            if kind not in ("return_expression", "loop_expression", "while_expression",
                            "for_expression", "break_expression", "continue_expression",
                            "macro_invocation"):  # fmt: skip
                yield node
        case _:
            return


def holds_let(node: Node) -> bool:
    """Whether a condition binds names, and so is no value."""
    if node.type in ("let_condition", "let_chain"):
        return True
    return node.type == "binary_expression" and any(holds_let(c) for c in node.named_children)


def _takes_all(pattern: Node) -> bool:
    said = text_of(pattern)
    return said == "_" or bool(re.fullmatch(r"(?!true|false|self)[a-z_]\w*", said))


_FINDERS: dict[str, Callable[[_Finder, Node], None]] = {
    "binary_expression": _Finder.binary,
    "compound_assignment_expr": _Finder.compound,
    "unary_expression": _Finder.unary,
    "boolean_literal": _Finder.boolean,
    "integer_literal": _Finder.integer,
    "float_literal": _Finder.float,
    "string_literal": _Finder.string,
    "raw_string_literal": _Finder.string,
    "char_literal": _Finder.character,
    "range_expression": _Finder.range,
    "if_expression": _Finder.condition,
    "while_expression": _Finder.condition,
    "match_arm": _Finder.arm,
    "break_expression": _Finder.leap,
    "continue_expression": _Finder.leap,
    "call_expression": _Finder.call,
    "identifier": _Finder.nothing,
    "function_item": _Finder.function,
    "expression_statement": _Finder.statement,
    "block": _Finder.tail_call,
}
