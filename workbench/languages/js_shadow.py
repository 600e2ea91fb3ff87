"""The shadow of a JavaScript or TypeScript suite: same files, ids and lines, and every
expectation another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.languages import js_inventory, js_scripts
from workbench.languages.base import Inventory, Shadow
from workbench.languages.js_shadow_asserts import Assertions
from workbench.languages.js_shadow_choice import left_alone
from workbench.languages.js_shadow_flow import Flows
from workbench.languages.js_shadow_reach import FUNCTIONS, Reach
from workbench.languages.js_shadow_sharing import BLOCKS, Sharing, callee_of, threatened
from workbench.languages.js_shadow_values import Values, bare
from workbench.languages.js_source import Source, arguments, is_code, read
from workbench.languages.shadow_edits import Edits
from workbench.languages.shadow_values import Dice
from workbench.languages.syntax import Node, ancestors, children, text_of, walk
from workbench.model.task import Framework, Suite

_ASSERTING = ("call_expression", "member_expression", "if_statement")
_HOOKS = {
    "beforeEach", "afterEach", "beforeAll", "afterAll", "before", "after", "setup", "teardown",
}  # fmt: skip
_NO_ASSERTION = "it asserts nothing a perturbed value could contradict"
_SHARES = "it may see what other tests do to {}, and its shadow ends those tests early"
_TIMED = "how long something takes decides it, which is another time another"
_CLOCKS = re.compile(r"performance\.now|Date\.now|process\.hrtime|\bhrtime\b|console\.time")
_NOT_CERTAIN = "none of its assertions is certain to be reached"


@dataclass
class _File:
    source: Source
    edits: Edits
    certain: set[int]
    strong: set[int]


def shadow(suite: Suite, inventory: Inventory, seed: int) -> Shadow:
    """Perturb every assertion of the suite; name the tests for which that proves nothing."""
    texts = {**suite.support, **suite.files}
    known = "\n".join(texts.values())
    script = inventory.framework is Framework.SCRIPT
    whole = script and any(s.whole for s in js_scripts.scripts(suite).values())
    files = {
        path: _perturbed(read(path, text), seed, known, script=script, raises=whole)
        for path, text in texts.items()
        if is_code(path)
    }
    if not script:
        _leave_some(files, seed)
    changed = {path: file.edits.result() for path, file in files.items()}
    for path, text in texts.items():
        if path.endswith(".snap"):
            changed[path] = _stored(path, text, seed)
    made = suite.model_copy(
        update={
            "files": {p: changed.get(p, t) for p, t in suite.files.items()},
            "support": {p: changed.get(p, t) for p, t in suite.support.items()},
        }
    )
    return Shadow(made, _unperturbed(suite, inventory, files))


def _perturbed(source: Source, seed: int, known: str, *, script: bool, raises: bool) -> _File:
    edits = Edits(source.text)
    values = Values(edits, seed, source.path, known)
    asserts = Assertions(source, values, Flows(source, values, known).perturb)
    certain: set[int] = set()
    strong: set[int] = set()
    for node in walk(source.tree.root_node):
        if node.type not in _ASSERTING or not (script or _in_test(node)):
            continue
        before = values.strong
        with edits.owned_by(node.id):
            if node.type != "if_statement":
                if asserts.assertion(node):
                    certain.add(node.id)
            elif (now := _guards(node, raises)) is not None:
                test = node.child_by_field_name("condition")
                assert test is not None
                asserts.flip(test, now)
                certain.add(node.id)
        if node.id in certain and (values.strong > before or _is_stored(node)):
            strong.add(node.id)
    return _File(source, edits, certain, strong)


def _leave_some(files: Mapping[str, _File], seed: int) -> None:
    """Take back what comes before the assertion at which each function begins to differ."""
    functions, constants = _named(files)
    strong = Reach({i for f in files.values() for i in f.strong}, functions, constants)
    for path, file in files.items():
        spared: set[int] = set()
        for node in walk(file.source.tree.root_node):
            body = node.child_by_field_name("body") if node.type in FUNCTIONS else None
            if body is not None and body.type == "statement_block":
                dice = Dice(seed, path, node.start_byte, "begin")
                spared |= {n.id for n in left_alone(children(body), strong, dice)}
        file.edits.undo(spared)
        file.certain -= spared
        file.strong -= spared


def _is_stored(node: Node) -> bool:
    """A snapshot from a file, which is another text there."""
    return text_of(node.child_by_field_name("function")).endswith("Snapshot")


def _in_test(node: Node) -> bool:
    """Inside a test or a helper. Where an assertion about the surroundings fails (in a hook, or
    while a file is loaded), every test fails, and tells nothing of the code."""
    inside = False
    for around in ancestors(node):
        if around.type in FUNCTIONS:
            name = callee_of(around)
            if name.split(".")[-1] in _HOOKS:
                return False
            inside = inside or name.split(".")[0] not in BLOCKS
    return inside


def _guards(node: Node, raises: bool) -> bool | None:
    """What the condition of a failure is in a passing run: `if (f(x) !== 2) throw ...`."""
    for field, now in (("consequence", False), ("alternative", True)):
        branch = node.child_by_field_name(field)
        if branch is not None and _fails(branch, raises):
            return now
    return None


def _fails(branch: Node, raises: bool) -> bool:
    body = branch
    if branch.type == "else_clause":
        body = branch.named_children[0]
    for node in children(body) if body.type == "statement_block" else [body]:
        if node.type == "throw_statement" and raises:
            return True
        text = text_of(node).rstrip(";")
        if text.startswith(("assert.fail(", "expect.fail(", "expect.unreachable(", "fail(")):
            return True
        if raises and text.replace(" ", "").startswith(("process.exit(1", "process.exitCode=1")):
            return True
    return False


def _stored(path: str, text: str, seed: int) -> str:
    """A file of snapshots: every text another, every key the same."""
    source = read(path.removesuffix(".snap") + ".snap.js", text)
    edits = Edits(text)
    values = Values(edits, seed, path, "")
    for node in walk(source.tree.root_node):
        right = node.child_by_field_name("right")
        if node.type == "assignment_expression" and right is not None:
            values.perturb(right)
    return edits.result()


def _unperturbed(suite: Suite, inventory: Inventory, files: Mapping[str, _File]) -> dict[str, str]:
    certain = {i for file in files.values() for i in file.certain}
    if inventory.framework is Framework.SCRIPT:
        return _unperturbed_checks(suite, files, certain)
    functions, constants = _named(files)
    reach = Reach(certain, functions, constants)
    strong = Reach({i for f in files.values() for i in f.strong}, functions, constants)
    reasons: dict[str, str] = {}
    for path in js_inventory.sources(suite):
        source = files[path].source
        by_place = {(c.start_byte, _callee_end(c)): c for c in _calls(source.tree.root_node)}
        tests: dict[str, Node] = {}
        for site in js_inventory.sites_of(source, inventory.framework):
            call = by_place.get((site.start, site.end))
            body = _body(call, functions) if call is not None else None
            if site.id in inventory.skipped:
                continue
            if body is None:
                reasons[site.id] = "its code is not in the suite's source"
                continue
            tests[site.id] = body
            if not reach.function(body):
                asserts = any(n.id in certain for n in walk(body))
                reasons[site.id] = _NOT_CERTAIN if asserts else _NO_ASSERTION
        fragile = {i for i, body in tests.items() if not strong.function(body)} - set(reasons)
        timed = (i for i in fragile if _CLOCKS.search(text_of(tests[i])))
        reasons |= dict.fromkeys(timed, _TIMED)
        sharing = Sharing(source, reach.statement)
        for test, names in threatened(tests, fragile, sharing).items():
            reasons[test] = _SHARES.format(", ".join(names))
    return reasons


def _unperturbed_checks(
    suite: Suite, files: Mapping[str, _File], certain: set[int]
) -> dict[str, str]:
    reasons: dict[str, str] = {}
    functions, constants = _named(files)
    for path, script in js_scripts.scripts(suite).items():
        source = files[path].source
        if script.whole:
            reach = Reach(certain, functions, constants)
            if not reach.block(source.tree.root_node.named_children):
                reasons[script.checks[0][1]] = _NOT_CERTAIN
            continue
        calls = [node for node, _, _ in js_scripts.assertions(source)]
        for node, (_, id, _) in zip(calls, script.checks, strict=True):
            if node.id not in certain:
                reasons[id] = _NO_ASSERTION
    return reasons


def _calls(root: Node) -> list[Node]:
    return [n for n in walk(root) if n.type == "call_expression"]


def _callee_end(call: Node) -> int:
    callee = call.child_by_field_name("function")
    return callee.end_byte if callee is not None else -1


def _body(call: Node, functions: Mapping[str, list[Node]]) -> Node | None:
    """The function a registering call gives: the last one of its arguments."""
    for given in reversed([bare(a) for a in arguments(call)]):
        if given.type in FUNCTIONS:
            return given
        found = functions.get(text_of(given), []) if given.type == "identifier" else []
        if len(found) == 1:
            return found[0]
        if given.type == "call_expression":  # fakeAsync(() => {...})
            inner = _body(given, functions)
            if inner is not None:
                return inner
    return None


def _stem(path: str) -> str:
    """The last part of a path or module name without its ending."""
    return path.rsplit("/", 1)[-1].split(".")[0]


def _named(files: Mapping[str, _File]) -> tuple[dict[str, list[Node]], dict[str, Node]]:
    """Functions and constants of all files, by name; a name given twice is no constant."""
    functions: dict[str, list[Node]] = {}
    constants: dict[str, Node] = {}
    twice: set[str] = set()
    for file in files.values():
        for node in walk(file.source.tree.root_node):
            name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
            if node.type in ("function_declaration", "generator_function_declaration"):
                functions.setdefault(text_of(name), []).append(node)
            elif node.type == "variable_declarator" and name is not None and value is not None:
                if bare(value).type in FUNCTIONS:
                    functions.setdefault(text_of(name), []).append(bare(value))
                elif text_of(name) in constants:
                    twice.add(text_of(name))
                else:
                    constants[text_of(name)] = value
            elif node.type == "assignment_expression":
                twice.add(text_of(node.child_by_field_name("left")))
    own = {_stem(path) for path in files}
    foreign = {
        name
        for file in files.values()
        for name, (module, _) in file.source.bindings.items()
        if _stem(module) not in own
    }
    functions = {name: found for name, found in functions.items() if name not in foreign}
    return functions, {n: v for n, v in constants.items() if n not in twice}
