"""Tests and solution of a JavaScript run as two jobs: which file goes where, and which suites
cannot be taken apart.

In the tests' job the solution's modules are asked for over a pipe; the solution's job holds what
the solution wrote and what it imports of the suite's support files, and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import basename

from workbench.languages.base import SplitJobs
from workbench.languages.js_layout import Layout, is_config, targets
from workbench.languages.js_scope import names_for, scope_text, unsplit_scope
from workbench.languages.js_source import is_code, read
from workbench.languages.js_suite_use import reads_files, unsplit_use
from workbench.model.task import Solution, Suite
from workbench.sandboxes.base import Job, JobFile

_WORD = re.compile(r"[A-Za-z_$][\w$]*")


def why_not_apart(solution: Solution, suite: Suite, made: Layout) -> str:
    """Why tests and solution have to share a process, as a sentence; '' when they need not."""
    for path, pieces in made.before.items():
        if path in made.compile:
            return f"{path} shares one scope with the solution and is compiled with it"
        refused = unsplit_scope(path, suite.files[path], {p: solution.files[p] for p in pieces})
        if refused:
            return refused
    theirs = _solution_files(solution, suite)
    shared = _support_code(theirs, suite)
    ours = {p for p in suite.files if is_code(p)}
    if shared & ours:
        return f"the solution imports {min(shared & ours)}, which is a test file"
    both = shared & _reached(ours, _code({**suite.support, **suite.files}))
    if both:
        return f"solution and tests both import {min(both)}, whose state they would share"
    return unsplit_use(theirs, suite)


def take_apart(together: Job, solution: Solution, suite: Suite, made: Layout) -> SplitJobs:
    """The two jobs, made of the one that would run all of it."""
    order = json.loads(together.stdin)
    theirs = _solution_files(solution, suite)
    follows = {p: together.files[p] for p in theirs if p in together.files}
    for path in _support_code(theirs, suite) | _named_data(theirs, suite):
        follows[path] = together.files[path]
    leads = {p: f for p, f in together.files.items() if p not in theirs}
    names: dict[str, list[str]] = {}
    scopes: dict[str, dict[str, object]] = {}
    for number, (path, pieces) in enumerate(made.before.items()):
        esm = made.formats[path] == "esm"
        texts = {p: solution.files[p] for p in pieces}
        names[path] = names_for(suite.files[path], path, texts)
        shift = order["shift"].pop(path, 0)
        text = "\n".join(together.files[path].data.decode().split("\n")[shift:])
        if esm and names[path]:
            text += f'\n;import {{ {", ".join(names[path])} }} from "workbench:scope";\n'
        leads[path] = JobFile(text.encode())
        # Under the name of the file itself where there is but one, for messages and frames.
        place = pieces[0] if len(pieces) == 1 else f"solution-{number}.js"
        scopes[path] = {"file": place, "esm": esm}
        order["formats"][place] = made.formats[path]
        follows[place] = JobFile(scope_text(texts, names[path], esm=esm).encode())
    spoken = set(_WORD.findall(" ".join({**suite.support, **suite.files}.values())))
    used = set(_WORD.findall(" ".join(solution.files[p] for p in theirs)))
    data = order["data"]
    tests = {
        **order,
        "data": {**data, "copied": [p for p in data["copied"] if p in leads]},
        "split": {
            "remote": sorted(theirs),
            "scopes": names,
            "words": sorted(spoken & used),
            "uses_this": "this" in used,
            "wall_s": together.limits.wall_s,
        },
    }
    answers = {
        **{k: order[k] for k in ("kit", "formats")},
        "data": {"copied": [p for p in data["copied"] if p in follows], "kept": []},
        "shift": {},
        "scopes": scopes,
    }
    *command, harness = together.command
    return SplitJobs(
        tests=replace(together, files=leads, stdin=json.dumps(tests).encode()),
        solution=replace(
            together,
            command=(*command, harness.replace("main.cjs", "split_solution.cjs")),
            files=follows,
            stdin=json.dumps(answers).encode(),
            label=f"{together.label} (solution)",
        ),
    )


def _solution_files(solution: Solution, suite: Suite) -> dict[str, str]:
    """What the solution wrote and the suite does not bring itself."""
    laid = {**suite.support, **suite.files}
    return {p: t for p, t in solution.files.items() if p not in laid and not is_config(p)}


def _code(files: Mapping[str, str]) -> dict[str, str]:
    return {p: t for p, t in files.items() if is_code(p) or p.endswith(".json")}


def _support_code(theirs: Mapping[str, str], suite: Suite) -> set[str]:
    """The suite's files that the solution imports, and what these import."""
    brought = _code({**suite.support, **suite.files})
    reached = _reached(set(theirs), {**_code(theirs), **brought})
    return {p for p in reached if p in brought}


def _reached(starts: set[str], files: Mapping[str, str]) -> set[str]:
    """All files that `starts` import, directly or not, among `files`."""
    found: set[str] = set()
    waiting = list(_targets_of(starts, files))
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(_targets_of({path}, files))
    return found


def _targets_of(paths: set[str], files: Mapping[str, str]) -> Iterator[str]:
    for path in paths:
        if path in files and is_code(path):
            yield from targets(read(path, files[path]), set(files))


def _named_data(theirs: Mapping[str, str], suite: Suite) -> set[str]:
    """Data files of the suite that the solution's source names."""
    if not reads_files(theirs):
        return set()
    text = "\n".join(theirs.values())
    data = {p for p in (*suite.support, *suite.files) if not is_code(p)}
    return {p for p in data if basename(p) in text and not is_config(p)}
