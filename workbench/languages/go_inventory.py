"""Test ids of a Go suite, from its source.

`TestXxx`, `FuzzXxx` (their seed corpus runs) and `ExampleXxx` with an output comment, as the go
command picks them. In the module's root an id is the function's name; elsewhere the folder comes
first: `store/mem.TestGet`. Sub-tests have no ids: they are rows of their test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workbench.languages.base import Inventory, TestRef
from workbench.languages.go_constraints import is_built
from workbench.languages.syntax import Node, children, first_error, line_of, parse, text_of, walk
from workbench.model.task import Framework

_OUTPUT = re.compile(r"^(//|/\*)\s*(unordered )?output:", re.IGNORECASE)
_KINDS = {"Test": "T", "Fuzz": "F"}


def test_files(files: Mapping[str, str]) -> dict[str, str]:
    """The test files that are compiled here."""
    return {p: s for p, s in files.items() if p.endswith("_test.go") and is_built(p, s)}


def packages(files: Mapping[str, str]) -> list[str]:
    """Folders that hold test files, `.` for the root, in order."""
    return sorted({_folder(path) for path in test_files(files)})


def test_id(folder: str, name: str) -> str:
    """How a test function of a folder is called everywhere outside Go."""
    return name if folder == "." else f"{folder}.{name}"


def read_inventory(files: Mapping[str, str]) -> Inventory:
    """The inventory of a suite's test files."""
    tests: dict[str, TestRef] = {}
    skipped: set[str] = set()
    problems: list[str] = []
    for path, source in sorted(test_files(files).items()):
        tree = parse("go", source)
        wrong = first_error(tree)
        if wrong:
            problems.append(f"{path} is not valid Go at {wrong}")
        for function in children(tree.root_node, "function_declaration"):
            name = text_of(function.child_by_field_name("name"))
            if not _is_test(function, name):
                continue
            found = test_id(_folder(path), name)
            if found in tests:
                problems.append(f"{found} is declared twice, in {tests[found].file} and {path}")
                continue
            tests[found] = TestRef(found, path, line_of(function))
            if _always_skips(function):
                skipped.add(found)
    return Inventory(Framework.GO_TEST, tuple(tests.values()), frozenset(skipped), tuple(problems))


def _folder(path: str) -> str:
    return path.rsplit("/", 1)[0] if "/" in path else "."


def _is_test(function: Node, name: str) -> bool:
    if function.child_by_field_name("type_parameters"):
        return False
    if _named(name, "Example"):
        return not _parameters(function) and _has_output(function)
    for prefix, kind in _KINDS.items():
        if _named(name, prefix):
            types = _parameters(function)
            return len(types) == 1 and re.fullmatch(rf"\*\s*(\w+\.)?{kind}", types[0]) is not None
    return False


def _named(name: str, prefix: str) -> bool:
    rest = name.removeprefix(prefix)
    return name.startswith(prefix) and (not rest or not rest[0].islower())


def _parameters(function: Node) -> list[str]:
    listed = function.child_by_field_name("parameters")
    return [
        text_of(parameter.child_by_field_name("type"))
        for parameter in (children(listed) if listed else [])
        if parameter.type == "parameter_declaration"
        for _ in range(max(1, len(parameter.children_by_field_name("name"))))
    ]


def _body(function: Node) -> Node | None:
    return function.child_by_field_name("body")


def _has_output(function: Node) -> bool:
    """The last comment of the body says what is printed; an example without it never runs."""
    body = _body(function)
    comments = [n for n in walk(body) if n.type == "comment"] if body else []
    if not comments:
        return False
    # Line comments that follow one another are one comment: its first line counts.
    first = len(comments) - 1
    while first and comments[first].start_point[0] == comments[first - 1].end_point[0] + 1:
        first -= 1
    return _OUTPUT.match(text_of(comments[first])) is not None


def _always_skips(function: Node) -> bool:
    """Whether `t.Skip...(...)` stands unconditionally in the test."""
    return any(
        re.match(r"\w+\.(Skip|Skipf|SkipNow)\(", text_of(statement))
        for statement in _statements(function)
        if statement.type == "expression_statement"
    )


def _statements(function: Node) -> Iterator[Node]:
    body = _body(function)
    for part in children(body) if body else []:
        # Newer grammars wrap a body's statements in a list node.
        if part.type == "statement_list":
            yield from children(part)
        else:
            yield part
