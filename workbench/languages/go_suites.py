"""Test methods of testify's suites: which of them `suite.Run` calls, and which nobody does.

A suite is a struct that embeds `suite.Suite`, itself or by way of another suite. Its methods named
`Test...` are rows of the test function in which `suite.Run` is given one. Read from the syntax
tree alone; where it does not tell which suite is given, all are taken for run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from workbench.languages.syntax import Node, ancestors, line_of, parse, text_of, walk

_IMPORT = re.compile(r'(?:(\w+)[ \t]+)?"github\.com/stretchr/testify/suite"')
_FOREIGN = re.compile(r"\*?\w+\.\w*Suite")
"""a suite of another package, which embeds testify's most likely"""
_METHOD = re.compile(r"Test\w*")


class GoSuites:
    """The suites of some Go files, `inventory` being the names of the tests that are run."""

    def __init__(self, files: Mapping[str, str], inventory: Iterable[str]) -> None:
        tests = set(inventory)
        everything = "\n".join(files.values())
        methods: dict[tuple[str, int], tuple[str, str]] = {}
        embedded: dict[str, set[str]] = {}
        runs: list[str] = []
        for path, text in files.items():
            package = _IMPORT.search(text)
            named = (package[1] or "suite") if package else ""
            for node in walk(parse("go", text).root_node):
                if node.type == "type_spec":
                    embedded[text_of(node.child_by_field_name("name"))] = set(
                        _embedded(node, named)
                    )
                elif node.type == "method_declaration":
                    owner, name = _receiver(node), text_of(node.child_by_field_name("name"))
                    if _METHOD.fullmatch(name) and not _takes_arguments(node):
                        methods[path, line_of(node)] = (owner, name)
                elif (
                    named and node.type == "call_expression"
                    and text_of(node.child_by_field_name("function")) == f"{named}.Run"
                    and _is_called(node, tests, everything)
                ):  # fmt: skip
                    runs.append(text_of(node.child_by_field_name("arguments")))
        suites = _closed({"suite.Suite"}, embedded, upwards=True)
        self.methods = {place: what for place, what in methods.items() if what[0] in suites}
        """(file, line) -> suite and method"""
        given = [suites & set(re.findall(r"\w+", arguments)) for arguments in runs]
        all_run = any(not names for names in given)
        self._run = suites if all_run else _closed(set().union(*given), embedded, upwards=False)

    def runs(self, path: str, line: int) -> bool:
        """Whether a test method there is one that `suite.Run` calls."""
        return (path, line) in self.methods and self.methods[path, line][0] in self._run

    def never_run(self) -> Iterator[tuple[str, int, str]]:
        """File, line and name of the test methods of suites that nothing runs."""
        for (path, line), (owner, name) in self.methods.items():
            if owner not in self._run:
                yield path, line, name


def _embedded(spec: Node, package: str) -> Iterator[str]:
    """Types a struct embeds; testify's own by one name, however its package is called there."""
    for field in walk(spec):
        if field.type == "field_declaration" and field.child_by_field_name("name") is None:
            name = text_of(field.child_by_field_name("type"))
            testify = (package and name == f"{package}.Suite") or _FOREIGN.fullmatch(name)
            yield "suite.Suite" if testify else name


def _closed(known: set[str], embedded: Mapping[str, set[str]], *, upwards: bool) -> set[str]:
    """With all that embed one of them (`upwards`), or with all that they embed."""
    found = set(known)
    while True:
        more = (
            {name for name, inner in embedded.items() if inner & found}
            if upwards
            else {inner for name in found for inner in embedded.get(name, ())}
        )
        if more <= found:
            return found
        found |= more


def _receiver(method: Node) -> str:
    listed = method.child_by_field_name("receiver")
    names = [text_of(n) for n in walk(listed) if n.type == "type_identifier"] if listed else []
    return names[0] if names else ""


def _takes_arguments(method: Node) -> bool:
    listed = method.child_by_field_name("parameters")
    return listed is not None and bool(listed.named_children)


def _is_called(node: Node, tests: set[str], everything: str) -> bool:
    """Whether the function around a call is a test, or is mentioned anywhere but where it is."""
    around = next((a for a in ancestors(node) if a.type == "function_declaration"), None)
    if around is None:
        return True
    name = text_of(around.child_by_field_name("name"))
    return name in tests or len(re.findall(rf"\b{re.escape(name)}\b", everything)) > 1
