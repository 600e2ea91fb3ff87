"""HumanEvalPack: one function in five languages, with a correct and a buggy body.

The data set's layout is text to be concatenated (`prompt + body + test`); here it becomes files.
The buggy body is the candidate that is judged, the canonical one the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from workbench.exchange.base import Fields, Refused, fenced, safe_id
from workbench.exchange.go_imports import split_imports, with_imports
from workbench.exchange.masks import mask
from workbench.exchange.pasted import Layout, joined
from workbench.exchange.python_names import imports_for
from workbench.model.task import Framework, LanguageName, Provenance, Solution, Suite, Task


def layout_of(record: Fields, source_id: str) -> tuple[LanguageName, Layout]:
    """Language and files of a record, by the prefix of its id. Raises Refused."""
    prefix, slash, number = source_id.partition("/")
    if not slash or prefix not in _LAYOUTS or not number:
        raise Refused(f"task_id {source_id[:80]!r} must be one of {'/N, '.join(_LAYOUTS)}/N")
    language, made = _LAYOUTS[prefix]
    return language, made(record)


def task(record: Fields) -> Task:
    """A HumanEvalPack record; the language is the prefix of its `task_id`."""
    source_id = record.text("task_id")
    language, layout = layout_of(record, source_id)
    entry = record.text("entry_point")
    canonical, buggy = record.text("canonical_solution"), record.text("buggy_solution")
    if canonical == buggy:
        raise Refused("the buggy solution is the canonical one")
    instruction = record.text_or("instruction").strip()
    return Task(
        id=safe_id("humanevalpack", language.value, source_id.partition("/")[2]),
        title=f"{source_id}: {entry}",
        language=language,
        prompt=f"{instruction}\n\n{fenced(record.text('prompt'), language.value)}",
        solutions=(
            Solution(
                name="candidate",
                role="candidate",
                files=layout.solution(buggy),
                expected="fail",
                note=f"The data set's buggy solution: {record.text_or('bug_type') or 'a bug'}.",
            ),
            Solution(
                name="reference",
                role="reference",
                files=layout.solution(canonical),
                expected="pass",
                note="The data set's canonical solution.",
            ),
        ),
        suites=(Suite(name="given", role="given", framework=layout.framework, files=layout.tests),),
        entry_points=(entry,),
        tags=tuple(
            t
            for t in (
                "humanevalpack",
                record.text_or("bug_type"),
                record.text_or("failure_symptoms"),
            )
            if t
        ),
        provenance=Provenance(
            source="HumanEvalPack (bigcode-project/octopack), from HumanEval and HumanEval-X",
            source_id=source_id,
            licence="MIT AND Apache-2.0",
            importer=__name__,
            changes=(*layout.changes, "the example tests of the prompt are not carried"),
        ),
    )


def _python(record: Fields) -> Layout:
    prompt, test = record.text("prompt"), record.text("test")
    names = imports_for(test, prompt + record.text("canonical_solution"))
    head = f"from solution import {', '.join(names)}\n"
    return Layout(
        solution=lambda body: {"solution.py": prompt + body},
        tests={"test_solution.py": head + test},
        framework=Framework.SCRIPT,
        changes=(
            "prompt + body became solution.py",
            f"the test became test_solution.py and imports {', '.join(names)} from solution.py",
        ),
    )


def _javascript(record: Fields) -> Layout:
    prompt = record.text("prompt")
    return Layout(
        solution=lambda body: {"solution.js": prompt + body},
        tests={"test.js": record.text("test")},
        framework=Framework.SCRIPT,
        changes=("prompt + body became solution.js, the test test.js; they share one scope",),
    )


def _go(record: Fields) -> Layout:
    package, _, test_paths = split_imports(record.text("test_setup"))
    _, code, paths = split_imports(record.text("prompt"))
    _, _, more = split_imports(record.text_or("import"))
    package = package or "package main"
    # Go refuses unused imports, and the two texts used to share one import block.
    known = tuple(dict.fromkeys((*paths, *more, *test_paths)))
    return Layout(
        solution=lambda body: {"solution.go": with_imports(package, known, code + body)},
        tests={"solution_test.go": with_imports(package, known, record.text("test"))},
        framework=Framework.GO_TEST,
        changes=(
            "prompt + body became solution.go, the test solution_test.go",
            "each Go file imports those packages of the record that it uses",
        ),
    )


def _rust(record: Fields) -> Layout:
    prompt = record.text("prompt")
    # HumanEval-X's prompt may be the comment alone: its function opens in the declaration.
    if not re.search(r"\bfn[ \t]+\w+", mask(prompt, LanguageName.RUST)):
        prompt = joined(record.text("declaration"), prompt)
    if not re.search(r"\bfn[ \t]+main\b", mask(prompt, LanguageName.RUST)):
        prompt = f"fn main() {{}}\n\n{prompt}"
    return Layout(
        solution=lambda body: {"src/main.rs": prompt + body},
        tests={"src/tests.rs": record.text("test")},
        framework=Framework.LIBTEST,
        changes=(
            "prompt + body became src/main.rs",
            "the test module became src/tests.rs, which belongs to the crate root",
        ),
    )


def _java(record: Fields) -> Layout:
    prompt = record.text("prompt")
    imports = [line for line in prompt.splitlines() if line.startswith("import ")]
    head = "\n".join(imports) + "\n\n" if imports else ""
    return Layout(
        solution=lambda body: {"Solution.java": prompt + body},
        tests={"Main.java": head + record.text("test")},
        framework=Framework.SCRIPT,
        changes=(
            "prompt + body became Solution.java, the test Main.java",
            "Main.java repeats the imports of the prompt it used to be pasted under",
        ),
    )


_LAYOUTS: dict[str, tuple[LanguageName, Callable[[Fields], Layout]]] = {
    "Python": (LanguageName.PYTHON, _python),
    "JavaScript": (LanguageName.JAVASCRIPT, _javascript),
    "Go": (LanguageName.GO, _go),
    "Java": (LanguageName.JAVA, _java),
    "Rust": (LanguageName.RUST, _rust),
}
