"""Python's side of adequacy: mutants, their schemata, and the job that tries them.

What differs between trials of a seed that is not 0: `random` and numpy start elsewhere, the time
zone is another, and the day too unless solution or suite ask a clock that cannot be set from
inside: times of files, programs that are started, databases. Hash seeds belong to an interpreter:
all trials of a job share one, which is 0 as in every run, or the first seed of a job whose trials
all have one.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from workbench.languages import python_mutants, python_schemata
from workbench.languages.base import Inventory
from workbench.languages.mutation import AS_EVER, Mutant, Schemata, Trial, order_of, plain_wall_s
from workbench.languages.python import PythonLanguage, is_config
from workbench.languages.python_guards import PROLOGUE
from workbench.languages.python_source import imported, imported_below, parse
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Job, Outcome
from workbench.toolchains.base import Toolbox

_KIT = ("numpy", "hypothesis")
# Importing one of these does something.
_NOT_BEFORE = frozenset({"antigravity", "this", "idlelib", "tkinter", "turtle", "turtledemo"})
_SLACK = 384 << 20
"""for the controller and the loaded suite, beside the trial's own memory"""
_LOOKS = re.compile(
    r"cap(sys|fd|log|ture)|logging|warn|std(in|out|err)|\binput\(|fileno|environ|getenv"
    r"|sub[Tt]est|add(Class|Module)Cleanup|excepthook|unraisable|_getframe|inspect|traceback"
    r"|PYTEST|settrace|setprofile|faulthandler|tmpdir|testdir|recursionlimit|currentframe"
    r"|\bgc\b|thread|multiprocessing|register_at_fork|asyncio|twisted|pytest_plugins",
)
"""Words of code that may notice how it is called: by what runs around a test in its framework."""
_CLOCK = re.compile(
    r"\bst_[amc]time|\bget[amc]time\b|\butime\b|\bsubprocess\b|\bPopen\b|\bmultiprocessing\b"
    r"|\bProcessPool|\bsqlite3\b|\bdatetime64\b|\bclock_gettime|\bctypes\b|\bfreeze_?gun\b|\btime_machine\b"
)
"""Words of a clock beside those of `time` and `datetime`: it would not agree with them."""


class PythonMutation:
    """Mutants of Python solutions."""

    chooses = True
    build_env = AS_EVER

    def mutants(self, solution: Solution, suite: Suite) -> tuple[Mutant, ...]:
        """Of every Python file of the solution that neither the suite nor the harness replaces."""
        laid = {**suite.files, **suite.support}
        return tuple(
            mutant
            for path, text in solution.files.items()
            if path.endswith(".py") and path not in laid and not is_config(path)
            for spot in python_mutants.spots(path, text)
            for mutant in spot.mutants
        )

    def schemata(self, solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
        """All in one program; its guards are its probes."""
        return python_schemata.schemata(solution, mutants)

    def clocked(self, schemata: Schemata, suite: Suite) -> tuple[Schemata, Suite]:
        """As they are: the harness moves what the modules of Python say."""
        return schemata, suite

    def breakers(self, outcome: Outcome, schemata: Schemata) -> frozenset[int]:
        """Nobody: nothing is built."""
        return frozenset()

    def trial_job(
        self,
        schemata: Schemata,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        trials: Sequence[Trial],
        *,
        nonce: str,
        artefact: bytes = b"",
        trial_wall_s: float = 10.0,
    ) -> Job:
        """One controller, and a process for each trial."""
        job, order = PythonLanguage().job_and_order(
            schemata.solution, suite, inventory, tools, limits
        )
        order |= {
            "nonce": nonce,
            "trials": order_of(trials),
            "count": len(schemata.mutants),
            "reach": list(schemata.reach),
            "trial_wall_s": trial_wall_s,
            "plain_wall_s": plain_wall_s(trials, trial_wall_s),
            "memory": limits.memory_mb << 20,
            **_ahead(schemata.solution, suite),
            "plain": not order["conftest"]
            and not order["plugins"]
            and _is_plain({**schemata.solution.files, **suite.support, **suite.files}),
        }
        seeds = [t.seed for t in trials]
        env = dict(job.env)
        if seeds and all(seeds):
            env["PYTHONHASHSEED"] = str(seeds[0] % (1 << 32))
        bounds = replace(
            job.limits,
            memory_bytes=job.limits.memory_bytes + _SLACK,
            pids=job.limits.pids + 8,
        )
        label = f"python {inventory.framework}, {len(trials)} trials"
        return PythonLanguage.with_order(replace(job, env=env, limits=bounds, label=label), order)

    def code_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """None: CPython compiles statement by statement; different text is different code."""
        return None


def _ahead(solution: Solution, suite: Suite) -> dict[str, Any]:
    """What the controller may prepare before it forks: files to compile, modules to import."""
    files = {**solution.files, **suite.support, **suite.files}
    python = [p for p in files if p.endswith(".py") and not (p not in suite.files and is_config(p))]
    own = {part for p in files for part in p.removesuffix(".py").split("/")}
    wanted: set[str] = set()
    below: set[str] = set()
    for path in python:
        tree = parse(files[path], path)
        if isinstance(tree, ast.Module):
            wanted |= imported(tree)
            below |= imported_below(tree)
    allowed = (sys.stdlib_module_names | set(_KIT)) - _NOT_BEFORE - own
    wanted &= allowed
    return {
        "python": python,
        "preload": sorted(wanted | {name for name in below if name.split(".")[0] in wanted}),
        "clock": any(_CLOCK.search(files[p]) for p in python),
    }


def _is_plain(files: Mapping[str, str]) -> bool:
    """Whether nobody looks at what a framework does around a test."""
    texts = [text for path, text in files.items() if path.endswith(".py")]
    return not any(_LOOKS.search(text.replace(PROLOGUE, "")) for text in texts)
