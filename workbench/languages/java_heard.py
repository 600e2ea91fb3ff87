"""A Java suite that says on standard error which of its checks are run.

Only checks that stand in a test's own text are marked, and of those only what a passing run may not
come to: all others it has run. What it is not to come to (`fail`, `assertTrue(false)`) is no check,
and of two ways that a test foresees (both branches of a condition, what may throw and its handler)
one is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.languages.base import Inventory
from workbench.languages.heard import Heard
from workbench.languages.java_certain import BLOCKS, TRIES, fails_at_its_end, is_certain
from workbench.languages.java_checks import Check, JavaFile
from workbench.languages.java_constants import comes_to
from workbench.languages.java_own_tests import own_tests, verified
from workbench.languages.java_reach import leaves
from workbench.languages.syntax import Node, ancestors, children, line_of, text_of, walk
from workbench.model.task import Suite

_CLASS = "workbench_heard/Heard.java"
# To the pipe itself: a test may have put another stream in the place of `System.err`.
_SAYS = """package workbench_heard;

public final class Heard {{
    private static final java.util.Set<Integer> SEEN =
            java.util.concurrent.ConcurrentHashMap.newKeySet();

    public static void at(int number) {{
        if (SEEN.add(number)) {{
            try {{
                new java.io.FileOutputStream(java.io.FileDescriptor.err)
                        .write(("{}" + number + ";\\n").getBytes("UTF-8"));
            }} catch (java.io.IOException closed) {{
                throw new IllegalStateException(closed);
            }}
        }}
    }}
}}
"""
_BODIES = ("if_statement", "for_statement", "enhanced_for_statement", "while_statement",
           "do_statement")  # fmt: skip
_GIVES = {"assertThrows", "assertThrowsExactly", "assertDoesNotThrow", "assertInstanceOf",
          "assertTimeout", "assertTimeoutPreemptively"}  # fmt: skip
# What takes a lambda that gives nothing.
_TAKES_NOTHING = {"forEach", "forEachOrdered", "ifPresent", "ifPresentOrElse", "satisfies",
                  "allSatisfy", "anySatisfy", "noneSatisfy", "satisfiesExactly", "zipSatisfy",
                  "assertAll", "dynamicTest", "execute", "assertThrows"}  # fmt: skip
_ELSEWHERE = re.compile(r"os\.name|java\.version|getenv|[wW]indows")

Ways = tuple[frozenset[int], ...]


def heard(suite: Suite, tests: Inventory, word: str) -> Heard:
    """`word` comes before each number that is printed, and a semicolon behind it."""
    files = dict(suite.files)
    places: dict[int, tuple[str, int]] = {}
    ways: list[Ways] = []
    for file, methods in own_tests(suite, tests):
        marks: list[tuple[int, str]] = []
        for method in methods:
            numbers: dict[int, int] = {}
            edits: list[tuple[int, str]] = []
            for node in _checks(method, file):
                number = len(places) + len(numbers) + 1
                edit = _mark(node, number, file)
                if edit is None:
                    break
                numbers[node.id] = number
                edits += edit
            else:
                places |= {n: (file.path, line_of(c)) for c in _checks(method, file)
                           if (n := numbers.get(c.id))}  # fmt: skip
                ways += _ways(method, numbers)
                marks += edits
        if marks:
            files[file.path] = _put(file.source, marks)
    if places:
        files[_CLASS] = _SAYS.format(word)
    return Heard(suite.model_copy(update={"files": files}), places, tuple(ways))


def _checks(method: Node, file: JavaFile) -> list[Node]:
    """The checks of a test that a passing run may not come to, and is meant to."""
    return [
        node
        for node in walk(method)
        if ((check := file.checks.get(node.id)) is not None or verified(node, file))
        and (check is None or comes_to(check) is not False)
        and not is_certain(node, method, file)
        and not _is_for_failure(node, method, file)
    ]


def _is_for_failure(node: Node, method: Node, file: JavaFile) -> bool:
    """Whether it stands where only a test comes that fails, or one on another system."""
    here = node
    for above in ancestors(node):
        if above == method:
            break
        branch = above.type == "catch_clause" or (
            above.type == "if_statement" and here == above.child_by_field_name("consequence")
        )
        if branch and fails_at_its_end(
            here if above.type == "if_statement" else above.child_by_field_name("body")
        ):
            return True
        asked = text_of(above.child_by_field_name("condition"))
        if above.type == "if_statement" and _ELSEWHERE.search(asked):
            return True
        here = above
    return False


def _mark(node: Node, number: int, file: JavaFile) -> list[tuple[int, str]] | None:
    """What is put where so that a check tells when it is run; None where nothing can be."""
    says = f"workbench_heard.Heard.at({number}); "
    here = node
    while (above := here.parent) is not None:
        if above.type in BLOCKS:
            return [(here.start_byte, says)]
        if above.type in _BODIES and here != above.child_by_field_name("condition") and (
            here.type.endswith("_statement")
        ):  # fmt: skip
            return [(here.start_byte, f"{{ {says}"), (here.end_byte, " }")]
        if above.type == "switch_rule":
            switch = above.parent.parent if above.parent is not None else None
            alone = switch is not None and switch.parent is not None and (
                switch.parent.type in BLOCKS
            )  # fmt: skip
            braced = [(here.start_byte, f"{{ {says}"), (here.end_byte, " }")]
            return braced if alone and here.type.endswith("_statement") else None
        if above.type == "lambda_expression":
            if here != node or not _gives_nothing(node, above, file.checks.get(node.id)):
                return None
            return [(here.start_byte, f"{{ {says}"), (here.end_byte, "; }")]
        if "body" in above.type or above.type == "method_declaration":
            return None
        here = above
    return None


def _gives_nothing(node: Node, function: Node, check: Check | None) -> bool:
    """Whether a lambda that is a check may as well be a block."""
    if check is not None and check.kind == "junit" and check.word not in _GIVES:
        return True
    call = function.parent.parent if function.parent is not None else None
    return call is not None and text_of(call.child_by_field_name("name")) in _TAKES_NOTHING


def _ways(method: Node, numbers: dict[int, int]) -> Iterable[Ways]:
    for node in walk(method):
        groups = tuple(
            frozenset(numbers[n.id] for part in parts for n in walk(part) if n.id in numbers)
            for parts in _parts(node)
        )
        if sum(map(bool, groups)) > 1:
            yield tuple(g for g in groups if g)


def _parts(node: Node) -> list[list[Node]]:
    """What may be run of a statement, one or another."""
    if node.type == "switch_block":
        return [[case] for case in children(node)]
    if node.type in TRIES:
        tried, handlers = node.child_by_field_name("body"), children(node, "catch_clause")
        rest = _rest(node) if any(map(leaves, handlers)) else []
        return [[tried, *rest], *([h] for h in handlers)] if tried is not None else []
    then = node.child_by_field_name("consequence")
    if node.type != "if_statement" or then is None:
        return []
    other = node.child_by_field_name("alternative")
    if other is not None:
        return [[then], [other]]
    return [[then], _rest(node)] if leaves(then) else []


def _rest(statement: Node) -> list[Node]:
    """What comes next: whoever leaves early has gone another way."""
    block = statement.parent
    if block is None or block.type not in BLOCKS:
        return []
    return [s for s in children(block) if s.start_byte >= statement.end_byte]


def _put(source: str, marks: list[tuple[int, str]]) -> str:
    data = source.encode()
    # From behind; what ends at a place ends before the next thing begins there.
    for at, text in sorted(marks, key=lambda mark: mark[0])[::-1]:
        data = data[:at] + text.encode() + data[at:]
    return data.decode()
