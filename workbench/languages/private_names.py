"""Names that are private by their language's own rule, and the same solution with others for them.

A name is left as it is where a prompt or a skeleton gives it, where it stands in a string, where
something public or foreign has it too, and where code looks names up while it runs: then nobody
could say that nothing but the name is another. `private_scopes` says what is private and where all
of it stands; which tests speak of a name is read from their text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbench.languages.private_reading import is_name
from workbench.languages.private_scopes import SCOPES, Scope
from workbench.languages.syntax import Node, line_of, parse, text_of, walk
from workbench.model.task import LanguageName, Solution, Suite

CODE = {
    LanguageName.PYTHON: (".py",),
    LanguageName.JAVASCRIPT: (".js", ".cjs", ".mjs", ".jsx"),
    LanguageName.TYPESCRIPT: (".ts", ".tsx", ".mts", ".cts"),
    LanguageName.GO: (".go",),
    LanguageName.RUST: (".rs",),
    LanguageName.JAVA: (".java",),
}
TEXTS = frozenset(
    ["string_content", "string_fragment", "interpreted_string_literal_content",
     "raw_string_literal_content", "multiline_string_fragment", "regex_pattern"]
)  # fmt: skip
# Where tests lie in the code's own package a string is no way to a name.
_BY_STRING = (LanguageName.PYTHON, LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT,
              LanguageName.JAVA)  # fmt: skip
_SHORTEST = 2


@dataclass(frozen=True)
class Private:
    """A private name: where it is declared, and all of `spots` (file, first and last byte). `near`:
    tests of its package may use it all the same."""

    name: str
    file: str
    line: int
    spots: tuple[tuple[str, int, int], ...]
    near: bool = False


def private_names(
    solution: Solution, suite: Suite, language: LanguageName, given: Sequence[str]
) -> list[Private]:
    """Those that can be renamed, in source order. `given` are the texts that may name what is asked
    for: the prompt, the skeleton. None where a file cannot be read."""
    roots = _roots({p: t for p, t in solution.files.items()
                    if p not in suite.files and p not in suite.support}, language)  # fmt: skip
    theirs = _roots(suite.files, language)
    if roots is None or theirs is None:
        return []
    scope = SCOPES[language]
    made = scope(roots)
    if made is None:
        return []
    known = {w for text in (*given, *suite.support.values()) for w in _words(text)}
    known |= {w for root in roots.values() for text in _texts(root) for w in _words(text)}
    known |= {name for path, root in theirs.items() for name in _declared(scope, path, root)}
    # A prompt that shows no method's call leaves all names to whoever reads the tests.
    shows = any(
        re.search(rf"\b{re.escape(name)}\s*\(", text) for name in made.api for text in given
    )
    found = []
    for name, (path, node) in made.declared.items():
        if len(name) < _SHORTEST or name in known or name in made.blocked:
            continue
        near = name in made.near
        if near and not shows:
            continue
        spots = tuple((file, n.start_byte, n.end_byte) for file, n in made.spots(name))
        found.append(Private(name, path, line_of(node), spots, near))
    return sorted(found, key=lambda p: (p.file, p.line, p.name))


def renamed(solution: Solution, names: Iterable[Private]) -> Solution:
    """The same with another name for each of `names`, one that no file has."""
    everything = "\n".join(solution.files.values())
    edits: dict[str, list[tuple[int, int, str]]] = {}
    for each in names:
        fresh = f"{each.name}_own" if "_" in each.name or each.name.islower() else f"{each.name}Own"
        while fresh in everything:
            fresh += "n"
        for file, start, end in each.spots:
            edits.setdefault(file, []).append((start, end, fresh))
    files = dict(solution.files)
    for file, listed in edits.items():
        data = files[file].encode()
        for start, end, fresh in sorted(set(listed), reverse=True):
            data = data[:start] + fresh.encode() + data[end:]
        files[file] = data.decode()
    return solution.model_copy(update={"files": files})


def mentions(
    suite: Suite, name: str, language: LanguageName, *, near: bool = False
) -> list[tuple[str, int]]:
    """(file, line) wherever a test file's code or, where that is a way to it, a string of it speaks
    of `name`, which it may use as it is if that is `near`."""
    # Python writes a class's own `__x` as `_Class__x` for everybody else.
    mangled = rf"(?:_\w+?)?{re.escape(name)}" if name.startswith("__") else re.escape(name)
    exact, inside = re.compile(mangled), re.compile(rf"(?<!\w){mangled}(?!\w)")
    # In Java it would not compile as it is.
    by_code = near or language is not LanguageName.JAVA
    found: set[tuple[str, int]] = set()
    for path, text in suite.files.items():
        if not path.endswith(CODE[language]) or name not in text:
            continue
        for node in walk(parse(_grammar(path, language), text).root_node):
            if node.type in TEXTS and language in _BY_STRING:
                for hit in inside.finditer(text_of(node)):
                    line = line_of(node) + text_of(node)[: hit.start()].count("\n")
                    found.add((path, line))
            elif is_name(node) and exact.fullmatch(text_of(node)) and by_code:
                found.add((path, line_of(node)))
    return sorted(found)


def _roots(files: Mapping[str, str], language: LanguageName) -> dict[str, Node] | None:
    """None where one of the code files is not understood."""
    found = {}
    for path, text in sorted(files.items()):
        if not path.endswith(CODE[language]):
            continue
        root = parse(_grammar(path, language), text).root_node
        if root.has_error:
            return None
        found[path] = root
    return found


def _grammar(path: str, language: LanguageName) -> str:
    return "tsx" if path.endswith((".tsx", ".jsx")) else language.value


def _declared(scope: Scope, path: str, root: Node) -> Iterable[str]:
    made = scope({path: root})
    return made.declared if made is not None else ()


def _texts(root: Node) -> Iterable[str]:
    return (text_of(node) for node in walk(root) if node.type in TEXTS)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)
