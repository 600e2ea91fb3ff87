"""Checks of a JavaScript or TypeScript suite that can fail nobody, read from its source.

    expect(x);  expect(f).to.throw;     compared with nothing, or the matcher never called
    assert.ok(sum, 5)                   what is meant to be compared is taken for a message
    expect(x).toBe(x)                   compared with itself
    expect(x).toBeCloseTo(4, -2)        close to any number of that size
    expect(p).rejects.toThrow();        a promise that nobody waits for; so is `p.then(check)`
    try { expect(x).toBe(1) } catch {}  what fails is caught and forgotten
    spyOn(o, "f").mockReturnValue(1); expect(o.f()).toBe(1)
                                        a double is asked for what it was told to say

Told only where the source leaves no doubt: what a test does with a value it got may be a check
whatever it looks like, and a promise may be waited for in ways nobody can read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages import js_inventory, js_scripts
from workbench.languages.base import Inventory
from workbench.languages.js_shadow_asserts import (
    ASSERT_MODULES,
    CHAI_STATES,
    CHAI_WORDS,
    chain_of,
)
from workbench.languages.js_shadow_reach import FUNCTIONS
from workbench.languages.js_shadow_values import bare
from workbench.languages.js_source import Source, arguments
from workbench.languages.syntax import Node, ancestors, line_of, text_of, walk
from workbench.model.task import Framework, Suite

CHECK = re.compile(r"\bexpect\s*\(|\bassert\b|\.should\b")
_LINKS = {"not", "resolves", "rejects", "to", "be", "been", "is", "that", "which", "have", "has",
          "deep", "with", "and", "does"}  # fmt: skip
_EQUALS = {"toBe", "toEqual", "toStrictEqual", "equal", "equals", "eq", "eql", "eqls"}
_SAME = {"equal", "strictEqual", "deepEqual", "deepStrictEqual"}
_NO_MESSAGE = {"number", "array", "object", "true", "false", "null"}
_LATER = {"setTimeout", "setInterval", "setImmediate", "queueMicrotask", "process.nextTick"}
_FAKED = re.compile(r"[fF]akeTimers|mock\.timers|\bsinon\b|advanceTimers")
_PROMISED = {"rejects", "doesNotReject"}
_TOLD = re.compile(
    r"\.(?:mock(?:Return|Resolved|Rejected|Implementation)\w*|returns|resolves|rejects|callsFake)$"
)


def toothless(suite: Suite, inventory: Inventory) -> list[tuple[str, int, str]]:
    """File, line and words of each."""
    found: list[tuple[str, int, str]] = []
    for path, source in js_inventory.sources(suite).items():
        asserts = assert_names(source)
        if inventory.framework is Framework.SCRIPT:
            nodes = [node for node, _, _ in js_scripts.assertions(source)]
            said = [(n, w) for n in nodes for w in _compares_nothing(n, asserts)]
        else:
            said = [s for body in bodies(source, inventory.framework)
                    for s in _of_test(body, source, asserts)]  # fmt: skip
        found += sorted({(path, line_of(node), words) for node, words in said})
    return found


def bodies(source: Source, framework: Framework) -> list[Node]:
    """The functions that are written down where tests are registered."""
    places = {(s.start, s.end) for s in js_inventory.sites_of(source, framework)}
    found = []
    for node in walk(source.tree.root_node):
        callee = node.child_by_field_name("function")
        if node.type != "call_expression" or callee is None:
            continue
        if (callee.start_byte, callee.end_byte) in places:
            found += [a for a in map(bare, arguments(node)) if a.type in FUNCTIONS][-1:]
    return found


def assert_names(source: Source) -> dict[str, str]:
    """Names of a file by which assertions are called, with what each is in its module."""
    return {
        local: name
        for local, (module, name) in source.bindings.items()
        if module in ASSERT_MODULES
        and (module not in ("chai", "vitest") or name in ("assert", "*", "default"))
    }


def _of_test(body: Node, source: Source, asserts: dict[str, str]) -> Iterator[tuple[Node, str]]:
    for node in walk(body):
        for said in _compares_nothing(node, asserts):
            yield node, said
        if node.type == "expression_statement" and node.named_children:
            yield from _unawaited(node, node.named_children[0], body, source, asserts)
        if node.type in ("try_statement", "call_expression") and _swallows(node):
            yield node, "what fails in it is caught and forgotten"
    yield from _doubles(body)


def _swallows(node: Node) -> bool:
    """Whether checks stand in a `try`, or before a `.catch(...)`, that does nothing with what is
    thrown. A way out beside them makes it a try that may fail."""
    if node.type == "try_statement":
        tried, handler = node.child_by_field_name("body"), node.child_by_field_name("handler")
        caught = handler.child_by_field_name("body") if handler is not None else None
    else:
        callee, given = node.child_by_field_name("function"), arguments(node)
        if callee is None or text_of(callee.child_by_field_name("property")) != "catch":
            return False
        tried = callee.child_by_field_name("object")
        function = bare(given[0]) if len(given) == 1 else None
        known = function is not None and function.type in FUNCTIONS
        caught = function.child_by_field_name("body") if function is not None and known else None
    if tried is None or caught is None or caught.type != "statement_block":
        return False
    told = (n for n in caught.named_children if n.type != "comment")
    if any(not text_of(n).startswith("console.") for n in told):
        return False
    ways_out = ("return_statement", "break_statement", "continue_statement")
    leaves = any(n.type in ways_out for n in walk(tried, lambda n: n.type not in FUNCTIONS))
    return bool(CHECK.search(text_of(tried))) and not leaves


def _compares_nothing(node: Node, asserts: dict[str, str]) -> Iterator[str]:
    above = node.parent
    alone = above is not None and (
        above.type in ("expression_statement", "await_expression")
        or (above.type == "arrow_function" and above.child_by_field_name("body") == node)
    )
    if node.type == "member_expression" and alone and (chain := chain_of(node)) is not None:
        name = text_of(node.child_by_field_name("property"))
        needs = name in CHAI_WORDS or re.match(r"to[A-Z]", name)
        if chain and name not in CHAI_STATES and (needs or name in _LINKS):
            yield f"`{_short(node)}` is named and never called"
    if node.type != "call_expression":
        return
    callee = node.child_by_field_name("function")
    if callee is None:
        return
    given = arguments(node)
    if alone and text_of(callee) in ("expect", "expect.soft") and given:
        yield f"`{_short(node)}` is compared with nothing"
    name = _assertion(callee, asserts)
    if name in ("ok", "isOk") and len(given) > 1 and bare(given[1]).type in _NO_MESSAGE:
        yield f"`{_short(node)}` takes `{_short(given[1])}` for a message"
    if name in _SAME and len(given) > 1 and _is_same(given[0], given[1]):
        yield f"`{_short(given[0])}` is compared with itself"
    if callee.type == "member_expression" and given:
        word = text_of(callee.child_by_field_name("property"))
        asked = _asked(callee) if word in _EQUALS else None
        if asked is not None and _is_same(asked, given[0]):
            yield f"`{_short(asked)}` is compared with itself"
        wide = _width(word, given)
        if wide and chain_of(callee) is not None:
            yield f"`{_short(node)}` holds for anything within {wide:g} of it"


def _assertion(callee: Node, asserts: dict[str, str]) -> str:
    """Which assertion of `node:assert` or chai's `assert` it is; '' for anything else."""
    first, _, rest = text_of(callee).partition(".")
    if first not in asserts or callee.type not in ("identifier", "member_expression"):
        return ""
    name = rest.rsplit(".", 1)[-1] or asserts[first]
    return "ok" if name in ("*", "default", "strict", "assert") else name


