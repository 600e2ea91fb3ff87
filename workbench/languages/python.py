"""Python: pytest, unittest and plain assertion scripts.

Nothing is built. The test job runs one interpreter, without `site`, which imports the framework
from the kit before any task file can be imported.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from workbench.errors import InputError
from workbench.languages import (
    python_guard,
    python_inventory,
    python_scripts,
    python_shadow,
    python_split,
)
from workbench.languages.base import Built, Inventory, Report, Shadow, SplitJobs
from workbench.languages.layout import (
    brings_data,
    data_files,
    job_limits,
    left_out,
    merged,
    search_path,
)
from workbench.languages.python_source import Classes, dotted, flat, imported
from workbench.languages.records import read_records
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, Outcome
from workbench.toolchains.base import Toolbox

# Each of these can only be there to stand in for a part of the test run.
_HOOKS = {
    "conftest": "it would run inside pytest",
    "sitecustomize": "Python would run it at start-up",
    "usercustomize": "Python would run it at start-up",
    "pytest": "it would stand in for the framework",
    "_pytest": "it would stand in for the framework",
    "pluggy": "it would stand in for a part of the framework",
    "unittest": "it would stand in for the framework",
    "hypothesis": "it would stand in for the framework",
    "pytest_asyncio": "it would stand in for a part of the framework",
    "workbench_harness": "it would stand in for the harness",
}
_CONFIGS = {"pytest.ini", ".pytest.ini", "pytest.toml", "tox.ini", "setup.cfg", "setup.py"} | {
    "pyproject.toml",
    ".coveragerc",
    "noxfile.py",
}
_TESTS = re.compile(r"(?:.*/)?(?:test_[^/]*|[^/]*_test)\.py")
_PLUGINS = (
    ("pytest_asyncio.plugin", re.compile(r"asyncio|async def test")),
    ("pytest_mock", re.compile(r"\bmocker\b|pytest_mock|\bclass_mocker\b|\bsession_mocker\b")),
    ("_hypothesis_pytestplugin", re.compile(r"\bhypothesis\b")),
)


def is_config(path: str) -> bool:
    """Whether a solution's file would configure the test run: it is never laid out."""
    return path.rsplit("/", 1)[-1] in _CONFIGS


