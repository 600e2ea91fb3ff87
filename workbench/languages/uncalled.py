"""Functions of a suite that look like tests and never run: not in the inventory, called by nobody.

A class pytest does not collect, a Rust function without `#[test]` or with it in a file or a
feature that is left out, a Java method without `@Test`, a suite of testify's that no test hands to
`suite.Run`, a helper full of assertions that no test calls. Read from the syntax tree alone.
A class pytest does not collect, a Rust function without `#[test]`, a Java method without `@Test`, a
helper full of assertions that no test calls, in JavaScript a test that stands inside another. Read
from the syntax tree alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.base import Inventory, TestRef
from workbench.languages.go_suites import GoSuites
from workbench.languages.java_idle import passed_over
from workbench.languages.js_inventory import nested
from workbench.languages.python_uncollected import hidden, uncollected
from workbench.languages.rust_source import attributes
from workbench.languages.syntax import Node, ancestors, line_of, parse, text_of, walk
from workbench.model.task import Framework, LanguageName, Suite

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
_RUST_TEST = re.compile(r"(?:[\w:]+::)?(?:test|rstest|test_case)\b")
_SAYS_NOTHING = re.compile(
    r"(?:allow|warn|deny|expect|inline|doc|must_use|cold|track_caller|ignore|should_panic|rustfmt::skip|"
    r"clippy::\w+)\b|cfg\s*\(\s*test\s*\)"
)
"""of an attribute: nobody calls a function for it"""
_FEATURE = re.compile(r"cfg\b.*\bfeature\b", re.DOTALL)
_ELSEWHERE = re.compile(
    r"cfg\b.*\b(?:feature|windows|unix|wasm\w*|target_\w+|miri|loom|panic|debug_assertions)\b",
    re.DOTALL,
)
_ARROWS = ("arrow_function", "function_expression", "function")
# Names a framework calls without anybody naming them.
_CALLED_BY_NAME = re.compile(
    r"^(?:setUp|tearDown|setUpClass|tearDownClass|setup_\w+|teardown_\w+|setup|teardown|main|"
    r"TestMain|SetupTest|TearDownTest|SetupSuite|TearDownSuite|BeforeTest|AfterTest|constructor|"
    r"pytest_\w+|__\w+__)$"
)


def behind_features(suite: Suite, inventory: Inventory, language: LanguageName) -> list[TestRef]:
    """Rust tests that a feature nobody switches on leaves out: meant to run for who asks for it."""
    if language is not LanguageName.RUST:
        return []
    run = {(ref.file, ref.line) for ref in inventory.tests}
    return [
        TestRef(id=name, file=path, line=line_of(node))
        for path, text in suite.files.items() if path.endswith(".rs")
        for name, node in _functions(path, text, language)
        if (path, line_of(node)) not in run and _is_rust_test(node) and _conditions(node, _FEATURE)
    ]  # fmt: skip


def never_run(suite: Suite, inventory: Inventory, language: LanguageName) -> list[TestRef]:
    """Functions that check something and that nothing runs, as `file`, `line` and name. Those
    behind a feature are not among them."""
    files = {path: text for path, text in suite.files.items() if path.endswith(_ENDINGS[language])}
    everything = _EXPORT.sub("", "\n".join([*files.values(), *suite.support.values()]))
    run = {(ref.file, ref.line) for ref in inventory.tests}
    names = {re.split(r"::|\.|/| > |#", ref.id)[-1].split("(")[0] for ref in inventory.tests}
    found: list[TestRef] = []
    suites = None
    if language is LanguageName.GO:
        suites = GoSuites({**suite.support, **files}, names)
        found += [TestRef(id=n, file=f, line=line) for f, line, n in suites.never_run()]
    for path, text in files.items():
        for name, node in _functions(path, text, language):
            if suites is not None and (path, line_of(node)) in suites.methods:
                continue
            if language is LanguageName.RUST and _is_rust_test(node):
                # What is for another machine or a tool of its own is left out rightly.
                if (path, line_of(node)) not in run and not _conditions(node, _ELSEWHERE):
                    found.append(TestRef(id=name, file=path, line=line_of(node)))
                continue
            if name in names or (path, line_of(node)) in run or _CALLED_BY_NAME.match(name):
                continue
            if _marked(node, language) or not _CHECK.search(text_of(node)):
                continue
            # Once: where it is defined. Any other mention may be a call or a registration.
            if len(re.findall(rf"(?<![\w$]){re.escape(name)}(?![\w$])", everything)) > 1:
                continue
            found.append(TestRef(id=name, file=path, line=line_of(node)))
    if language is LanguageName.JAVA and inventory.framework is not Framework.SCRIPT:
        found += passed_over(files, run, names)
    if language in (LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT):
        found += nested(suite, inventory.framework)
    if language is LanguageName.PYTHON:
        told = {(ref.file, ref.line) for ref in found}
        found += [ref for ref in hidden(suite) if (ref.file, ref.line) not in told]
        found += uncollected(suite, inventory)
    return found


def _is_rust_test(node: Node) -> bool:
    """Whether a function is marked as a test: if it is not in the inventory it was left out, by a
    file no `mod` reaches or by a `cfg`."""
    return any(_RUST_TEST.match(text_of(mark)) for mark in attributes(node))


def _conditions(node: Node, words: re.Pattern[str]) -> bool:
    """Whether a `cfg` of a function, or of a module around it, speaks of that."""
    outer = (node, *(a for a in ancestors(node) if a.type == "mod_item"))
    return any(words.match(text_of(mark)) for item in outer for mark in attributes(item))


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
        return not all(_SAYS_NOTHING.match(text_of(mark)) for mark in attributes(node))
    return False
