"""How a Rust task is laid out: which files make which test binary, and its test ids.

*Integration tests* stand in `tests/*.rs` (or `tests/NAME/main.rs`) and are linked against the
library; their ids are `NAME::path`.

*Unit tests* are all other `.rs` files of the suite. One that the crate's root reaches by `mod` is
an ordinary module. One it does not reach becomes a part of the root itself: its text is included
at the end, so that a file holding `mod tests { use super::*; ... }` sees the root's private
items. Ids are libtest's paths, `tests::adds`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.languages.base import Inventory, TestRef
from workbench.languages.rust_manifest import Manifest, read_manifest
from workbench.languages.rust_source import (
    RustTest,
    module_names,
    read_crate,
    without_test_modules,
)
from workbench.model.task import Framework, Solution, Suite

_INTEGRATION = re.compile(r"tests/(?:([^/]+)|([^/]+)/main)\.rs\Z")
_APART = ("tests/", "benches/", "examples/")
UNIT = "unit"


@dataclass(frozen=True)
class Target:
    """A test binary: the unit tests of the crate, or one integration test."""

    name: str
    root: str
    tests: tuple[RustTest, ...]

    def id_of(self, path: str) -> str:
        """The test id of libtest's path."""
        return path if self.name == UNIT else f"{self.name}::{path}"


@dataclass(frozen=True)
class Layout:
    """Everything a build needs to know, from the sources alone."""

    manifest: Manifest
    files: Mapping[str, str]
    targets: tuple[Target, ...]
    library: str
    """Root of the library the integration tests use, or ''."""
    problems: tuple[str, ...]


def lay_out(solution: Solution, suite: Suite) -> Layout:
    """The layout of a suite over a solution."""
    files = {**solution.files, **suite.support, **suite.files}
    manifest = read_manifest(files)
    root = _root(manifest, files, solution)
    brought = {**suite.support, **suite.files}
    targets: list[Target] = []
    problems: list[str] = []

    units = [p for p in suite.files if p.endswith(".rs") and not p.startswith(_APART)]
    if units and root:
        crate = read_crate(root, files, manifest.features)
        loose = sorted(p for p in units if p not in crate.files)
        tests = [t for t in crate.tests if t.file in suite.files]
        problems += [p for p in crate.problems if p.split(" is not valid")[0] in suite.files]
        for path in loose:
            included = read_crate(path, files, manifest.features)
            tests += [t for t in included.tests if t.file in suite.files]
            problems += included.problems
        if loose:
            files[root] = _with_included(files, root, loose)
        if tests:
            targets.append(Target(UNIT, root, tuple(tests)))

    for path in sorted(suite.files):
        named = _INTEGRATION.match(path)
        if named:
            crate = read_crate(path, files, manifest.features)
            problems += crate.problems
            found = tuple(t for t in crate.tests if t.file in brought)
            if found:
                targets.append(Target(named[1] or named[2], path, found))
    library = manifest.lib if manifest.lib in files else ""
    if not library and root.endswith("lib.rs"):
        library = root
    return Layout(manifest, files, tuple(targets), library, tuple(problems))


def inventory_of(layout: Layout) -> Inventory:
    """Test ids of all targets."""
    tests: dict[str, TestRef] = {}
    skipped: set[str] = set()
    problems = list(layout.problems)
    for target in layout.targets:
        for test in target.tests:
            known = target.id_of(test.path)
            if known in tests:
                problems.append(
                    f"{known} is declared twice, in {tests[known].file} and {test.file}"
                )
                continue
            tests[known] = TestRef(known, test.file, test.line)
            if test.ignored:
                skipped.add(known)
    return Inventory(Framework.LIBTEST, tuple(tests.values()), frozenset(skipped), tuple(problems))


def _root(manifest: Manifest, files: Mapping[str, str], solution: Solution) -> str:
    """The crate's root file: where cargo would look, else the only source there is."""
    for path in (manifest.lib, manifest.main, "lib.rs", "main.rs"):
        if path in files:
            return path
    sources = [p for p in solution.files if p.endswith(".rs")]
    return sources[0] if len(sources) == 1 else ""


def _with_included(files: Mapping[str, str], root: str, loose: list[str]) -> str:
    names = frozenset[str]().union(*(module_names(files[path]) for path in loose))
    lines = [without_test_modules(files[root], names)]
    for path in loose:
        relative = posixpath.relpath(path, posixpath.dirname(root) or ".")
        # In full: a macro of the solution may be called `include` too.
        lines.append(f'::std::include!("{relative}");')
    return "\n".join((*lines, ""))
