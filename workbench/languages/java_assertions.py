"""Java assertions: how each is moved to another expectation."""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.languages.compiled_shadow import Edits, Literal
from workbench.languages.java_checks import ASSERTJ, Check, JavaFile, arguments, message_first
from workbench.languages.java_expected import Expected
from workbench.languages.java_readers import declared
from workbench.languages.java_turns import Turns
from workbench.languages.syntax import Node, text_of, walk

# Exceptions that no code under test throws by chance: one that the suite does not speak of.
_STRANGE = (
    "java.util.zip.DataFormatException",
    "java.security.cert.CRLException",
    "java.util.concurrent.BrokenBarrierException",
    "java.security.cert.CertStoreException",
)
# Links whose arguments are the expectation, compared by value.
_VALUES = frozenset(
    [
        "isEqualTo",
        "containsExactly",
        "containsExactlyInAnyOrder",
        "containsOnly",
        "hasSize",
        "isCloseTo",
        "hasMessage",
        "withMessage",
        "isEqualToIgnoringCase",
        "containsExactlyElementsOf",
        "hasToString",
        "hasValue",
        "hasDimensions",
        "containsExactlyInAnyOrderElementsOf",
        "containsEntry",
        "containsKey",
        "isEqualByComparingTo",
    ]
)
_SEARCHES = frozenset(
    {"hasMessageContaining", "hasMessageStartingWith", "hasMessageEndingWith",
     "withMessageContaining", "startsWith", "endsWith", "contains"}
)  # fmt: skip
_OWN_EXCEPTION = re.compile(
    r"assertThat(IllegalArgument|IllegalState|NullPointer|IO|Runtime|IndexOutOfBounds)Exception\Z"
)