def _asked(callee: Node) -> Node | None:
    """What a chain of matchers was given: the argument of its `expect`."""
    here: Node | None = callee
    while here is not None and here.type in ("member_expression", "call_expression"):
        inner = here.child_by_field_name("function")
        if inner is not None and text_of(inner) == "expect":
            given = arguments(here)
            return given[0] if len(given) == 1 else None
        if here.type == "member_expression":
            if text_of(here.child_by_field_name("property")) == "not":
                return None
            here = here.child_by_field_name("object")
        else:
            here = inner
    return None


def _width(matcher: str, given: list[Node]) -> float:
    """How far from a number another may be that is held for close to it; 0 where that is less than
    half of the number, or at most one."""
    if len(given) < 2 or matcher not in ("toBeCloseTo", "closeTo", "approximately"):
        return 0
    try:
        about, second = (float(text_of(bare(each)).replace("_", "")) for each in given[:2])
        width = 0.5 * 10.0**-second if matcher == "toBeCloseTo" else second
    except (ValueError, OverflowError):
        return 0
    return width if width > 1 and width >= abs(about) / 2 else 0


def _is_same(one: Node, other: Node) -> bool:
    """Whether both are the same variable; a call or a property may well give another value when it
    is asked again, and that it does not is worth a test."""
    one, other = bare(one), bare(other)
    return one.type == other.type == "identifier" and text_of(one) == text_of(other) != "NaN"


