"""QuixBugs: algorithms with a bug of one line each, in Python and Java, from a copy of it.

The buggy program is the candidate, the corrected one the reference, under the same name. Python
tests choose between the two by a flag of their own and load JSON tables: both are settled here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from workbench.errors import InvalidFile
from workbench.exchange.base import Ask, Fields, Imported, Refused, fenced, import_raw, safe_id
from workbench.exchange.literals import table
from workbench.exchange.strict_records import Raw, decode
from workbench.exchange.tree import Tree, open_tree
from workbench.model.task import (
    Framework,
    LanguageName,
    Limits,
    Provenance,
    Solution,
    Suite,
    Task,
)

_PYTHON = re.compile(r"(?:.*/)?python_programs/(\w+)\.py")
_JAVA = re.compile(r"(?:.*/)?java_programs/(\w+)\.java")
_NO_PROGRAMS = ("node", "Node", "WeightedEdge", "JavaTest", "__init__")
_CHOICE = re.compile(
    r"^if pytest\.use_correct:\n[ \t]+from correct_python_programs\.\w+ import \w+\n"
    r"else:\n[ \t]+from python_programs\.(\w+) import (\w+)\n",
    re.M,
)
_LOADED = re.compile(r"load_json_testcases\([^()\n]*\)")
_LOADER = re.compile(r"^from load_testdata import load_json_testcases\n", re.M)
_PACKAGE = re.compile(r"^package[ \t]+correct_java_programs;", re.M)
_JAVA_ROOT = "src/main/java/java_programs"
_JUNIT_ROOT = "src/test/java/java_testcases/junit"


def read(path: Path, ask: Ask) -> Iterator[Imported]:
    """A task a program. Raises InvalidFile when there is none."""
    tree = open_tree(path)
    programs = sorted(
        (found[1], language, name)
        for name in tree.names
        for language, pattern in (("python", _PYTHON), ("java", _JAVA))
        if (found := pattern.fullmatch(name))
        and found[1] not in _NO_PROGRAMS
        and not found[1].lower().endswith("_test")
    )
    if not programs:
        raise InvalidFile(
            f"{path} holds neither python_programs/*.py nor java_programs/*.java",
            mend="name a copy of the QuixBugs repository",
        )
    return import_raw(str(path), _records(tree, programs, ask.after), _task, ask)


def _records(tree: Tree, programs: list[tuple[str, str, str]], after: int) -> Iterator[Raw]:
    there = set(tree.names)
    for number, (program, language, name) in enumerate(programs, start=1):
        if number <= after:
            continue
        root = name.rpartition(f"{language}_programs/")[0]
        if language == "python":
            wanted = {
                "buggy": f"python_programs/{program}.py",
                "correct": f"correct_python_programs/{program}.py",
                "test": f"python_testcases/test_{program}.py",
                "data": f"json_testcases/{program}.json",
                "node": "python_testcases/node.py",
            }
        else:
            wanted = {
                "buggy": f"java_programs/{program}.java",
                "correct": f"correct_java_programs/{program}.java",
                "test": f"java_testcases/junit/{program}_TEST.java",
                "node": "java_programs/Node.java",
                "edge": "java_programs/WeightedEdge.java",
                "helper": "java_testcases/junit/QuixFixOracleHelper.java",
            }
        found = {key: root + path for key, path in wanted.items() if root + path in there}
        raw = tree.record(number, program, found)
        if raw.value is not None:
            raw.value["language"] = language
        yield raw


def _task(record: Fields) -> Task:
    name, language = record.text("folder"), LanguageName(record.text("language"))
    files = record.nested("files")
    for part in ("buggy", "correct", "test"):
        if not files.any_of(part):
            raise Refused(f"{name} ({language.value}) has no {part} file")
    made = _python(name, files) if language is LanguageName.PYTHON else _java(name, files)
    buggy, correct, suite, changes = made
    return Task(
        id=safe_id("quixbugs", language.value, name),
        title=f"{name} ({language.value})"[:300],
        language=language,
        prompt=_prompt(name, files, language),
        solutions=(
            Solution(
                name="candidate",
                role="candidate",
                files=buggy,
                expected="fail",
                note="The program with the bug.",
            ),
            Solution(
                name="reference",
                role="reference",
                files=correct,
                expected="pass",
                note="The corrected program.",
            ),
        ),
        suites=(suite,),
        limits=Limits(wall_s=60),
        tags=("quixbugs",),
        provenance=Provenance(
            source="QuixBugs (jkoppel/QuixBugs)",
            source_id=f"{language.value}/{name}",
            licence="MIT",
            importer=__name__,
            changes=changes,
        ),
    )


_Made = tuple[dict[str, str], dict[str, str], Suite, tuple[str, ...]]


def _python(name: str, files: Fields) -> _Made:
    path = f"python_programs/{name}.py"
    test = files.text("test")
    test, chosen = _CHOICE.subn(r"from python_programs.\1 import \2\n", test)
    if chosen != 1:
        raise Refused("the test does not choose a program as QuixBugs' tests do")
    changes = ["the test imports python_programs, where candidate and reference both stand"]
    test, slow = _without_skips(test)
    if "pytest.run_slow" in test:
        test = test.replace("pytest.run_slow", "True")
        changes.append("pytest.run_slow is True")
    if _LOADED.search(test):
        rows = [decode(line) for line in files.text("data").splitlines() if line.strip()]
        kept = [row for row in rows if not isinstance(row, list) or row[:1] not in slow]
        if len(kept) < len(rows):
            changes.append(
                f"not carried: {len(rows) - len(kept)} inputs the test skips as too slow"
            )
        rows = kept
        test = _LOADER.sub("", test)
        # A function, lest a backslash of the data be read as a group of the pattern.
        test = _LOADED.sub(lambda _: table(rows), test, count=1)
        changes.append("the JSON table became a list in the test")
    support = {"node.py": files.text("node")} if "from node import" in test else {}
    suite = Suite(
        name="given",
        role="given",
        framework=Framework.PYTEST,
        files={f"test_{name}.py": test},
        support=support,
    )
    return {path: files.text("buggy")}, {path: files.text("correct")}, suite, tuple(changes)


def _without_skips(test: str) -> tuple[str, list[list[Any]]]:
    """The test without `if ... input_data == [...]: pytest.skip(...)`, and those inputs, each as
    the beginning of its row: a test that is skipped proves nothing, so they are left out."""
    try:
        tree = ast.parse(test)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return test, []
    lines = test.split("\n")
    slow: list[list[Any]] = []
    branches = [found for found in ast.walk(tree) if isinstance(found, ast.If)]
    for node in sorted(branches, key=lambda found: -found.lineno):
        skips = len(node.body) == 1 and ast.unparse(node.body[0]).startswith("pytest.skip(")
        given = [
            side.comparators[0]
            for side in ast.walk(node.test)
            if isinstance(side, ast.Compare)
            and isinstance(side.left, ast.Name)
            and isinstance(side.ops[0], ast.Eq)
        ]
        if skips and not node.orelse and len(given) == 1:
            with suppress(ValueError, TypeError):
                slow.append([ast.literal_eval(given[0])])
                del lines[node.lineno - 1 : node.end_lineno]
    return "\n".join(lines), slow


def _java(name: str, files: Fields) -> _Made:
    shared = {
        f"{_JAVA_ROOT}/{file}.java": files.text(key)
        for key, file in (("node", "Node"), ("edge", "WeightedEdge"))
        if files.any_of(key)
    }
    path = f"{_JAVA_ROOT}/{name}.java"
    correct = _PACKAGE.sub("package java_programs;", files.text("correct"))
    helper = files.text_or("helper")
    support = {f"{_JUNIT_ROOT}/QuixFixOracleHelper.java": helper} if helper else {}
    suite = Suite(
        name="given",
        role="given",
        framework=Framework.JUNIT5
        if "org.junit.jupiter" in files.text("test")
        else Framework.JUNIT4,
        files={f"{_JUNIT_ROOT}/{name}_TEST.java": files.text("test")},
        support=support,
    )
    changes = ("the corrected program moved into the package java_programs",)
    return {**shared, path: files.text("buggy")}, {**shared, path: correct}, suite, changes


def _prompt(name: str, files: Fields, language: LanguageName) -> str:
    """What the program says of itself; the Python ones end with a text that tells."""
    told = ""
    if language is LanguageName.PYTHON:
        told = "\n\n".join(_texts(files.text("buggy"))) or "\n\n".join(
            _texts(files.text("correct"))
        )
    head = f"Implement {name.replace('_', ' ').lower()}."
    signature = [
        line
        for line in files.text("buggy").splitlines()
        if re.match(r"\s*def \w|\s*public static", line)
    ]
    shown = fenced("\n".join(s.strip() for s in signature), language.value) if signature else ""
    return "\n\n".join(part for part in (head, told.strip(), shown) if part).rstrip() + "\n"


def _texts(code: str) -> list[str]:
    try:
        body: list[Any] = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return [
        node.value.value.strip()
        for node in body
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]
