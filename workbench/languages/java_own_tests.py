"""The tests of a Java suite whose own text is read for what it checks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.base import Inventory
from workbench.languages.java_checks import JavaFile
from workbench.languages.syntax import Node, ancestors, children, text_of, walk
from workbench.model.task import Suite


def own_tests(suite: Suite, tests: Inventory) -> Iterator[tuple[JavaFile, list[Node]]]:
    """Files of a suite with the methods that are its tests; those apart that are skipped, or may
    be, by what they are marked with or assume."""
    found: dict[str, set[int]] = {}
    for test in tests.tests:
        if test.id not in tests.skipped and test.file in suite.files and test.line:
            found.setdefault(test.file, set()).add(test.line)
    for path, lines in found.items():
        file = JavaFile(path, suite.files[path])
        methods = [file.by_line[line] for line in sorted(lines & file.by_line.keys())]
        yield file, [method for method in methods if not _may_be_off(method)]


def verified(node: Node, file: JavaFile) -> bool:
    """Whether a call asks a double of Mockito's for a call: `verify(double).call()`."""
    owner = node.child_by_field_name("object")
    return (
        node.type == "method_invocation"
        and owner is not None
        and owner.type == "method_invocation"
        and text_of(owner.child_by_field_name("name")) == "verify"
        and text_of(owner.child_by_field_name("object")) in ("", "Mockito", "BDDMockito")
        and "org.mockito" in file.source
    )


def _may_be_off(method: Node) -> bool:
    heads = (text_of(m) for n in (method, *ancestors(method)) for m in children(n, "modifiers"))
    return any(re.search(r"@\w*(?:Disabled|Enabled|Ignore)", head) for head in heads) or any(
        n.type == "method_invocation" and text_of(n.child_by_field_name("name")).startswith("assum")
        for n in walk(method)
    )
