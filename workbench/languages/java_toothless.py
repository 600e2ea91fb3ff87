"""Checks of a Java suite that can fail nobody, read from its source.

    assertTrue(true);  assertEquals(1, 1);     nothing of the solution is in it
    assertNotNull(new Clock());                what `new` gives is never null
    assertEquals(x, x);                        compared with itself
    assertTrue(names.size() >= 0);             no list has fewer
    assertThat(x);  assertThat(x).as("it");    compared with nothing
    verify(clock);                             no call is asked for
    try { assertEquals(1, x); } catch (AssertionError e) {}
                                               what fails is caught and forgotten
    softly.assertThat(x).isEqualTo(1);         and nobody calls assertAll()
    when(clock.now()).thenReturn(1); assertEquals(1, clock.now());
                                               a double is asked for what it was told to say

Told only where the source leaves no doubt. A constant in a branch says which way was expected, and
whether something equals itself is worth a test where the solution says what equal means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.base import Inventory
from workbench.languages.java_certain import TRIES, is_certain
from workbench.languages.java_checks import ASSERTJ, Check, JavaFile, arguments, message_first
from workbench.languages.java_constants import DESCRIBES, comes_to
from workbench.languages.java_doubles import doubles
from workbench.languages.java_own_tests import own_tests
from workbench.languages.java_reach import leaves
from workbench.languages.java_readers import called_name, declared
from workbench.languages.syntax import Node, children, line_of, text_of, walk
from workbench.model.task import Suite

_VALUES = {"byte", "short", "int", "long", "char", "boolean", "String", "Integer", "Long", "Short",
           "Byte", "Character", "Boolean", "BigInteger", "BigDecimal", "LocalDate", "LocalTime",
           "LocalDateTime", "Duration", "Instant"}  # fmt: skip
_COLLECTIONS = {"List", "ArrayList", "LinkedList", "Set", "HashSet", "LinkedHashSet", "TreeSet",
                "Map", "HashMap", "LinkedHashMap", "TreeMap", "Collection", "Queue", "Deque",
                "ArrayDeque", "String", "StringBuilder"}  # fmt: skip
_FREE = ("assertTrue >= 0", "assertTrue > -1", "assertFalse < 0")
_SAME = {"assertEquals", "assertSame", "assertArrayEquals", "assertIterableEquals"}
_SAME_LINKS = {"isEqualTo", "isSameAs", "isSameInstanceAs", "containsExactlyElementsOf"}
_SAME_MATCHERS = re.compile(r"(?:is|equalTo|sameInstance|is\(equalTo)\((\w+)\)+\Z")
_ABOUT_EQUALS = re.compile(r"equal|hash|reflexiv|identi|compar", re.IGNORECASE)
_CAUGHT = re.compile(r"(?:java\.lang\.)?(?:Throwable|Error|AssertionError)\Z")
_PRINTS = re.compile(r"System\.(?:out|err)\.print|\w+\.printStackTrace\(|(?i:log(?:ger)?)\.\w+\(")
_SETS_UP = DESCRIBES | {"usingRecursiveComparison", "usingElementComparator", "usingComparator",
                        "withRepresentation", "that"}  # fmt: skip
_ROOTS = ASSERTJ - {"assertThatThrownBy"} | {"assertWithMessage", "expectThat"}


def toothless(suite: Suite, inventory: Inventory) -> list[tuple[str, int, str]]:
    """File, line and words of each."""
    found: list[tuple[str, int, str]] = []
    for file, methods in own_tests(suite, inventory):
        said = [s for method in methods for s in _of_test(method, file)]
        found += sorted({(file.path, line_of(node), words) for node, words in said})
    return found


def _of_test(method: Node, file: JavaFile) -> Iterator[tuple[Node, str]]:
    others = [c for n in walk(method) if (c := file.checks.get(n.id)) and not comes_to(c)]
    for node in walk(method):
        check = file.checks.get(node.id)
        if check is not None:
            # Before others, that a variable is not null is a way to write, and harms nobody.
            idle = comes_to(check) and not (others and _names_variable(check))
            if idle and is_certain(node, method, file):
                yield node, f"`{short(node)}` cannot fail"
            for words in (*_itself(check, method), *_length(check)):
                yield node, words
        if node.type == "expression_statement" and node.named_children:
            for words in _nothing(node.named_children[0], file):
                yield node, words
        if node.type in TRIES and _swallows(node, file):
            yield node, "what fails in it is caught and forgotten"
        if node.type == "variable_declarator" and _never_told(node, method):
            name = text_of(node.child_by_field_name("name"))
            yield node, f"what `{name}` finds is never told: nobody calls `{name}.assertAll()`"
    yield from ((node, f"`{short(node)}` asks a double for what it was told to say")
                for node in doubles(method, file))  # fmt: skip


def short(node: Node) -> str:
    """The code of a node in at most 60 characters."""
    text = " ".join(text_of(node).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _names_variable(check: Check) -> bool:
    first = check.links[0] if check.links else check.node
    return any(given.type == "identifier" for given in arguments(first))


def _itself(check: Check, method: Node) -> Iterator[str]:
    """What is compared with itself, being one variable: a call may well give another value when it
    is asked again, and that it does not is worth a test."""
    pair = _pair(check)
    if pair is None or any(n.type != "identifier" for n in pair):
        return
    one, other = map(text_of, pair)
    if one == other and (_type(pair[0], check.file) in _VALUES or not _is_about_equals(method)):
        yield f"`{one}` is compared with itself"


def _pair(check: Check) -> tuple[Node, Node] | None:
    given = arguments(check.node)
    if check.kind == "junit" and check.word in _SAME:
        given = given[message_first(given, check.file, check.word) :]
        return (given[0], given[1]) if len(given) > 1 else None
    if check.kind == "hamcrest":
        asked, matcher = given[-2:]
        inner = [n for n in walk(matcher) if n.type == "identifier"]
        return (asked, inner[-1]) if _SAME_MATCHERS.match(text_of(matcher)) else None
    if check.kind == "assertj" and len(arguments(check.links[0])) == 1:
        links = [c for c in check.links[1:] if _name(c) not in DESCRIBES]
        if len(links) == 1 and _name(links[0]) in _SAME_LINKS and len(arguments(links[0])) == 1:
            return arguments(check.links[0])[0], arguments(links[0])[0]
    return None


def _is_about_equals(method: Node) -> bool:
    """By its name, or by other things that it asks."""
    name, body = (method.child_by_field_name(part) for part in ("name", "body"))
    other = re.sub(r"assertEquals|isEqualTo|assertArrayEquals|equalTo", "", text_of(body))
    return bool(_ABOUT_EQUALS.search(text_of(name)) or _ABOUT_EQUALS.search(other))


def _length(check: Check) -> Iterator[str]:
    """`assertTrue(names.size() >= 0)`, of what cannot be a collection of the solution's own."""
    if check.kind == "assertj":
        asked, links = arguments(check.links[0]), check.links[1:]
        said = [(_name(c), *map(text_of, arguments(c))) for c in links]
        free = (("isGreaterThanOrEqualTo", "0"), ("isNotNegative",), ("isGreaterThan", "-1"),
                ("isAtLeast", "0"))  # fmt: skip
        holds = len(asked) == 1 and len(said) == 1 and said[0] in free
        if holds and _is_length(asked[0], check.file):
            yield f"`{short(asked[0])}` is never below 0"
        return
    given = arguments(check.node) if check.kind == "junit" else check.node.named_children
    if check.kind not in ("junit", "assert") or not given:
        return
    given = given[message_first(given, check.file, check.word) :]
    left, right = (given[0].child_by_field_name(side) for side in ("left", "right"))
    if given[0].type != "binary_expression" or left is None or right is None:
        return
    compared = text_of(given[0].child_by_field_name("operator"))
    if text_of(left) == "0":
        left, right = right, left
        compared = {"<=": ">=", ">": "<"}.get(compared, "")
    word = "assertTrue" if check.kind == "assert" else check.word
    if f"{word} {compared} {text_of(right)}" in _FREE and _is_length(left, check.file):
        yield f"`{short(left)}` is never below 0"


