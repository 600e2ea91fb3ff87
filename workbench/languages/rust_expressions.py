"""Mutants of Rust expressions: operators, literals, conditions, jumps, methods."""

from __future__ import annotations

import re

from workbench.languages.mutation import Operator
from workbench.languages.rust_code import Code
from workbench.languages.rust_edits import Edits, holds_let
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
_TURNED = (".is_some", ".is_none", ".is_ok", ".is_err")
# The end of a chain, after which it is all the same which adapters there were.
_ENDS = frozenset({"collect", "count", "sum", "product", "fold", "any", "all", "min", "max", "next",
                   "last", "find", "position", "nth", "max_by_key", "min_by_key"})  # fmt: skip
_ADAPTERS = frozenset({"rev", "skip", "take", "step_by", "filter", "skip_while", "take_while"})
_DROPPED = frozenset({"abs", "trim", "trim_start", "trim_end", "saturating_abs"})
_CHAIN = 30
_TEXTS = re.compile(r"(?:to_string|to_owned|String::new|String::from|format!)\s*\(")
_MESSAGES = frozenset({"expect", "expect_err", "panic", "unreachable", "todo", "unimplemented"})
_INTEGER = re.compile(
    r"(0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|[0-9][0-9_]*?)_?"
    r"([iu](?:8|16|32|64|128|size)|f32|f64)?\Z"
)
# Values of types that have a default, and are not it.
_DEFAULTED = re.compile(r"(?!0+\b|0\.0\b|\"\"|false\b)(?:[0-9]|\"|true\b|vec\b|String::)")


class Expressions(Edits):
    """What an expression may become."""

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

    def _is_text(self, left: Node | None, right: Node | None) -> bool:
        """Adding strings, which cannot be subtracted."""
        for _ in range(_CHAIN):
            if left is None or right is None:
                break
            last = self.text(right)
            if (
                right.type in ("string_literal", "raw_string_literal")
                or (right.type == "reference_expression" and '"' in last)
                or re.match(r"&.*\.(?:to_string|to_owned|as_str|join|repeat)\(", last)
            ):
                return True
            if left.type != "binary_expression":
                return bool(_TEXTS.search(self.text(left)))
            left, right = (left.child_by_field_name(side) for side in ("left", "right"))
        return False

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
        empty = text_of(node).strip("r#") == '""'
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

    def condition(self, node: Node) -> None:
        held = node.child_by_field_name("condition")
        if held is None:
            return
        if holds_let(held):
            whole = self.parent(node).type == "expression_statement"
            if whole and node.child_by_field_name("alternative") is None:
                self.add("delete", node, "{}")
            return
        if held.type != "boolean_literal":
            self.add("condition", held, "false")
            if node.type == "if_expression":
                self.add("condition", held, "true")
        self.turned(held)

    def turned(self, held: Node) -> None:
        """The condition turned round, where no other mutant does that."""
        function = held.child_by_field_name("function")
        if function is not None and text_of(function).endswith(_TURNED):
            return
        if held.type in ("call_expression", "identifier", "field_expression", "macro_invocation"):
            self.add("negate", held, f"!{self.text(held)}")

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

    def method(self, node: Node, function: Node) -> None:
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
        if word in _ADAPTERS and chain_end(node, self.code) is not None:
            self.add("call", node, self.text(value))

    def _differs(self, word: str, value: Node, given: list[Node]) -> bool:
        """Whether the sibling is no method of the same value."""
        if word == "find":
            return [g.type for g in given] == ["closure_expression"]
        # Iterators have a last one; slices have a first one too.
        return word in ("first", "last") and (bool(given) or value.type == "call_expression")


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