def _unawaited(
    statement: Node, node: Node, body: Node, source: Source, asserts: dict[str, str]
) -> Iterator[tuple[Node, str]]:
    if node.type != "call_expression" or _is_waited_for_later(statement, body):
        return
    callee = node.child_by_field_name("function")
    called = text_of(callee)
    promised = callee is not None and _assertion(callee, asserts) in _PROMISED
    chain = chain_of(callee) if callee is not None and callee.type == "member_expression" else None
    words = {text_of(m.child_by_field_name("property")) for m in chain or ()}
    if promised or (called.startswith("expect(") and words & {"resolves", "rejects"}):
        yield statement, f"nobody waits for `{_short(node)}`"
        return
    if not _is_of(statement, body) or not _may_not_wait(body):
        return
    name = called.rsplit(".", 1)[-1]
    given = [a for a in map(bare, arguments(node)) if a.type in FUNCTIONS]
    checks = [g for g in given if CHECK.search(text_of(g))]
    late = called in _LATER and not _FAKED.search(source.text)
    settled = callee is not None and callee.type == "member_expression" and (
        name in ("then", "catch", "finally")
    )  # fmt: skip
    if checks and (late or settled):
        yield statement, f"nobody waits for the checks in `{name}(...)`"
    elif name == "forEach" and any(_checks_late(c) for c in checks):
        yield statement, "nobody waits for the checks in `forEach(async ...)`"


def _is_of(statement: Node, body: Node) -> bool:
    """Whether it stands in the test's own function, and in none inside it."""
    return next((a for a in ancestors(statement) if a.type in FUNCTIONS), None) == body


def _may_not_wait(body: Node) -> bool:
    """Whether a test's function is given nothing by which it could say that it is done."""
    given = body.child_by_field_name("parameters")
    return body.child_by_field_name("parameter") is None and not (given and given.named_children)


def _is_waited_for_later(statement: Node, body: Node) -> bool:
    """Whether anything behind it, in the same test, waits or gives a promise away."""
    return any(
        n.type in ("await_expression", "return_statement") and n.start_byte > statement.end_byte
        for n in walk(body)
    )


def _checks_late(function: Node) -> bool:
    """Whether an asynchronous function has to wait before it checks."""
    waits = next((n for n in walk(function) if n.type == "await_expression"), None)
    if waits is None or not text_of(function).startswith("async"):
        return False
    around = [waits, *ancestors(waits)]
    statement = next((n for n in around if n.type.endswith(("_statement", "declaration"))), waits)
    rest = (function.text or b"")[statement.start_byte - function.start_byte :]
    return CHECK.search(rest.decode()) is not None


def _doubles(body: Node) -> Iterator[tuple[Node, str]]:
    """Methods that a test replaces and then asks itself for what it made them say."""
    told: set[tuple[str, str]] = set()
    for node in walk(body):
        if node.type != "call_expression":
            continue
        callee = node.child_by_field_name("function")
        called = re.sub(r"\s+", "", text_of(callee))
        spied = re.search(r"\b(?:spyOn|stub)\(([\w$.]+),(['\"])([\w$]+)\2\)", called)
        if spied and _TOLD.search(called):
            told.add((spied[1], spied[3]))
        if text_of(callee) != "expect" or not told:
            continue
        for asked in map(bare, arguments(node)):
            inner = asked.named_children[0] if asked.type == "await_expression" else asked
            method = inner.child_by_field_name("function")
            if method is None or method.type != "member_expression":
                continue
            owner = text_of(method.child_by_field_name("object"))
            if (owner, text_of(method.child_by_field_name("property"))) in told:
                yield node, f"`{_short(asked)}` asks a double for what it was told to say"


def _short(node: Node) -> str:
    text = " ".join(text_of(node).split())
    return text if len(text) <= 60 else f"{text[:57]}..."