def _is_length(node: Node, file: JavaFile) -> bool:
    call = node.type == "method_invocation" and _name(node) in ("size", "length")
    owner = node.child_by_field_name("object")
    if owner is None or owner.type != "identifier":
        return False
    kind = _type(owner, file)
    if node.type == "field_access":
        return kind.endswith("[]") and text_of(node.child_by_field_name("field")) == "length"
    bound = declared(owner, file)
    value = bound.child_by_field_name("value") if bound is not None else None
    own = value is not None and value.type == "object_creation_expression" and (
        _bare(text_of(value.child_by_field_name("type"))) not in _COLLECTIONS
    )  # fmt: skip
    return call and _bare(kind) in _COLLECTIONS and not own


def _type(name: Node, file: JavaFile) -> str:
    """What a variable is declared as; '' where that cannot be told."""
    bound = declared(name, file)
    holder = bound.parent if bound is not None and bound.type == "variable_declarator" else bound
    return text_of(holder.child_by_field_name("type")) if holder is not None else ""


def _bare(kind: str) -> str:
    return re.sub(r"<.*", "", kind, flags=re.DOTALL).rsplit(".", 1)[-1].strip()


def _nothing(call: Node, file: JavaFile) -> Iterator[str]:
    """A statement that names what it asks about, and asks nothing."""
    if call.type != "method_invocation":
        return
    if _name(call) == "verify" and _is_of(call, r"org\.mockito", file):
        yield f"`{short(call)}` asks for no call"
        return
    root, links = call, []
    while (inner := root.child_by_field_name("object")) is not None and (
        inner.type == "method_invocation"
    ):
        links.append(_name(root))
        root = inner
    if (
        _name(root) in _ROOTS
        and _is_of(root, r"org\.assertj|google\.common\.truth", file)
        and len(arguments(root)) < 2
        and _SETS_UP.issuperset(links)
    ):
        yield f"`{short(call)}` is compared with nothing"


