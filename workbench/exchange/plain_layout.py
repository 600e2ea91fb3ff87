"""Where plain texts of code and tests go in each language, and which language files are of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from workbench.exchange.base import Refused
from workbench.exchange.python_names import imports_for
from workbench.model.task import Framework, LanguageName

ENDINGS = {
    ".py": LanguageName.PYTHON,
    ".js": LanguageName.JAVASCRIPT,
    ".mjs": LanguageName.JAVASCRIPT,
    ".cjs": LanguageName.JAVASCRIPT,
    ".jsx": LanguageName.JAVASCRIPT,
    ".ts": LanguageName.TYPESCRIPT,
    ".mts": LanguageName.TYPESCRIPT,
    ".tsx": LanguageName.TYPESCRIPT,
    ".go": LanguageName.GO,
    ".rs": LanguageName.RUST,
    ".java": LanguageName.JAVA,
}
_ALIASES = {"py": "python", "python3": "python", "js": "javascript", "node": "javascript",
            "ts": "typescript", "golang": "go", "rs": "rust"}  # fmt: skip
_CLASS = re.compile(r"^[ \t]*(?:public[ \t]+|final[ \t]+|abstract[ \t]+)*class[ \t]+(\w+)", re.M)
_SOLUTION = re.compile(r"\b(?:from|import)\s+solution\b|\bimport_module\(")
_TEST_FUNCTION = re.compile(r"^(?:async )?def test|^class Test|\bunittest\b", re.M)
_NODE_TEST = re.compile(r"^\s*(?:describe|it|test)\s*\(|node:test|vitest|@jest/globals", re.M)


def language_named(name: str) -> LanguageName:
    """The language a data set means by a word. Raises Refused."""
    word = name.strip().lower()
    try:
        return LanguageName(_ALIASES.get(word, word))
    except ValueError:
        raise Refused(f"the language {name[:40]!r} is none of the six") from None


def language_of(paths: Iterable[str]) -> LanguageName | None:
    """What most of the files are written in; None when none has a known ending."""
    counts = Counter(
        language
        for path in paths
        if (language := ENDINGS.get("." + path.rpartition(".")[2].lower())) is not None
    )
    return counts.most_common(1)[0][0] if counts else None


def solution_file(language: LanguageName, code: str) -> str:
    """Where a solution's text goes."""
    if language is LanguageName.JAVA:
        found = _CLASS.search(code)
        if found is None:
            raise Refused("the solution declares no class")
        return f"{found[1]}.java"
    return {
        LanguageName.PYTHON: "solution.py",
        LanguageName.JAVASCRIPT: "solution.js",
        LanguageName.TYPESCRIPT: "solution.ts",
        LanguageName.GO: "solution.go",
        LanguageName.RUST: "src/lib.rs",
    }[language]


def test_files(
    language: LanguageName, test: str, solution: str
) -> tuple[dict[str, str], Framework, str]:
    """A test's text as files, its framework, and what was changed. Raises Refused."""
    match language:
        case LanguageName.PYTHON:
            if _SOLUTION.search(test):
                return {"test_solution.py": test}, Framework.AUTO, ""
            names = ", ".join(imports_for(test, solution))
            framework = Framework.AUTO if _TEST_FUNCTION.search(test) else Framework.SCRIPT
            return (
                {"test_solution.py": f"from solution import {names}\n{test}"},
                framework,
                f"the test imports {names} from solution.py",
            )
        case LanguageName.JAVASCRIPT | LanguageName.TYPESCRIPT:
            ending = "js" if language is LanguageName.JAVASCRIPT else "ts"
            if _NODE_TEST.search(test):
                return {f"solution.test.{ending}": test}, Framework.AUTO, ""
            return {f"test.{ending}": test}, Framework.SCRIPT, ""
        case LanguageName.GO:
            return {"solution_test.go": test}, Framework.GO_TEST, ""
        case LanguageName.RUST:
            inside = re.search(r"\buse (?:super|crate)::", test) is not None
            return {"src/tests.rs" if inside else "tests/suite.rs": test}, Framework.LIBTEST, ""
        case LanguageName.JAVA:
            found = _CLASS.search(test)
            if found is None:
                raise Refused("the test declares no class")
            return {f"{found[1]}.java": test}, Framework.AUTO, ""
