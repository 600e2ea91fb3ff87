"""Functions of a suite that look like tests and never run: not in the inventory, called by nobody.

A class pytest does not collect, a Rust function without `#[test]`, a Java method without `@Test`, a
helper full of assertions that no test calls. Read from the syntax tree alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from workbench.languages.base import Inventory, TestRef
from workbench.languages.python_source import dotted
from workbench.languages.python_source import parse as python_tree
from workbench.languages.python_uncollected import uncollected
from workbench.languages.syntax import Node, ancestors, line_of, parse, text_of, walk
from workbench.model.task import LanguageName, Suite

_FUNCTIONS = {
    LanguageName.PYTHON: ("function_definition",),
    LanguageName.JAVASCRIPT: ("function_declaration", "method_definition", "variable_declarator"),
    LanguageName.TYPESCRIPT: ("function_declaration", "method_definition", "variable_declarator"),
    LanguageName.GO: ("function_declaration", "method_declaration"),
    LanguageName.RUST: ("function_item",),
    LanguageName.JAVA: ("method_declaration",),
}
_ENDINGS = {
    LanguageName.PYTHON: (".py",),
    LanguageName.JAVASCRIPT: (".js", ".cjs", ".mjs", ".jsx"),
    LanguageName.TYPESCRIPT: (".ts", ".tsx", ".mts", ".cts", ".js"),
    LanguageName.GO: ("_test.go",),
    LanguageName.RUST: (".rs",),
    LanguageName.JAVA: (".java",),
}
_CHECK = re.compile(
    r"\bassert\w*\b|\bexpect\w*\s*[(.]|\bself\.(?:assert|fail)\w*\(|\brequire\.\w+\(|\bassert\.\w+\(|"
    r"\bt\.(?:Error|Fatal|Fail)\w*\(|\b(?:it|test|describe)\(|\bpanic!|\.should\b|\bfail\("
)
# Nobody imports a test file: that a function leaves it is no call.
_EXPORT = re.compile(
    r"^\s*(?:export\s+default\s+[\w$]+|export\s*\{[^}]*\}|module\.exports\b.*|exports\.\w+\s*=.*)\s*;?",
    re.MULTILINE,
)
_ARROWS = ("arrow_function", "function_expression", "function")
# Names a framework calls without anybody naming them.
_CALLED_BY_NAME = re.compile(
    r"^(?:setUp|tearDown|setUpClass|tearDownClass|setup_\w+|teardown_\w+|setup|teardown|main|"
    r"TestMain|SetupTest|TearDownTest|SetupSuite|TearDownSuite|BeforeTest|AfterTest|constructor|"
    r"pytest_\w+|__\w+__)$"
)


def never_run(suite: Suite, inventory: Inventory, language: LanguageName) -> list[TestRef]:
    """Functions that check something and that nothing runs, as `file`, `line` and name."""
    files = {path: text for path, text in suite.files.items() if path.endswith(_ENDINGS[language])}
    everything = _EXPORT.sub("", "\n".join([*files.values(), *suite.support.values()]))
    run = {(ref.file, ref.line) for ref in inventory.tests}
    names = {re.split(r"::|\.|/| > |#", ref.id)[-1].split("(")[0] for ref in inventory.tests}
    found: list[TestRef] = []
    for path, text in files.items():
        for name, node in _functions(path, text, language):
            if name in names or (path, line_of(node)) in run or _CALLED_BY_NAME.match(name):
                continue
            if _marked(node, language) or not _CHECK.search(text_of(node)):
                continue
            # Once: where it is defined. Any other mention may be a call or a registration.
            if len(re.findall(rf"(?<![\w$]){re.escape(name)}(?![\w$])", everything)) > 1:
                continue
            found.append(TestRef(id=name, file=path, line=line_of(node)))
    if language is LanguageName.PYTHON:
        told = {(ref.file, ref.line) for ref in found}
        found += [ref for ref in hidden(suite) if (ref.file, ref.line) not in told]
        found += uncollected(suite, inventory)
    return found


def hidden(suite: Suite) -> list[TestRef]:
    """Python keeps the last of two functions of one name, silently: the tests before it."""
    found: list[TestRef] = []
    for path, text in sorted(suite.files.items()):
        module = python_tree(text, path) if path.endswith(".py") else ""
        if isinstance(module, str):
            continue
        scopes = [("", module.body)]
        scopes += [(f"{n.name}.", n.body) for n in ast.walk(module) if isinstance(n, ast.ClassDef)]
        for scope, body in scopes:
            tests = [n for n in body if isinstance(n, _PYTHON_FUNCTIONS) and _is_test(n)]
            last = {n.name: n for n in tests}
            found += [
                TestRef(id=f"{scope}{n.name}", file=path, line=n.lineno)
                for n in tests if last[n.name] is not n
            ]  # fmt: skip
    return found


_PYTHON_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_AGAIN = frozenset({"property", "setter", "getter", "deleter", "overload", "register"})


def _is_test(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    # A property's setter and an overload bear the name again on purpose.
    marks = {dotted(mark).rsplit(".", 1)[-1] for mark in node.decorator_list}
    return node.name.startswith("test") and not marks & _AGAIN


def _functions(path: str, text: str, language: LanguageName) -> Iterator[tuple[str, Node]]:
    grammar = "tsx" if path.endswith((".tsx", ".jsx")) else language.value
    for node in walk(parse(grammar, text).root_node):
        if node.type not in _FUNCTIONS[language]:
            continue
        if node.type == "variable_declarator":
            value = node.child_by_field_name("value")
            if value is None or value.type not in _ARROWS:
                continue
        name = text_of(node.child_by_field_name("name"))
        if re.fullmatch(r"[\w$]+", name):
            yield name, node


def _marked(node: Node, language: LanguageName) -> bool:
    """A decorator, attribute, annotation or trait may be what calls it (fixture, hook, `drop`)."""
    if language is LanguageName.PYTHON:
        return node.parent is not None and node.parent.type == "decorated_definition"
    if language is LanguageName.JAVA:
        return any(
            child.type == "modifiers" and "@" in text_of(child) for child in node.named_children
        )
    if language is LanguageName.RUST:
        owner = next((n for n in ancestors(node) if n.type == "impl_item"), None)
        if owner is not None and owner.child_by_field_name("trait") is not None:
            return True
        before = node.prev_named_sibling
        return before is not None and before.type == "attribute_item"
    return False