def _is_of(call: Node, library: str, file: JavaFile) -> bool:
    """Whether the name that a call begins with is imported from a library, and not from elsewhere
    too."""
    owner = text_of(call.child_by_field_name("object"))
    name = owner or _name(call)
    if name in file.methods or not name.isidentifier():
        return False
    imported = re.findall(r"^\s*import\s+(?:static\s+)?([\w.*]+)\s*;", file.source, re.MULTILINE)
    named = [i for i in imported if i.endswith(f".{name}")]
    found = named or [i for i in imported if i.endswith(".*") and re.search(library, i)]
    return bool(found) and all(re.search(library, i) for i in found)


def _swallows(node: Node, file: JavaFile) -> bool:
    """Whether a `try` ends with a check, and a handler forgets its failure. A way out beside it, or
    something that is set, makes it a try that may fail."""
    tried = node.child_by_field_name("body")
    last = children(tried)[-1:] if tried is not None else []
    if tried is None or not last or not any(_is_check(n, file) for n in walk(last[0])):
        return False
    if leaves(tried) or any(
        n.type in ("assignment_expression", "update_expression", "break_statement",
                   "continue_statement") for n in walk(tried)
    ):  # fmt: skip
        return False
    for clause in children(node, "catch_clause"):
        types = [t for kind in walk(clause) if kind.type == "catch_type" for t in children(kind)]
        body = clause.child_by_field_name("body")
        if body is not None and any(_CAUGHT.match(text_of(t)) for t in types):
            said = [text_of(n) for n in children(body) if "comment" not in n.type]
            return all(map(_PRINTS.match, said))
    return False


def _is_check(node: Node, file: JavaFile) -> bool:
    return node.id in file.checks or (
        node.type == "method_invocation" and called_name(node) in ("fail", "Assertions.fail",
                                                                   "Assert.fail")
    )  # fmt: skip


def _never_told(declarator: Node, method: Node) -> bool:
    """Whether soft assertions are made and gathered, and nobody asks what they have gathered."""
    if not re.match(r"new (?:\w+\.)*SoftAssertions\(\)\Z",
                    text_of(declarator.child_by_field_name("value"))):  # fmt: skip
        return False
    name = text_of(declarator.child_by_field_name("name"))
    uses = [n for n in walk(method) if n.type == "identifier" and text_of(n) == name]
    calls = [
        _name(n.parent) for n in uses
        if n.parent is not None and n.parent.type == "method_invocation"
        and n.parent.child_by_field_name("object") == n
    ]  # fmt: skip
    only_asks = len(calls) == len(uses) - 1
    return only_asks and bool(calls) and all(c.startswith("assertThat") for c in calls)


def _name(call: Node) -> str:
    return text_of(call.child_by_field_name("name"))
