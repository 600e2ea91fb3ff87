"""Java assertions: how each is moved to another expectation, and how it is turned round."""

from __future__ import annotations

import re

from workbench.languages.compiled_shadow import Edits, Literal
from workbench.languages.java_checks import ASSERTJ, Check, JavaFile, arguments
from workbench.languages.java_expected import Expected, declared
from workbench.languages.syntax import Node, children, text_of, walk

# Exceptions that no code under test throws by chance; one that the suite does not speak of is taken.
_STRANGE = (
    "java.util.zip.DataFormatException",
    "java.security.cert.CRLException",
    "java.util.concurrent.BrokenBarrierException",
    "java.security.cert.CertStoreException",
)
_OPPOSITES = {
    "assertTrue": "assertFalse",
    "assertEquals": "assertNotEquals",
    "assertNull": "assertNotNull",
    "assertSame": "assertNotSame",
}
_OPPOSITES |= {there: here for here, there in _OPPOSITES.items()}
# AssertJ: links whose opposite every class of assertions has that has them.
_LINKS = {
    "isEqualTo": "isNotEqualTo",
    "isTrue": "isFalse",
    "isNotNull": "isNull",
    "isNotEmpty": "isEmpty",
    "isSameAs": "isNotSameAs",
    "isGreaterThan": "isLessThanOrEqualTo",
    "isLessThan": "isGreaterThanOrEqualTo",
    "isInstanceOf": "isNotInstanceOf",
    "isExactlyInstanceOf": "isNotExactlyInstanceOf",
    "isIn": "isNotIn",
    "isPresent": "isNotPresent",
    "containsKey": "doesNotContainKey",
    "containsEntry": "doesNotContainEntry",
    "containsValue": "doesNotContainValue",
    "isBlank": "isNotBlank",
    "isZero": "isNotZero",
    "isPositive": "isNotPositive",
    "isNegative": "isNotNegative",
    "isCloseTo": "isNotCloseTo",
    "anyMatch": "noneMatch",
    "exists": "doesNotExist",
}
_LINKS |= {there: here for here, there in _LINKS.items()}
_LINKS |= {
    "isOne": "isZero",
    "containsExactlyInAnyOrder": "doesNotContain",
    "containsExactly": "doesNotContain",
    "containsOnly": "doesNotContain",
    "containsExactlyElementsOf": "doesNotContainAnyElementsOf",
    "containsExactlyInAnyOrderElementsOf": "doesNotContainAnyElementsOf",
    "containsAnyOf": "doesNotContain",
    "isNotPresent": "isPresent",
}
# These return nothing and can only end a chain.
_LAST_ONLY = frozenset({"isNull", "isEmpty", "isNullOrEmpty"})
# Links whose arguments are the expectation, compared by value.
_VALUES = frozenset(
    "isEqualTo containsExactly containsExactlyInAnyOrder containsOnly hasSize isCloseTo hasMessage "
    "withMessage isEqualToIgnoringCase containsExactlyElementsOf hasToString hasValue hasDimensions "
    "containsExactlyInAnyOrderElementsOf containsEntry containsKey isEqualByComparingTo".split()
)
_SEARCHES = frozenset(
    {"hasMessageContaining", "hasMessageStartingWith", "hasMessageEndingWith",
     "withMessageContaining", "startsWith", "endsWith", "contains"}
)  # fmt: skip
_OWN_EXCEPTION = re.compile(
    r"assertThat(IllegalArgument|IllegalState|NullPointer|IO|Runtime|IndexOutOfBounds)Exception\Z"
)


