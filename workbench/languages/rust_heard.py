"""A Rust suite that says on standard error which of its checks are run.

As in Go, a check that stands where any run of its test comes to is not asked. Standard error is
written to past `eprint!`, whose words libtest keeps to itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.base import Inventory
from workbench.languages.heard import Heard, Ways, inserted
from workbench.languages.rust_checks import Check, leaves
from workbench.languages.rust_leeway import is_of_row, may_be_left
from workbench.languages.rust_sure import Sure
from workbench.languages.rust_test_checks import TestText, nodes_of, rust_files, test_texts
from workbench.languages.syntax import Node, ancestors, children, line_of, walk
from workbench.model.task import Suite

# Nothing is allocated: there are tests that count what is.
_SAYS = (
    "\n#[allow(warnings)] fn wb_heard_{at}(n: usize) -> bool {{"
    " use ::std::sync::atomic::{{AtomicBool, Ordering}};"
    " const NO: AtomicBool = AtomicBool::new(false);"
    " static TOLD: [AtomicBool; {count}] = [NO; {count}];"
    " if !TOLD[n].swap(true, Ordering::SeqCst) {{ let to = ::std::io::stderr();"
    " let _ = ::std::io::Write::write_fmt("
    '&mut to.lock(), ::std::format_args!("{word}{{}};\\n", n)); }}'
    " true }}\n"
)


def heard(suite: Suite, inventory: Inventory, word: str) -> Heard:
    """`word` comes before each number that is printed, and a semicolon behind it."""
    tests = rust_files(suite)
    sure = Sure(tests)
    order = {path: at for at, path in enumerate(tests)}
    places: dict[int, tuple[str, int]] = {}
    ways: list[Ways] = []
    edits: dict[str, list[tuple[int, str]]] = {}
    for text in test_texts(tests, suite, inventory):
        numbers: dict[int, int] = {}
        path = text.file.path
        for check in _unsure(text, sure):
            number = len(places) + 1
            made = list(_mark(check, number, order[path]))
            if made:
                numbers[check.node.id] = number
                places[number] = path, line_of(check.node)
                edits.setdefault(path, []).extend(made)
        ways += _ways(text, numbers, sure)
    files = dict(suite.files)
    for path, made in edits.items():
        files[path] = inserted(files[path], made) + _SAYS.format(
            at=order[path], word=word, count=len(places) + 1
        )
    return Heard(suite.model_copy(update={"files": files}), places, tuple(ways))


def _unsure(text: TestText, sure: Sure) -> list[Check]:
    """Checks that a run may not come to, and that are worth asking."""
    unsure = [c for c in text.checks.values() if not sure.reaches(c.node, text)]
    certain = [c.node for c in text.checks.values() if c not in unsure]
    found = [
        c for c in unsure if not may_be_left(c, text, sure.rows(c.node, text), certain)
    ]  # fmt: skip
    # Where one of several ways is asked whichever is taken, no answer would tell anything.
    told = all(sure.reaches(c.node, text, ways=True) for c in found)
    return [] if told else found


def _mark(check: Check, number: int, at: int) -> Iterator[tuple[int, str]]:
    depth = sum(above.type == "mod_item" for above in ancestors(check.node))
    says = f"{'super::' * depth or 'self::'}wb_heard_{at}({number})"
    node = check.node
    above = node.parent
    while above is not None and above.type == "expression_statement":
        node, above = above, above.parent
    if above is None:
        return
    if above.type == "block":
        start = node.start_byte
        # An attribute belongs to what follows it.
        before = node.prev_named_sibling
        while before is not None and before.type == "attribute_item":
            start, before = before.start_byte, before.prev_named_sibling
        yield start, f"{says}; "
    elif above.type in ("match_arm", "closure_expression"):
        yield node.start_byte, f"{{ {says}; "
        yield node.end_byte, " }"
    elif check.name is None and "let" not in (condition := check.arguments[0].node).type:
        yield condition.start_byte, f"{says} && ("
        yield condition.end_byte, ")"


def _ways(text: TestText, numbers: dict[int, int], sure: Sure) -> Iterator[Ways]:
    if not numbers:
        return
    for node in nodes_of(text.function, "if_expression", "match_expression"):
        groups = [_numbers(parts, numbers) for parts in _parts(node)]
        asked = node.child_by_field_name("condition") or node.child_by_field_name("value")
        if asked is not None and is_of_row(asked, sure.rows(node, text)):
            groups.append(frozenset(numbers.values()) - _numbers([node], numbers))
        if sum(map(bool, groups)) > 1:
            yield tuple(g for g in groups if g)


def _parts(node: Node) -> list[list[Node]]:
    """What may be run of an expression, one or another."""
    if node.type == "match_expression":
        block = node.child_by_field_name("body")
        return [[arm] for arm in children(block, "match_arm")] if block is not None else []
    then, other = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
    if then is None:
        return []
    if other is not None:
        return [[then], [other]]
    here = node
    while here.parent is not None and here.parent.type == "expression_statement":
        here = here.parent
    block = here.parent
    if block is None or block.type != "block" or not leaves(then):
        return []
    return [[then], [n for n in children(block) if n.start_byte > here.end_byte]]


def _numbers(parts: list[Node], numbers: dict[int, int]) -> frozenset[int]:
    return frozenset(numbers[n.id] for part in parts for n in walk(part) if n.id in numbers)
