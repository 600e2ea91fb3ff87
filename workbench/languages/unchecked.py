"""Tests that run and hold whatever comes out: nothing in them, or in what they call, checks.

Read from the syntax tree alone. A test is told only where neither its own text nor any function of
the suite that it names looks like a check, so that a helper's assertions count. What it is called,
and what its comments and strings say, are no checks.
"""

from __future__ import annotations

import re

from workbench.languages.base import Inventory
from workbench.languages.heeded import heeded
from workbench.languages.syntax import Node, parse, text_of, walk
from workbench.model.task import Framework, LanguageName, Suite

# Anything that may fail a test of its own accord.
_CHECK = re.compile(
    r"assert|expect(?!ed\b|ed_|ation)|expected\s*=\s*[\w.]+\.class|should|verify|raise|[tT]hrow|panic|"
    r"checkThat\b|checkSucceeds\b|unwrap|\bfail|"
    r"\bt\.(?!(?:Run|Parallel|Helper|Name|Setenv|TempDir|Cleanup|Context|Skip|Log\w*)\()\w+\(|"
    r"\(t\s*[,)]|\brequire\.|\?\s*;|//\s*(?:Unordered )?[Oo]utput:|\bcmp\.|matches!|snapshot|warns|"
    r"System\.exit|process\.exit|sys\.exit|\bErr\(|timeout"
)
_HELPERS = {
    LanguageName.PYTHON: ("function_definition", "class_definition"),
    LanguageName.JAVASCRIPT: ("function_declaration", "variable_declarator", "method_definition"),
    LanguageName.TYPESCRIPT: ("function_declaration", "variable_declarator", "method_definition"),
    LanguageName.GO: ("function_declaration", "method_declaration"),
    LanguageName.RUST: ("function_item", "macro_definition"),
    LanguageName.JAVA: ("method_declaration",),
}


def without_checks(suite: Suite, inventory: Inventory, language: LanguageName) -> list[str]:
    """Ids of the tests in which nothing can fail but the call itself. A script's assertions are its
    tests: it has none such."""
    if inventory.framework is Framework.SCRIPT:
        return []
    texts = {**suite.files, **suite.support}
    roots = {path: _root(path, text, language) for path, text in texts.items()}
    helpers = {
        text_of(node.child_by_field_name("name"))
        for root in roots.values() if root is not None
        for node in walk(root)
        if node.type in _HELPERS[language] and _CHECK.search(heeded(node, language))
    } - {""}  # fmt: skip
    found = []
    for ref in inventory.tests:
        root = roots.get(ref.file)
        node = _at(root, ref.line, language) if root is not None and ref.line else None
        if node is None:
            continue
        own = heeded(node, language)
        names = set(re.findall(r"[\w$]+", own))
        if not _CHECK.search(own + _marks(node)) and not names & helpers:
            found.append(ref.id)
    return found


def _root(path: str, text: str, language: LanguageName) -> Node | None:
    grammar = "tsx" if path.endswith((".tsx", ".jsx")) else language.value
    root = parse(grammar, text).root_node
    return None if root.has_error else root


def _at(root: Node, line: int, language: LanguageName) -> Node | None:
    """The function, or the call with a function, whose name or beginning is on that line."""
    kinds = ("call_expression",) if language in _BY_CALL else _HELPERS[language][:1]
    for node in walk(root):
        name = node.child_by_field_name("name") or node
        if node.type in kinds and line - 1 in (node.start_point[0], name.start_point[0]):
            return node
    return None


_BY_CALL = (LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT)


def _marks(node: Node) -> str:
    """The decorators or attributes before it: one of them may be what checks."""
    if node.parent is not None and node.parent.type == "decorated_definition":
        return "".join(text_of(n) for n in node.parent.named_children if n.type == "decorator")
    text, before = "", node.prev_named_sibling
    while before is not None and before.type == "attribute_item":
        text = text_of(before) + text
        before = before.prev_named_sibling
    return text