class Assertions:
    """Moves checks to other expectations."""

    def __init__(self, edits: Edits, expected: Expected, everything: str) -> None:
        self.edits = edits
        self.expected = expected
        known = [s for s in _STRANGE if s.rsplit(".", 1)[-1] not in everything]
        self.strange = known[edits.pick("strange") % len(known)] if known else ""
        self.turns = Turns(edits, self.strange)
        self.deep = False

    def move(self, check: Check) -> None:
        """Find out how a check gets another expectation that is certain to fail."""
        check.moved, check.deep, check.edits = self._apart(lambda: self._move(check))

    def _apart(self, move: Callable[[], bool]) -> tuple[bool, bool, Edits]:
        """Whether something can be moved, whether deep, and the edits it takes."""
        before = self.edits, self.deep
        self.edits, self.deep = Edits(before[0].seed), False
        self.turns.edits = self.edits
        moved = move()
        after = moved, self.deep, self.edits
        self.edits, self.deep = before
        self.turns.edits = self.edits
        return after

    def _several(self, truths: list[Node], file: JavaFile, *, honest: bool) -> bool:
        """Move some of several truths: those that an `equals` decides where there are any, since
        others would fail as well and hide who passes these."""
        tried = [
            self._apart(lambda each=each: self._truth(each, file, honest=honest))  # type: ignore[misc]
            for each in truths
        ]
        moved = [(deep, edits) for done, deep, edits in tried if done]
        deepest = any(deep for deep, _ in moved)
        for deep, edits in moved:
            if deep == deepest:
                self.edits.merge(edits)
        self.deep = self.deep or deepest
        return bool(moved)

    def _move(self, check: Check) -> bool:
        match check.kind:
            case "junit":
                return self._junit(check)
            case "assertj":
                return self._chain(check)
            case "hamcrest":
                return self._matcher(arguments(check.node)[-1], check.file)
            case "assert":
                return self._truth(check.node.named_children[0], check.file, honest=True)
            case "holds":
                return self._truth(arguments(check.node)[0], check.file, honest=True)
            case _:
                condition = check.node.child_by_field_name("condition")
                return condition is not None and (
                    self._collected(condition, check.file)
                    or self._truth(condition, check.file, honest=False)
                )

    def exception(self, literal: Node, file: JavaFile, *, typed: bool) -> bool:
        """`X.class` -> a class that no honest exception is an instance of. `typed`: the call's
        type depends on it."""
        if literal.type != "class_literal" or not self.strange:
            return False
        kind = text_of(literal).removesuffix(".class")
        cast = f"(Class<{kind}>) (Class<?>) " if typed else ""
        self.turns.put(literal, file, f"{cast}{self.strange}.class")
        return True

    def lengthen(self, node: Node, file: JavaFile) -> bool:
        """A string that is searched for."""
        if node.type != "string_literal":
            return False
        self.edits.lengthen(
            Literal(file.path, node.start_byte, node.end_byte, text_of(node), "string")
        )
        return True

    def handler(self, clause: Node, file: JavaFile) -> bool:
        """A `catch` that an honest solution is bound to get into."""
        body = clause.child_by_field_name("body")
        if body is None:
            return False
        at = body.start_byte + 1
        self.edits.put(file.path, at, at, " if (true) throw new AssertionError();")
        return True

    def _moved(self, node: Node | None, file: JavaFile) -> bool:
        found = self.expected.literals(node, file)
        for each in found:
            if each.kind == "cell":
                grown = f"{each.text}{self.edits.word(each.start)}"
                self.edits.put(each.path, each.start, each.end, grown)
        self.edits.move([each for each in found if each.kind != "cell"])
        return bool(found)

    def _junit(self, check: Check) -> bool:
        given, file, word = arguments(check.node), check.file, check.word
        given = given[message_first(given, file, word) :]
        if word in ("assertThrows", "assertThrowsExactly", "assertInstanceOf"):
            return bool(given) and self.exception(given[0], file, typed=_used(check.node))
        if word in ("assertTrue", "assertFalse") and given:
            return self._truth(given[0], file, honest=word == "assertTrue")
        if word in ("assertEquals", "assertArrayEquals", "assertIterableEquals"):
            if len(given) < 2 or _within(given, 2, file):
                return False
            if self._moved(given[0], file) or self._moved(given[1], file):
                return True
            return word == "assertEquals" and self._stranger(given, file)
        return False

    def _stranger(self, given: list[Node], file: JavaFile) -> bool:
        """An expected object is asked whether it equals one of no known class, in place of what
        was computed: turned round, the assertion would not tell an `equals` that is always true."""
        expected, actual = given[:2]
        plain = expected.type in ("identifier", "object_creation_expression", "method_invocation")
        if not plain or (len(given) > 2 and not _says(given[2])) or "null" in text_of(actual):
            return False
        self.deep = True
        self.turns.wrap(
            actual, file, "java.util.Objects.isNull(", ") ? new Object() : new Object()"
        )  # fmt: skip
        return True

    def _chain(self, check: Check) -> bool:
        file, moved = check.file, False
        typed = _used(check.node) or any(
            a.type == "lambda_expression"
            for link in check.links
            if text_of(link.child_by_field_name("name")) not in ("isThrownBy", *ASSERTJ)
            for a in arguments(link)
        )
        compared = any(
            text_of(link.child_by_field_name("name")).startswith(
                ("using", "ignoring", "extracting")
            )
            for link in check.links
        )
        for link in check.links:
            word, given = text_of(link.child_by_field_name("name")), arguments(link)
            if word == "assertThatExceptionOfType" and given and not moved:
                moved = self.exception(given[0], file, typed=typed)
            elif _OWN_EXCEPTION.match(word) and self.strange:
                kind = word.removeprefix("assertThat")
                package = "java.io." if kind == "IOException" else ""
                cast = f"(Class<{package}{kind}>) (Class<?>) " if typed else ""
                self.edits.put(
                    file.path,
                    link.start_byte,
                    link.end_byte,
                    "org.assertj.core.api.Assertions.assertThatExceptionOfType("
                    f"{cast}{self.strange}.class)",
                )
                moved = True
            elif word in ("isInstanceOf", "isExactlyInstanceOf", "hasCauseInstanceOf") and (
                text_of(check.links[0].child_by_field_name("name")) == "assertThatThrownBy"
            ):
                moved = self.exception(given[0], file, typed=False) or moved
            elif word in _SEARCHES and len(given) == 1 and given[0].type == "string_literal":
                moved = self.lengthen(given[0], file) or moved
            elif word in _VALUES:
                single = word in ("isCloseTo", "isEqualTo")
                if single and _within(given, 1, file):
                    continue
                every = given[:1] if single else given
                if True in [self._moved(each, file) for each in every]:
                    moved = self.deep = True
                elif compared or len(given) != 1 or given[0].type == "null_literal":
                    continue
                elif word == "isEqualTo":
                    self.deep = True
                    moved = self._foreign(given[0], file, "new Object()")
                elif word.endswith("ElementsOf"):
                    strange = "(Iterable) java.util.List.of(new Object())"
                    moved = self._foreign(given[0], file, strange)
        return moved

    def _foreign(self, node: Node, file: JavaFile, strange: str) -> bool:
        """What is no literal becomes an object that nothing honest equals."""
        self.turns.put(node, file, strange + "\n" * text_of(node).count("\n"))
        return True

    def _matcher(self, matcher: Node, file: JavaFile) -> bool:
        name, given = text_of(matcher.child_by_field_name("name")), arguments(matcher)
        if matcher.type != "method_invocation" or not given:
            return False
        if name == "closeTo" and _within(given, 1, file):
            return False
        if name in ("is", "equalTo", "contains", "hasSize", "closeTo", "arrayContaining"):
            nested = len(given) == 1 and given[0].type == "method_invocation"
            if nested and self._matcher(given[0], file):
                return True
            every = given[:1] if name == "closeTo" else given
            return True in [self._moved(each, file) for each in every]
        if name in ("containsString", "startsWith", "endsWith"):
            return self.lengthen(given[0], file)
        return False

    def _truth(self, node: Node, file: JavaFile, *, honest: bool) -> bool:
        """Make a condition that is `honest` the contrary, by the literals in it."""
        operator = text_of(node.child_by_field_name("operator"))
        if node.type == "parenthesized_expression" and node.named_children:
            return self._truth(node.named_children[0], file, honest=honest)
        if node.type == "unary_expression" and operator == "!":
            inner = node.child_by_field_name("operand")
            return inner is not None and self._truth(inner, file, honest=not honest)
        if node.type == "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is None or right is None:
                return False
            if operator == ("==" if honest else "!="):
                return self._moved(right, file) or self._moved(left, file)
            if operator == ("&&" if honest else "||"):
                return self._several([left, right], file, honest=honest)
            return False
        if node.type != "method_invocation" or not honest:
            return False
        given, owner = arguments(node), node.child_by_field_name("object")
        name = text_of(node.child_by_field_name("name"))
        if name not in ("equals", "deepEquals") or owner is None or len(given) not in (1, 2):
            return False
        if len(given) == 2:
            sides, of_arrays = given, text_of(owner).endswith("Arrays")
        else:
            sides, of_arrays = [owner, *given], False
        self.deep = not of_arrays
        if any(self._moved(side, file) for side in reversed(sides)):
            return True
        last = given[-1]
        if of_arrays or last.type in ("null_literal", "lambda_expression"):
            return False
        return self._foreign(last, file, "new Object()")

    def _collected(self, condition: Node, file: JavaFile) -> bool:
        """`if (correct.contains(false)) throw ...` with the truths in a list."""
        inner = condition.named_children[0] if condition.named_children else condition
        owner = inner.child_by_field_name("object")
        if (
            inner.type != "method_invocation"
            or text_of(inner.child_by_field_name("name")) != "contains"
            or [text_of(a) for a in arguments(inner)] != ["false"]
            or owner is None
        ):
            return False
        bound = declared(owner, file)
        value = bound.child_by_field_name("value") if bound is not None else None
        if value is None or value.type != "method_invocation":
            return False
        truths = arguments(value)
        if self._several(truths, file, honest=True):
            return True
        for each in truths:
            self.turns.wrap(each, file, "!(", ")")
        return bool(truths)


