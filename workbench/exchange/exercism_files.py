"""Sorts the files of an exercise: what the solver writes, what tests it, what is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from workbench.exchange.base import Fields, Refused
from workbench.exchange.masks import mask
from workbench.model.base import check_path
from workbench.model.task import LanguageName

_JAVA_EXAMPLES = ".meta/src/reference/java/"
_CARGO_EXAMPLE = ".meta/Cargo-example.toml"
_MANIFESTS = ("Cargo.toml", "go.mod")
_DROPPED_NAMES = re.compile(
    r"package(-lock)?\.json|(babel|jest|eslint)\.config\.[cm]?js|tsconfig\.json|test-runner\.mjs"
    r"|build\.gradle|settings\.gradle|\.gitignore|\.eslintrc|\.npmrc|README\.md|HELP\.md"
)
_DROPPED_FOLDERS = (".docs/", ".meta/", ".approaches/", ".articles/", ".exercism/", "benches/")
_TEST_PLACE = {
    LanguageName.PYTHON: re.compile(r"(.*/)?(test_[^/]*|[^/]*_test)\.py"),
    LanguageName.JAVASCRIPT: re.compile(r".*\.(spec|test)\.[cm]?js"),
    LanguageName.TYPESCRIPT: re.compile(r".*\.(spec|test)\.[cm]?ts"),
    LanguageName.GO: re.compile(r".*_test\.go"),
    LanguageName.RUST: re.compile(r"tests/[^/]*\.rs"),
    LanguageName.JAVA: re.compile(r"src/test/java/.*\.java"),
}
_TEST_MARK = {
    LanguageName.PYTHON: re.compile(r"^[ \t]*(async )?def test", re.M),
    LanguageName.JAVASCRIPT: re.compile(r"\bx?(test|it)\b"),
    LanguageName.TYPESCRIPT: re.compile(r"\bx?(test|it)\b"),
    LanguageName.GO: re.compile(r"^func (Test|Fuzz|Example)", re.M),
    LanguageName.RUST: re.compile(r"#\[(\w+::)?test\b|\bproptest!"),
    LanguageName.JAVA: re.compile(r"@(Test|ParameterizedTest|RepeatedTest|TestFactory)\b"),
}
_SOURCE = {
    LanguageName.PYTHON: ".py",
    LanguageName.JAVASCRIPT: ".js",
    LanguageName.TYPESCRIPT: ".ts",
    LanguageName.GO: ".go",
    LanguageName.RUST: ".rs",
    LanguageName.JAVA: ".java",
}
_GO_OFF = re.compile(r"\A//go:build (\w+)\n")


@dataclass(frozen=True)
class Sorted:
    """Files by what they are for. `shared` stands in every solution, under its own files."""

    example: dict[str, str]
    stub: dict[str, str]
    shared: dict[str, str]
    tests: dict[str, str]
    support: dict[str, str]
    no_tests: bool
    changes: tuple[str, ...] = field(default=())


def sort_files(language: LanguageName, files: dict[str, str], roles: Fields) -> Sorted:
    """Every file of the exercise to its place. Raises Refused when a part is missing."""
    solution, test = roles.texts("solution"), roles.texts("test")
    example, editor = roles.texts("example"), roles.texts_or("editor")
    for path in (*solution, *test, *example, *editor):
        check_path(path)
    for what, paths in (("example", example), ("test", test)):
        absent = [path for path in paths if path not in files]
        if absent or not paths:
            raise Refused(f"the {what} file {', '.join(absent)} is missing".replace("  ", " "))
    finished, changes = _examples(language, files, solution, example)
    tests: dict[str, str] = {}
    support: dict[str, str] = {}
    shared: dict[str, str] = {}
    dropped: list[str] = []
    for path, text in files.items():
        if path in solution or path in example:
            continue
        if path in test or _TEST_PLACE[language].fullmatch(path):
            if language is LanguageName.GO and (tag := _GO_OFF.match(text)):
                dropped.append(f"{path} (off without the build tag {tag[1]})")
            elif _TEST_MARK[language].search(mask(text, language)):
                tests[path] = text
            else:
                support[path] = text
        elif path == "go.mod":
            support[path] = text  # its language version decides what loops mean
        elif path in editor:
            (support if path.startswith("src/test/") else shared)[path] = text
        elif path.startswith(_DROPPED_FOLDERS) or _DROPPED_NAMES.fullmatch(path):
            dropped.append(path)
        elif path.endswith(_SOURCE[language]) and not path.startswith("tests/"):
            shared[path] = text
        else:
            support[path] = text
    if no_tests := not tests:
        tests = {path: support.pop(path, files[path]) for path in test}
        changes.append("the test files declare no test, so no solution can pass")
    if dropped:
        changes.append(f"not carried: {', '.join(_folded(dropped))}")
    stub = {path: files[path] for path in solution if path in files}
    if language is LanguageName.RUST:
        stub = {path: text for path, text in stub.items() if path not in shared}
    return Sorted(finished, stub, shared, tests, support, no_tests, tuple(changes))


def _examples(
    language: LanguageName,
    files: dict[str, str],
    solution: tuple[str, ...],
    example: tuple[str, ...],
) -> tuple[dict[str, str], list[str]]:
    """The example files under the names of the solution files they stand for."""
    finished = {path: files[path] for path in solution if path in files and path in _MANIFESTS}
    sources = [path for path in solution if path not in _MANIFESTS]
    pairs: list[tuple[str, str]] = []
    if language is LanguageName.JAVA:
        pairs = [
            (path, "src/main/java/" + path.removeprefix(_JAVA_EXAMPLES))
            for path in files
            if path.startswith(_JAVA_EXAMPLES) and path.endswith(".java")
        ]
    if not pairs and len(example) == len(sources) == 1:
        pairs = [(example[0], sources[0])]
    if not pairs:
        by_name = {PurePosixPath(path).name: path for path in sources}
        pairs = [
            (path, by_name.get(PurePosixPath(path).name, PurePosixPath(path).name))
            for path in example
        ]
    if not any(target in sources for _, target in pairs):
        raise Refused(f"which solution file {', '.join(example)} stands for cannot be told")
    if _CARGO_EXAMPLE in files and "Cargo.toml" in solution:
        pairs.append((_CARGO_EXAMPLE, "Cargo.toml"))
    finished.update((target, files[path]) for path, target in pairs)
    named = ", ".join(f"{path} as {target}" for path, target in pairs)
    return finished, [f"the example solution is the candidate: {named}"]


def _folded(paths: list[str]) -> list[str]:
    """Paths with the files of dot folders counted instead of named one by one."""
    folders: dict[str, int] = {}
    plain: list[str] = []
    for path in paths:
        head, slash, _ = path.partition("/")
        if slash and head.startswith("."):
            folders[head] = folders.get(head, 0) + 1
        else:
            plain.append(path)
    return [*plain, *(f"{n} files of {name}/" for name, n in folders.items())]
