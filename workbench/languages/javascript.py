"""JavaScript: jest-style, vitest, mocha, node:test and plain assertion scripts.

All of them run on the harness's own engine (docs/decisions/javascript-engine.md says why), which
takes `expect` and the doubles from the frameworks' own packages. A build job exists only where
files mix module systems.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from workbench.errors import InputError
from workbench.languages import js_guard, js_inventory, js_scripts, js_shadow
from workbench.languages.base import Built, Inventory, Report, Shadow, SplitJobs
from workbench.languages.js_build import parse_build
from workbench.languages.js_layout import HOLDS_MUTANTS, is_config, layout, snapshots
from workbench.languages.js_source import CODE
from workbench.languages.js_split import take_apart, why_not_apart
from workbench.languages.layout import data_files, job_limits, left_out, search_path
from workbench.languages.records import read_records
from workbench.languages.syntax import text_of, walk
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, JobLimits, Outcome
from workbench.toolchains.base import Toolbox

_FRAMEWORKS = (
    Framework.JEST,
    Framework.VITEST,
    Framework.MOCHA,
    Framework.NODE_TEST,
    Framework.SCRIPT,
)
_TYPE_CHECK_S = 10
_CHECKED_TYPES = {Framework.JEST: ["node", "jest"], Framework.MOCHA: ["node", "mocha"]}


class JavaScriptLanguage:
    """Runs JavaScript suites on Node.js."""

    name = LanguageName.JAVASCRIPT
    toolchain = "node"

    def frameworks(self) -> tuple[Framework, ...]:
        """jest, vitest, mocha, node:test, script."""
        return _FRAMEWORKS

    def detect(self, suite: Suite) -> Framework:
        """By imports first, by globals else. Raises InputError when there is no code file."""
        parsed = js_inventory.sources(suite)
        if not parsed:
            raise InputError(f"suite {suite.name} has no code file", mend="add a test file")
        for framework in js_inventory.framework_modules(parsed):
            return framework
        if not any(js_inventory.calls_tests(source) for source in parsed.values()):
            return Framework.SCRIPT
        roots = {
            text_of(node.child_by_field_name("object"))
            for source in parsed.values()
            for node in walk(source.tree.root_node)
            if node.type == "member_expression"
        }
        modules = {m for s in parsed.values() for m in (*s.imports, *s.requires)}
        if "jest" in roots:
            return Framework.JEST
        if "vi" in roots:
            return Framework.VITEST
        expects = any("expect(" in s.text for s in parsed.values())
        return Framework.MOCHA if "chai" in modules or not expects else Framework.JEST

    def inventory(self, suite: Suite, solution: Solution) -> Inventory:
        """Calls that register tests, or assertions of a script."""
        framework = self._framework(suite)
        if framework is Framework.SCRIPT:
            return js_scripts.inventory(suite)
        return js_inventory.inventory(suite, framework)

    def reject(self, solution: Solution, suite: Suite) -> str:
        """Code that looks into its callers or below the language. Configuration is not rejected:
        it is not laid out, and the loader reads no other file that could change how tests run."""
        return js_guard.refuse(solution, suite)

    def build_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """Compiles with esbuild, each file on its own, when the tree needs it."""
        made = layout(solution, suite, inventory.framework)
        if not made.compile:
            return None
        types = sorted(p for p in made.compile if p.endswith((".ts", ".tsx", ".mts", ".cts")))
        if any(text.endswith(HOLDS_MUTANTS) for text in solution.files.values()):
            types = []  # guards have no types, and nobody wrote them
        order = {
            "kit": tools.paths["kit"],
            "compile": made.compile,
            "types": types,
            "types_s": min(_TYPE_CHECK_S, limits.build_wall_s / 2),
            "globals": _CHECKED_TYPES.get(inventory.framework, ["node"]),
        }
        return Job(
            command=(tools.paths["node"], "--no-warnings", f"{tools.paths['harness']}/build.cjs"),
            files={p: JobFile(t.encode()) for p, t in made.files.items()},
            layers=tools.layers,
            limits=JobLimits(wall_s=limits.build_wall_s),
            stdin=json.dumps(order).encode(),
            label=f"{self.name} build",
        )

    def parse_build(self, outcome: Outcome) -> Built:
        """Compiled files as the artefact; type errors are diagnostics and never fail a build."""
        return parse_build(outcome)

    def test_job(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        *,
        nonce: str,
        artefact: bytes = b"",
        selected: tuple[str, ...] = (),
    ) -> Job:
        """One Node process; its order comes on stdin."""
        job, order = self.job_and_order(
            solution, suite, inventory, tools, limits, artefact, selected
        )
        return self.with_order(job, order | {"nonce": nonce})

    def job_and_order(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        artefact: bytes,
        selected: tuple[str, ...] = (),
    ) -> tuple[Job, dict[str, Any]]:
        """A job that runs the suite in one process, and what its harness is to be told but for
        the nonce."""
        made = layout(solution, suite, inventory.framework)
        files = dict(made.files)
        if artefact:
            files.update(json.loads(artefact))
        entries = made.entries
        if selected:
            wanted = {ref.file for ref in inventory.tests if ref.id in selected}
            entries = [e for e in entries if e in wanted]
        order: dict[str, Any] = {
            "kit": tools.paths["kit"],
            "framework": inventory.framework.value,
            "files": entries,
            "formats": made.formats,
            "suite": made.marked,
            "hoisted": made.hoisted,
            "doubles": [p for p in (*suite.files, *suite.support) if "__mocks__" in p.split("/")],
            "sites": made.sites,
            "scripts": made.scripts,
            "snapshots": snapshots(suite, entries),
            "shift": {} if artefact else made.shift,
            "selected": list(selected),
            "left_out": left_out(solution, suite, is_config),
            "data": data_files(solution, suite, (*CODE, ".snap"), is_config),
        }
        # The heap stays below the sandbox's own limit, so that Node says what happened.
        heap = max(48, limits.memory_mb * 3 // 4)
        job = Job(
            command=(
                tools.paths["node"],
                "--experimental-vm-modules", "--no-warnings", "--stack-trace-limit=40",
                f"--max-old-space-size={heap}", "--v8-pool-size=1",
                f"{tools.paths['harness']}/main.cjs",
            ),
            files={p: JobFile(t.encode()) for p, t in files.items()},
            env={
                "UV_THREADPOOL_SIZE": "2",
                "NODE_DISABLE_COLORS": "1",
                "PATH": search_path(tools.paths["node"]),
            },
            layers=tools.layers,
            limits=job_limits(limits),
            label=f"{self.name} {inventory.framework}",
        )  # fmt: skip
        return job, order

    @staticmethod
    def with_order(job: Job, order: dict[str, Any]) -> Job:
        """The job with its harness's order on stdin."""
        return replace(job, stdin=json.dumps(order).encode())

    def split_jobs(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        *,
        nonce: str,
        artefact: bytes = b"",
    ) -> SplitJobs | str:
        """The test job without the solution's files, and a job that holds these and nothing of
        the suite."""
        made = layout(solution, suite, inventory.framework)
        refused = why_not_apart(solution, suite, made)
        if refused:
            return refused
        together = self.test_job(
            solution, suite, inventory, tools, limits, nonce=nonce, artefact=artefact
        )
        return take_apart(together, solution, suite, made)

    def parse(self, outcome: Outcome, inventory: Inventory, nonce: str) -> Report:
        """The harness's records."""
        return read_records(outcome.results, nonce)

    def shadow(self, suite: Suite, solution: Solution, inventory: Inventory, seed: int) -> Shadow:
        """The suite with every expected value perturbed."""
        return js_shadow.shadow(suite, inventory, seed)

    def _framework(self, suite: Suite) -> Framework:
        if suite.framework is Framework.AUTO:
            return self.detect(suite)
        if suite.framework not in _FRAMEWORKS:
            raise InputError(
                f"suite {suite.name}: {suite.framework} does not run {self.name}",
                mend="use jest, vitest, mocha, node:test or script",
            )
        return suite.framework