def _used(call: Node) -> bool:
    """Whether a call's result is taken up: its type must then stay."""
    return call.parent is None or call.parent.type not in (
        "expression_statement",
        "lambda_expression",
    )


def _says(node: Node) -> bool:
    """Whether an argument is a message."""
    return node.type in ("string_literal", "lambda_expression") or (
        node.type == "binary_expression" and any(n.type == "string_literal" for n in walk(node))
    )


def _within(given: list[Node], at: int, file: JavaFile) -> bool:
    """Whether a comparison allows for a difference, from argument `at` on, that is not surely
    smaller than the least move."""
    for node in given[at:]:
        if _says(node):
            continue
        found = next((n for n in walk(node) if n.type.endswith("_literal")), None)
        if found is None and node.type == "identifier":
            bound = declared(node, file)
            found = bound.child_by_field_name("value") if bound is not None else None
        if found is None:
            named = [n for n in walk(node) if n.type == "identifier"]
            bounds = [b for n in named if (b := declared(n, file)) is not None]
            found = bounds[0].child_by_field_name("value") if len(bounds) == 1 else None
        number = re.match(r"[0-9.]+(?:[eE][-+]?\d+)?", text_of(found))
        if number is None or float(number[0]) >= 1 or "ercent" in text_of(node):
            return True
    return False
