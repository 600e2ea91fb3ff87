"""Records made to be pasted together (`prompt + body + test`), as files of each language.

What used to be one text becomes a solution and a suite, so each side needs what it took from the
other: imports are repeated, a test class extends the class it stood in, a Rust `main` that asserts
becomes a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from workbench.exchange.base import Refused
from workbench.exchange.go_imports import split_imports, with_imports
from workbench.exchange.masks import mask
from workbench.exchange.python_names import imports_for
from workbench.model.task import Framework, LanguageName

UNFINISHED = {
    LanguageName.PYTHON: "    raise NotImplementedError\n",
    LanguageName.JAVASCRIPT: '    throw new Error("not implemented");\n}\n',
    LanguageName.TYPESCRIPT: '    throw new Error("not implemented");\n}\n',
    LanguageName.GO: '\tpanic("not implemented")\n}\n',
    LanguageName.RUST: "    todo!()\n}\n",
    LanguageName.JAVA: "        throw new UnsupportedOperationException();\n    }\n",
}
"""Bodies that build and do nothing, for data sets that hold no solution."""
_CLASS_OR_BRACE = re.compile(r"\bclass[ \t\n]+(?P<name>\w+)|[{}]")
_JAVA_IMPORT = re.compile(r"^[ \t]*import[ \t][^;\n]*;[ \t]*$", re.M)
_RUST_MAIN = re.compile(r"^[ \t]*(?:pub[ \t]+)?fn[ \t]+main[ \t]*\([ \t]*\)", re.M)
_RUST_TESTS = re.compile(r"^[ \t]*mod[ \t]+\w+[ \t\n]*\{", re.M)


@dataclass(frozen=True)
class Layout:
    """Files of one task. `solution` makes the files from a body."""

    solution: Callable[[str], dict[str, str]]
    tests: dict[str, str]
    framework: Framework
    changes: tuple[str, ...]


def joined(*parts: str) -> str:
    """Texts one after the other, each beginning on a line of its own."""
    out = ""
    for part in parts:
        out += part if not out or out.endswith("\n") else "\n" + part.removeprefix("\n")
    return out if out.endswith("\n") else out + "\n"


def layout(language: LanguageName, prompt: str, body: str, test: str) -> Layout:
    """Files for one record; `body` is one that belongs to the prompt. Raises Refused."""
    if not test.strip():
        raise Refused("the test is empty")
    return _LAYOUTS[language](prompt, body, test)


def closed_by_test(test: str) -> tuple[str, str]:
    """`}` and the rest, where a test begins by closing the body it is pasted under."""
    rest = test.lstrip()
    return ("}\n", rest[1:].lstrip("\n")) if rest.startswith("}") else ("", test)


def _python(prompt: str, body: str, test: str) -> Layout:
    names = imports_for(test, joined(prompt, body))
    return Layout(
        solution=lambda body: {"solution.py": joined(prompt, body)},
        tests={"test_solution.py": joined(f"from solution import {', '.join(names)}", test)},
        framework=Framework.SCRIPT,
        changes=(
            "prompt + body became solution.py",
            f"the test became test_solution.py and imports {', '.join(names)} from solution.py",
        ),
    )


def _script(ending: str) -> Callable[[str, str, str], Layout]:
    def made(prompt: str, _: str, test: str) -> Layout:
        return Layout(
            solution=lambda body: {f"solution.{ending}": joined(prompt, body)},
            tests={f"test.{ending}": joined(test)},
            framework=Framework.SCRIPT,
            changes=(
                f"prompt + body became solution.{ending}, the test test.{ending}; they share one "
                "scope",
            ),
        )

    return made


def _go(prompt: str, _: str, test: str) -> Layout:
    package, code, specs = split_imports(prompt)
    _, test_code, more = split_imports(test)
    package = package or "package main"
    changes = ["prompt + body became solution.go, the test solution_test.go"]
    if package.endswith("_test"):
        changes.append(f"{package} became {package.removesuffix('_test')}")
        package = package.removesuffix("_test")
    known = tuple(dict.fromkeys((*specs, *more, '"testing"')))
    if "func Test" not in test_code:
        raise Refused("the test declares no `func Test`")
    return Layout(
        solution=lambda body: {"solution.go": with_imports(package, known, joined(code, body))},
        tests={"solution_test.go": with_imports(package, known, joined(test_code))},
        framework=Framework.GO_TEST,
        changes=(*changes, "each Go file imports those packages of the record that it uses"),
    )


def _rust(prompt: str, _: str, test: str) -> Layout:
    changes = ["prompt + body became src/lib.rs, the test src/tests.rs"]
    if not _RUST_TESTS.search(test):
        test, count = _RUST_MAIN.subn("#[test]\nfn holds()", test)
        if count != 1:
            raise Refused("the test has neither a `mod tests` nor one `fn main()`")
        test = f"#[cfg(test)]\nmod tests {{\n#[allow(unused_imports)]\nuse super::*;\n{test}}}\n"
        changes.append("the test's `main` became the test `tests::holds`")
    return Layout(
        solution=lambda body: {"src/lib.rs": joined(prompt, body)},
        tests={"src/tests.rs": joined(test)},
        framework=Framework.LIBTEST,
        changes=tuple(changes),
    )


def _java(prompt: str, _: str, test: str) -> Layout:
    name = _open_class(prompt)
    if not name:
        raise Refused("the prompt opens no class")
    if not re.search(r"\bvoid[ \t]+main[ \t]*\(", test):
        raise Refused("the test has no `main`")
    if name == "Main":
        raise Refused("the class is called Main, as the test's own has to be")
    imports = "".join(f"{line.strip()}\n" for line in _JAVA_IMPORT.findall(prompt))
    head = f"{imports}\n" if imports else ""
    return Layout(
        solution=lambda body: {f"{name}.java": joined(prompt, body, "}")},
        tests={"Main.java": f"{head}class Main extends {name} {{\n{joined(test)}"},
        framework=Framework.SCRIPT,
        changes=(
            f"prompt + body became {name}.java and was closed",
            f"the test's `main` stands in a class Main that extends {name}",
        ),
    )


def _open_class(prompt: str) -> str:
    """The class the prompt ends in; classes before it may have been closed."""
    name, depth = "", 0
    for found in _CLASS_OR_BRACE.finditer(mask(prompt, LanguageName.JAVA)):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth -= 1
            name = name if depth > 0 else ""
        elif depth == 0:
            name = found["name"]
    return name if depth > 0 else ""


_LAYOUTS: dict[LanguageName, Callable[[str, str, str], Layout]] = {
    LanguageName.PYTHON: _python,
    LanguageName.JAVASCRIPT: _script("js"),
    LanguageName.TYPESCRIPT: _script("ts"),
    LanguageName.GO: _go,
    LanguageName.RUST: _rust,
    LanguageName.JAVA: _java,
}
