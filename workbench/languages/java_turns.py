"""Java assertions turned round, where no other expectation is certain."""

from __future__ import annotations

from workbench.languages.compiled_shadow import Edits
from workbench.languages.java_checks import Check, JavaFile, arguments, message_first
from workbench.languages.syntax import Node, text_of, walk

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
    "containsAnyOf": "doesNotContain",
    "isNotPresent": "isPresent",
}
# These return nothing and can only end a chain.
_LAST_ONLY = frozenset({"isNull", "isEmpty", "isNullOrEmpty"})


class Turns:
    """Edits that turn checks round."""

    def __init__(self, edits: Edits, strange: str) -> None:
        self.edits = edits
        self.strange = strange

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
                self.wrap(last, check.file, "org.hamcrest.CoreMatchers.not(", ")")
                check.turned = True
            case "holds":
                self.wrap(arguments(check.node)[0], check.file, "!(", ")")
                check.turned = True
            case "assert":
                self.wrap(check.node.named_children[0], check.file, "!(", ")")
                check.turned = True
            case _:
                condition = check.node.child_by_field_name("condition")
                if condition is not None:
                    self.wrap(condition.named_children[0], check.file, "!(", ")")
                    check.turned = True

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
            self.put(name, file, home + _OPPOSITES[word])
            return True
        if word == "assertArrayEquals":
            given = given[message_first(given, file, word) :]
            if len(given) == 2:
                self.put(name, file, f"{home}assertFalse")
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
                self.put(name, file, f"{home}assertThrows")
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
            elif (
                opposite == "doesNotContain"
                and len(given) == 1
                and given[0].type
                in (
                    "identifier",
                    "method_invocation",
                    "array_creation_expression",
                )
            ):
                continue  # an array, which may be empty
            if opposite == "isNotEqualTo" and len(given) > 1:
                opposite = "isNotCloseTo"
            self.put(name, file, opposite)
            return True
        return False

    def put(self, node: Node, file: JavaFile, text: str) -> None:
        """Replace a node."""
        self.edits.put(file.path, node.start_byte, node.end_byte, text)

    def wrap(self, node: Node, file: JavaFile, before: str, after: str) -> None:
        """Put something around a node."""
        self.edits.put(file.path, node.start_byte, node.start_byte, before)
        self.edits.put(file.path, node.end_byte, node.end_byte, after)
