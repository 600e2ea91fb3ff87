"""The shadow of a Python suite: same files, ids and lines, and every expectation another."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping

from workbench.languages import python_inventory, python_scripts
from workbench.languages.base import Inventory, Shadow, TestRef
from workbench.languages.python_shadow_asserts import Assertions
from workbench.languages.python_shadow_choice import left_alone
from workbench.languages.python_shadow_flow import Flows
from workbench.languages.python_shadow_reach import Function, Reach
from workbench.languages.python_shadow_sharing import Sharing, threatened
from workbench.languages.python_shadow_values import Values
from workbench.languages.python_source import Classes, dotted, flat, is_fixture, module_names
from workbench.languages.shadow_edits import Edits
from workbench.model.task import Framework, Solution, Suite

_EXITS = {"sys.exit", "exit", "quit", "os._exit", "SystemExit"}
_HOOKS = ("setup", "teardown", "asyncsetup", "asyncteardown", "pytest_")
_NO_ASSERTION = "it asserts nothing a perturbed value could contradict"
_SHARES = "it may see what other tests do to {}, and its shadow ends those tests early"
_TIMED = "how long something takes decides it, which is another time another"
_CLOCKS = {"time", "perf_counter", "perf_counter_ns", "monotonic", "process_time", "timeit"}
_NOT_CERTAIN = "none of its assertions is certain to be reached"


def shadow(suite: Suite, solution: Solution, inventory: Inventory, seed: int) -> Shadow:
    """Perturb every assertion of the suite; name the tests for which that proves nothing."""
    trees, _ = python_inventory.trees_of(suite)
    texts = {**suite.support, **suite.files}
    known = "\n".join(texts.values())
    script = inventory.framework is Framework.SCRIPT
    whole = script and any(s.whole for s in python_scripts.scripts(suite, solution)[0].values())
    files: dict[str, _File] = {}
    certain: set[int] = set()
    strong: set[int] = set()
    for path, tree in trees.items():
        files[path] = _File(
            path, texts[path], tree, seed, known, certain, strong, script=script, raises=whole
        )
        files[path].perturb()
    if not script:
        reach = _reach(trees, strong)
        for file in files.values():
            file.leave_some(reach)
    reasons = _Reasons(trees, certain, _reach(trees, certain), _reach(trees, strong))
    unperturbed = reasons.all(inventory)
    changed = {path: file.edits.result() for path, file in files.items()}
    made = suite.model_copy(
        update={
            "files": {p: changed.get(p, t) for p, t in suite.files.items()},
            "support": {p: changed.get(p, t) for p, t in suite.support.items()},
        }
    )
    return Shadow(made, unperturbed)


class _File:
    """One file while it is being perturbed."""

    def __init__(
        self,
        path: str,
        text: str,
        tree: ast.Module,
        seed: int,
        known: str,
        certain: set[int],
        strong: set[int],
        *,
        script: bool,
        raises: bool,
    ) -> None:
        self.tree, self._certain, self._strong, self._raises = tree, certain, strong, raises
        self.edits = Edits(text)
        self.values = Values(text, self.edits, seed, path, known, script=script)
        self.asserts = Assertions(self.values, Flows(tree, self.values, known).perturb)
        self._script = script

    def perturb(self) -> None:
        """Every assertion of a test or helper; in scripts, every assertion."""
        for node in _acting(self.tree, always=self._script):
            before = self.values.strong
            with self.edits.owned_by(id(node)):
                self._one(node)
            if self.values.strong > before and id(node) in self._certain:
                self._strong.add(id(node))

    def leave_some(self, strong: Reach) -> None:
        """Take back what comes before the assertion at which each function begins to differ."""
        spared: set[int] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                spared |= {
                    id(n) for n in left_alone(node.body, strong, self.values.dice(node, "begin"))
                }
        self.edits.undo(spared)
        self._certain -= spared
        self._strong -= spared

    def _one(self, node: ast.AST) -> None:
        match node:
            case ast.Assert() if not self._fails(node):
                self.asserts.flip(node.test, True)
                self._certain.add(id(node))
            case ast.Call():
                if self.asserts.call(node):
                    self._certain.add(id(node))
            case ast.If():
                self._branch(node)
            case ast.Try():
                self._guard(node)

    def _fails(self, node: ast.stmt) -> bool:
        if self.asserts.is_failure(node):
            return True
        if not self._raises:
            return False
        if isinstance(node, ast.Raise):
            return node.exc is not None
        return isinstance(node, ast.Expr) and dotted(node.value) in _EXITS and _is_bad_exit(node)

    def _branch(self, node: ast.If) -> None:
        """`if f(x) != 2: fail`: the condition of a failure."""
        for body, now in ((node.body, False), (node.orelse, True)):
            if any(map(self._fails, body)):
                self.asserts.flip(node.test, now)
                self._certain.add(id(node))
                return

    def _guard(self, node: ast.Try) -> None:
        """`try: f(); assert False` with `except ValueError: pass`: other errors than those."""
        if not any(map(self._fails, (*node.body, *node.orelse))):
            return
        done = bool(node.handlers)
        for handler in node.handlers:
            if handler.type is not None and self.values.exception(handler.type):
                continue
            if isinstance(handler.body[0], ast.Pass):
                self.edits.replace(*self.values.span(handler.body[0]), "raise RuntimeError")
            else:
                done = False
        if done:
            self._certain.add(id(node))


def _acting(node: ast.AST, *, always: bool) -> Iterator[ast.AST]:
    """Everything in functions that are no fixture and no hook, each before what is in it: where an
    assertion about the surroundings fails, every test fails, and tells nothing of the code."""
    stack = [(node, always)]
    while stack:
        here, inside = stack.pop()
        if inside:
            yield here
        if isinstance(here, ast.FunctionDef | ast.AsyncFunctionDef):
            hook = here.name.lower().startswith(_HOOKS) or is_fixture(here.decorator_list)
            inside = always or not hook
        stack.extend((child, inside) for child in reversed([*ast.iter_child_nodes(here)]))


def _is_bad_exit(node: ast.Expr) -> bool:
    call = node.value
    given = call.args[0] if isinstance(call, ast.Call) and call.args else None
    return isinstance(given, ast.Constant) and given.value not in (0, None, False)


def _reach(trees: Mapping[str, ast.Module], certain: set[int]) -> Reach:
    functions: dict[str, list[Function]] = {}
    constants: dict[str, ast.expr | None] = {}
    methods = {
        id(method)
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for method in node.body
    }
    own = module_names(trees)
    foreign: set[str] = set()
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                name = f"self.{node.name}" if id(node) in methods else node.name
                functions.setdefault(name, []).append(node)
            elif isinstance(node, ast.ImportFrom) and (node.module or "") not in own:
                foreign |= {a.asname or a.name for a in node.names}
            for name, value in _assigned(node):
                # Assigned twice anywhere: nobody knows which of the two is meant.
                constants[name] = value if name not in constants else None
    single = {name: value for name, value in constants.items() if value is not None}
    mine = {name: found for name, found in functions.items() if name not in foreign}
    return Reach(certain, mine, single)


def _assigned(node: ast.AST) -> list[tuple[str, ast.expr | None]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
            plain = len(targets) == 1 and isinstance(targets[0], ast.Name)
            return [(name, value if plain else None) for name in names]
        case ast.AnnAssign(target=ast.Name(id=name), value=value):
            return [(name, value)]
        case ast.For(target=target) | ast.AugAssign(target=target):
            return [(n.id, None) for n in ast.walk(target) if isinstance(n, ast.Name)]
        case ast.arg(arg=name):
            return [(name, None)]
    return []


def _times(function: Function) -> bool:
    """Whether it looks at a clock."""
    return any(
        isinstance(n, ast.Call) and dotted(n.func).rsplit(".", 1)[-1] in _CLOCKS
        for n in ast.walk(function)
    )


class _Reasons:
    """Why tests are not certain to fail."""

    def __init__(
        self, trees: Mapping[str, ast.Module], certain: set[int], reach: Reach, strong: Reach
    ) -> None:
        self._trees, self._certain = trees, certain
        self._reach, self._strong = reach, strong
        self._classes = Classes(trees)
        self._script: dict[str, str] = {}
        self._names: dict[str, dict[str, list[Function | tuple[str, str]]]] = {}

    def all(self, inventory: Inventory) -> dict[str, str]:
        """A sentence for every such test."""
        if inventory.framework is Framework.SCRIPT:
            said = ((ref.id, self._of_check(ref)) for ref in inventory.tests)
            return {id: why for id, why in said if why}
        reasons: dict[str, str] = {}
        by_file: dict[str, dict[str, Function]] = {}
        for ref in inventory.tests:
            if ref.id in inventory.skipped:
                continue
            function = self._function(ref.file, ref.id.split("::")[1:])
            if function is None:
                reasons[ref.id] = "its code is not in the suite's source"
                continue
            by_file.setdefault(ref.file, {})[ref.id] = function
            if not self._reach.function(function):
                asserts = any(id(node) in self._certain for node in ast.walk(function))
                reasons[ref.id] = _NOT_CERTAIN if asserts else _NO_ASSERTION
        for file, tests in by_file.items():
            fragile = {i for i, f in tests.items() if not self._strong.function(f)} - set(reasons)
            reasons |= dict.fromkeys((i for i in fragile if _times(tests[i])), _TIMED)
            sharing = Sharing(self._trees[file], self._reach.statement)
            for test, names in threatened(tests, fragile, sharing).items():
                reasons[test] = _SHARES.format(", ".join(names))
        return reasons

    def _of_check(self, ref: TestRef) -> str:
        if ref.id.endswith("::script"):
            ends = self._reach.block(self._trees[ref.file].body)
            return "" if ends else _NOT_CERTAIN
        if not self._script:
            for file, tree in self._trees.items():
                for check, holder in python_scripts.holders(tree, file).items():
                    self._script[check] = "" if id(holder) in self._certain else _NO_ASSERTION
        return self._script.get(ref.id, _NO_ASSERTION)

    def _function(self, file: str, names: list[str], depth: int = 0) -> Function | None:
        tree = self._trees.get(file)
        if tree is None or depth > 8:
            return None
        if len(names) == 1:
            return self._plain(file, tree, names[0], depth)
        found = self._classes.find(file, names[0])
        for name in names[1:-1]:
            if found is None:
                return None
            inner = (n for n in flat(found[1].body) if isinstance(n, ast.ClassDef))
            node = next((n for n in inner if n.name == name), None)
            found = (found[0], node) if node is not None else None
        if found is None:
            return None
        return python_inventory.methods_of(*found, self._classes).get(names[-1])

    def _plain(self, file: str, tree: ast.Module, name: str, depth: int) -> Function | None:
        found: Function | None = None
        for node in self._named(file, tree).get(name, ()):
            if not isinstance(node, tuple):
                found = node
            elif source := self._classes.module(node[0]):
                found = self._function(source, [node[1]], depth + 1)
        return found

    def _named(self, file: str, tree: ast.Module) -> dict[str, list[Function | tuple[str, str]]]:
        """What each name of a file is given: functions, and (module, name) of imports."""
        if file not in self._names:
            names = self._names[file] = defaultdict(list)
            for node in flat(tree.body):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    names[node.name].append(node)
                elif isinstance(node, ast.ImportFrom):
                    for alias in node.names:
                        place = (node.module or "", alias.name)
                        names[alias.asname or alias.name].append(place)
        return self._names[file]