class Assertions:
    """Moves and turns checks, with one set of edits."""

    def __init__(self, edits: Edits, expected: Expected, everything: str) -> None:
        self.edits = edits
        self.expected = expected
        known = [s for s in _STRANGE if s.rsplit(".", 1)[-1] not in everything]
        self.strange = known[edits.pick("strange") % len(known)] if known else ""

    def move(self, check: Check) -> bool:
        """Give a check another expectation. False where it has none that is certain."""
        match check.kind:
            case "junit":
                return self._junit(check)
            case "assertj":
                return self._chain(check)
            case "hamcrest":
                return self._matcher(arguments(check.node)[-1], check.file)
            case "assert":
                return self._truth(check.node.named_children[0], check.file, honest=True)
            case _:
                condition = check.node.child_by_field_name("condition")
                return condition is not None and (
                    self._collected(condition, check.file)
                    or self._truth(condition, check.file, honest=False)
                )

    def turn(self, check: Check) -> None:
        """The opposite of a check, if there is one."""
        if check.moved or check.turned:
            return
        match check.kind:
            case "junit":
                check.turned = self._turn_junit(check)
            case "assertj":
                check.turned = self._turn_chain(check)
            case "hamcrest":
                last = arguments(check.node)[-1]
                self._wrap(last, check.file, "org.hamcrest.CoreMatchers.not(", ")")
                check.turned = True
            case "assert":
                self._wrap(check.node.named_children[0], check.file, "!(", ")")
                check.turned = True
            case _:
                condition = check.node.child_by_field_name("condition")
                if condition is not None:
                    self._wrap(condition.named_children[0], check.file, "!(", ")")
                    check.turned = True

    def exception(self, literal: Node, file: JavaFile, *, typed: bool) -> bool:
        """`X.class` -> a class that no honest exception is an instance of. `typed`: the call's
        type depends on it."""
        if literal.type != "class_literal" or not self.strange:
            return False
        kind = text_of(literal).removesuffix(".class")
        cast = f"(Class<{kind}>) (Class<?>) " if typed else ""
        self._put(literal, file, f"{cast}{self.strange}.class")
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

    # Moving.

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
        given = given[_message_first(given, file, word) :]
        if word in ("assertThrows", "assertThrowsExactly", "assertInstanceOf"):
            return bool(given) and self.exception(given[0], file, typed=_used(check.node))
        if word in ("assertTrue", "assertFalse") and given:
            return self._truth(given[0], file, honest=word == "assertTrue")
        if word in ("assertEquals", "assertArrayEquals", "assertIterableEquals"):
            if len(given) < 2 or _within(given):
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
        self._wrap(
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
            elif word in _VALUES and not _within(given):
                every = given[:1] if word in ("isCloseTo", "isEqualTo") else given
                if any([self._moved(each, file) for each in every]):
                    moved = True
                elif word == "isEqualTo" and not compared and len(given) == 1:
                    moved = self._foreign(given[0], file) or moved
        return moved

    def _foreign(self, node: Node, file: JavaFile) -> bool:
        """What is no literal becomes an object that nothing honest equals."""
        if "\n" in text_of(node) or node.type == "null_literal":
            return False
        self._put(node, file, "new Object()")
        return True

    def _matcher(self, matcher: Node, file: JavaFile) -> bool:
        name, given = text_of(matcher.child_by_field_name("name")), arguments(matcher)
        if matcher.type != "method_invocation" or not given:
            return False
        if name in ("is", "equalTo", "contains", "hasSize", "closeTo", "arrayContaining"):
            if len(given) == 1 and given[0].type == "method_invocation":
                if self._matcher(given[0], file):
                    return True
            every = given[:1] if name == "closeTo" else given
            return any([self._moved(each, file) for each in every])
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
                return any([self._truth(side, file, honest=honest) for side in (left, right)])
            return False
        if node.type != "method_invocation" or not honest:
            return False
        given, owner = arguments(node), node.child_by_field_name("object")
        if text_of(node.child_by_field_name("name")) in ("equals", "deepEquals"):
            sides = [owner, *given] if len(given) == 1 else given[:2]
            return len(given) in (1, 2) and any(self._moved(side, file) for side in reversed(sides))
        return False

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
        if any([self._truth(each, file, honest=True) for each in truths]):
            return True
        for each in truths:
            self._wrap(each, file, "!(", ")")
        return bool(truths)

    # Turning.

    def _turn_junit(self, check: Check) -> bool:
        given, file, word = arguments(check.node), check.file, check.word
        name = check.node.child_by_field_name("name")
        if name is None:
            return False
        # A class that imports one assertion need not import its opposite.
        alone = check.node.child_by_field_name("object") is None
        home = "org.junit.Assert." if file.junit4 else "org.junit.jupiter.api.Assertions."
        home = home if alone else ""
        if word in _OPPOSITES:
            self._put(name, file, home + _OPPOSITES[word])
            return True
        if word == "assertArrayEquals":
            given = given[_message_first(given, file, word) :]
            if len(given) == 2:
                self._put(name, file, f"{home}assertFalse")
                first, last = given[0], given[-1]
                self.edits.put(
                    file.path, first.start_byte, first.start_byte, "java.util.Objects.deepEquals("
                )
                self.edits.put(file.path, last.end_byte, last.end_byte, ")")
                return True
        parent = check.node.parent
        if word == "assertDoesNotThrow" and given and parent is not None:
            body = given[0].child_by_field_name("body")
            plain = given[0].type == "method_reference" or (
                body is not None
                and body.type in ("method_invocation", "object_creation_expression", "block")
                and not any(n.type == "return_statement" for n in walk(body))
            )
            if plain and parent.type == "expression_statement":
                self._put(name, file, f"{home}assertThrows")
                at = given[0].start_byte
                self.edits.put(file.path, at, at, "Throwable.class, ")
                return True
        return False

    def _turn_chain(self, check: Check) -> bool:
        file = check.file
        for link in reversed(check.links):
            name, given = link.child_by_field_name("name"), arguments(link)
            word = text_of(name)
            if name is None:
                continue
            if word == "doesNotThrowAnyException":
                self.edits.put(
                    file.path, name.start_byte, link.end_byte, "isInstanceOf(Throwable.class)"
                )
                return True
            if word == "assertThatNoException" and self.strange:
                self.edits.put(
                    file.path, link.start_byte, link.end_byte,
                    f"org.assertj.core.api.Assertions.assertThatExceptionOfType({self.strange}.class)",
                )  # fmt: skip
                return True
            opposite = _LINKS.get(word)
            if opposite is None or (opposite in _LAST_ONLY and link is not check.links[-1]):
                continue
            if opposite == "doesNotContain" and not given:
                opposite = "isNotEmpty"
            if opposite == "isNotEqualTo" and len(given) > 1:
                opposite = "isNotCloseTo"
            self._put(name, file, opposite)
            return True
        return False

    def _put(self, node: Node, file: JavaFile, text: str) -> None:
        self.edits.put(file.path, node.start_byte, node.end_byte, text)

    def _wrap(self, node: Node, file: JavaFile, before: str, after: str) -> None:
        self.edits.put(file.path, node.start_byte, node.start_byte, before)
        self.edits.put(file.path, node.end_byte, node.end_byte, after)


def _message_first(given: list[Node], file: JavaFile, word: str) -> int:
    """JUnit 4 takes its message before the rest: how many arguments it is."""
    if not file.junit4 or not given or given[0].type not in ("string_literal", "binary_expression"):
        return 0
    least = {"assertTrue": 2, "assertFalse": 2, "assertNull": 2, "assertNotNull": 2}.get(word, 3)
    text = given[0].type == "string_literal" or any(
        n.type == "string_literal" for n in children(given[0])
    )
    return int(text and len(given) >= least)


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


def _within(given: list[Node]) -> bool:
    """Whether a comparison allows for a difference so large that a moved number may be in it."""
    for node in given[1:]:
        tolerance = next(
            (n for n in walk(node) if n.type == "decimal_floating_point_literal"), None
        )
        if tolerance is not None:
            number = re.match(r"[0-9.]+(?:[eE][-+]?\d+)?", text_of(tolerance))
            return number is None or float(number[0]) >= 1
    return False