class PythonLanguage:
    """Runs Python suites with the interpreter of the workbench's own environment."""

    name = LanguageName.PYTHON
    toolchain = "python"

    def frameworks(self) -> tuple[Framework, ...]:
        """pytest, unittest, script."""
        return (Framework.PYTEST, Framework.UNITTEST, Framework.SCRIPT)

    def detect(self, suite: Suite) -> Framework:
        """By what the files import and define; a file with neither tests nor TestCases is a
        script. Raises InputError when the suite has no Python file."""
        trees, _ = python_inventory.trees_of(suite)
        files = python_inventory.test_files(suite)
        if not files:
            raise InputError(f"suite {suite.name} has no Python file", mend="add a test file")
        mine = {f: trees[f] for f in files if f in trees}
        if any("pytest" in imported(tree) for tree in mine.values()):
            return Framework.PYTEST
        classes = Classes(trees)
        cases = functions = False
        for file, tree in mine.items():
            called = {dotted(n.value) for n in tree.body if isinstance(n, ast.Expr)}
            for node in flat(tree.body):
                if isinstance(node, ast.ClassDef):
                    is_case = classes.is_test_case(file, node)
                    cases = cases or is_case
                    functions = functions or (not is_case and node.name.startswith("Test"))
                elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    # A script calls its own checks; pytest would never call them twice.
                    tests = node.name.startswith("test") and node.name not in called
                    functions = functions or tests
        if functions:
            return Framework.PYTEST
        return Framework.UNITTEST if cases else Framework.SCRIPT

    def inventory(self, suite: Suite, solution: Solution) -> Inventory:
        """Functions and methods, or assertions of a script."""
        framework = self._framework(suite)
        if framework is Framework.SCRIPT:
            return python_scripts.inventory(suite, solution)
        return python_inventory.inventory(suite, framework)

    def reject(self, solution: Solution, suite: Suite) -> str:
        """Names and code that can only be there to take over the run. Configuration files are
        not rejected: they are never laid out."""
        suites, held = {**suite.files, **suite.support}, brings_data(suite)
        tests = {
            module
            for path in suite.files
            if _TESTS.fullmatch(path)
            for module in (path[:-3].replace("/", "."), path[:-3].rpartition("/")[2])
        }
        for path in solution.files:
            if path in suites:
                continue
            top, last = path.split("/")[0], path.rsplit("/", 1)[-1]
            if last.endswith(".pth"):
                return f"{path}: Python would run it at start-up"
            for name in {top, last}:
                stem = name.removesuffix(".py")
                hook = name.endswith(".py") or (name == top and "/" in path)
                everywhere = stem in ("conftest", "sitecustomize", "usercustomize")
                if hook and stem in _HOOKS and (name == top or everywhere):
                    return f"{path}: {_HOOKS[stem]}"
            if last.endswith(".py") and (
                why := python_guard.refuse(path, solution.files[path], held=held, tests=tests)
            ):
                return why
        return ""

    def build_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """None: nothing is compiled."""
        return None

    def parse_build(self, outcome: Outcome) -> Built:
        """Never called: there is no build job."""
        return Built(ok=True)

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
        """One interpreter; its order comes on stdin."""
        job, order = self.job_and_order(solution, suite, inventory, tools, limits, selected)
        return self.with_order(job, order | {"nonce": nonce})

    def job_and_order(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        selected: tuple[str, ...] = (),
    ) -> tuple[Job, dict[str, Any]]:
        """A job that runs the suite in one process, and what its harness is to be told but for
        the nonce."""
        order = self._order(solution, suite, inventory, selected) | {"kit": tools.paths["kit"]}
        files = merged(solution, suite, is_config)
        return self._job(tools, limits, files, {}, f"python {inventory.framework}"), order

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
        """The suite beside stand-ins, and the solution's modules in a process that serves them."""
        roots = _roots(solution, suite)
        parts = python_split.take_apart(solution, suite, is_config, roots)
        if isinstance(parts, str):
            return parts
        order = self._order(solution, suite, inventory, ())
        if inventory.framework is Framework.SCRIPT:
            why = python_scripts.unsplittable(suite, solution)
            if why:
                return why
        order |= {
            "nonce": nonce,
            "split": parts.split,
            "data": {"copied": _data(parts.tests), "kept": order["data"]["kept"]},
        }
        serving = {
            "side": "solution",
            "roots": roots,
            "shadows": order["shadows"],
            "data": {"copied": _data(parts.solution), "kept": []},
            **parts.split,
            "modules": list(parts.split["modules"]),
        }
        return SplitJobs(
            tests=self._job(
                tools, limits, parts.tests, order, f"python {inventory.framework}, the tests"
            ),
            solution=self._job(tools, limits, parts.solution, serving, "python, the solution"),
        )  # fmt: skip

    @staticmethod
    def _job(
        tools: Toolbox,
        limits: Limits,
        files: Mapping[str, str],
        order: dict[str, Any],
        label: str,
    ) -> Job:
        env = {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        # numpy's BLAS would start a thread a core and count against the process limit.
        env |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        env["PATH"] = search_path(tools.paths["python"])
        if tools.paths["python"].startswith("/opt/tool/"):
            env["LD_LIBRARY_PATH"] = "/opt/tool/python/lib"
        return Job(
            command=(
                tools.paths["python"], "-s", "-S", "-P", "-B",
                f"{tools.paths['harness']}/main.py",
            ),
            files={path: JobFile(text.encode()) for path, text in files.items()},
            env=env,
            layers=tools.layers,
            limits=job_limits(limits),
            stdin=json.dumps(order | {"kit": tools.paths["kit"]}).encode(),
            label=label,
        )  # fmt: skip

    def parse(self, outcome: Outcome, inventory: Inventory, nonce: str) -> Report:
        """The harness's records."""
        return read_records(outcome.results, nonce)

    def shadow(self, suite: Suite, solution: Solution, inventory: Inventory, seed: int) -> Shadow:
        """The suite with every expected value perturbed."""
        return python_shadow.shadow(suite, solution, inventory, seed)

    def _framework(self, suite: Suite) -> Framework:
        if suite.framework is Framework.AUTO:
            return self.detect(suite)
        if suite.framework not in self.frameworks():
            raise InputError(
                f"suite {suite.name}: {suite.framework} does not run Python",
                mend="use pytest, unittest or script",
            )
        return suite.framework

    def _order(
        self, solution: Solution, suite: Suite, inventory: Inventory, selected: tuple[str, ...]
    ) -> dict[str, Any]:
        files = python_inventory.test_files(suite)
        ids: dict[str, list[str]] = {}
        for ref in inventory.tests:
            ids.setdefault(ref.file, []).append(ref.id)
        wanted = {ref.file for ref in inventory.tests if ref.id in selected}
        files = [f for f in files if f in ids and (not selected or f in wanted)]
        text = "\n".join([*suite.files.values(), *suite.support.values()])
        order: dict[str, Any] = {
            "framework": inventory.framework.value,
            "files": files,
            "support": sorted({*suite.files, *suite.support} - set(files)),
            "guarded": [p for p in suite.files if p.endswith(".py")],
            "ids": ids,
            "selected": list(selected),
            "conftest": any(
                p.rsplit("/", 1)[-1] == "conftest.py" for p in {**suite.files, **suite.support}
            ),
            "plugins": [name for name, pattern in _PLUGINS if pattern.search(text)],
            "shadows": self._shadows(solution, suite),
            "roots": _roots(solution, suite),
            "left_out": left_out(solution, suite, is_config),
            "data": data_files(solution, suite, (".py", ".pyi"), is_config),
        }
        if inventory.framework is Framework.SCRIPT:
            found, _ = python_scripts.scripts(suite, solution)
            order["scripts"] = {file: asdict(script) for file, script in found.items()}
            order["prelude"] = [
                p
                for p in solution.files
                if p.endswith(".py") and "/" not in p and p not in suite.files
            ]
        return order

    @staticmethod
    def _shadows(solution: Solution, suite: Suite) -> list[str]:
        """Standard modules whose name the task's own files take, and the suite imports."""
        tops = {p.split("/")[0].removesuffix(".py") for p in {**solution.files, **suite.support}}
        standard = tops & (sys.stdlib_module_names - set(sys.builtin_module_names))
        if not standard:
            return []
        trees, _ = python_inventory.trees_of(suite)
        wanted = set().union(*(imported(tree) for tree in trees.values()))
        return sorted(standard & wanted)


def _data(files: Mapping[str, str]) -> list[str]:
    return sorted(path for path in files if not path.endswith((".py", ".pyi")))


def _roots(solution: Solution, suite: Suite) -> list[str]:
    """Folders imports start from: each test's own, the tree's root, and a `src` if there is one."""
    roots = ["/job"]
    if any(p.startswith("src/") for p in solution.files):
        roots.append("/job/src")
    for path in python_inventory.test_files(suite):
        folder = path.rpartition("/")[0]
        root = f"/job/{folder}" if folder else "/job"
        if root not in roots:
            roots.append(root)
    return roots
