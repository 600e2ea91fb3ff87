"""Methods of a Java suite that are marked as tests and that no run gets to.

A class inside another that is neither static nor `@Nested`, a private or static method, a base
class that nobody extends: JUnit passes all of them over without a word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from workbench.languages.base import TestRef
from workbench.languages.java_source import TESTS, marks_of
from workbench.languages.syntax import ancestors, line_of, parse, text_of, walk


def passed_over(files: Mapping[str, str], run: Collection[tuple[str, int | None]],
                names: Collection[str]) -> Iterator[TestRef]:  # fmt: skip
    """`run` are files and lines of the tests there are, `names` what they are called: a test of a
    base class that each class below has its own of is there for those that come later."""
    for path, text in files.items():
        for node in walk(parse("java", text).root_node):
            if node.type != "method_declaration" or not TESTS & marks_of(node):
                continue
            name, line = text_of(node.child_by_field_name("name")), line_of(node)
            holder = next((a for a in ancestors(node) if a.type.endswith("_declaration")), None)
            if (path, line) in run or holder is None or "interface" in holder.type:
                continue
            if name in names and "abstract" in text_of(holder).partition("{")[0]:
                continue
            yield TestRef(id=name, file=path, line=line)
