"""JavaScript and TypeScript for adequacy: mutants, the text that holds them, and jobs of trials.

TypeScript is mutated as TypeScript and goes through the same build as ever, which strips its types:
schemata are never type-checked. Trials run in a process that a second one watches over
(`sandbox/harness/node/trials.cjs`), each with the task's modules loaded anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workbench.languages import js_mutants, js_schemata
from workbench.languages.base import Inventory
from workbench.languages.javascript import JavaScriptLanguage
from workbench.languages.js_build import parse_build
from workbench.languages.js_layout import is_config
from workbench.languages.js_source import is_code
from workbench.languages.mutation import AS_EVER, Mutant, Schemata, Trial, order_of, plain_wall_s
from workbench.languages.typescript import TypeScriptLanguage
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Job, Outcome
from workbench.toolchains.base import Toolbox

_WATCHER_BYTES = 96 << 20
"""memory of the process that watches over the trials, beside the task's own"""
_RESULTS_BYTES = 64 << 20
_ELSEWHERE = ("child_process", "worker_threads")
"""who starts programs and threads, in which there are guards as well"""


class JavaScriptMutation:
    """Mutants of JavaScript solutions."""

    chooses = True
    build_env = AS_EVER

    speaker = JavaScriptLanguage()

    def mutants(self, solution: Solution, suite: Suite) -> tuple[Mutant, ...]:
        """From the syntax tree, file by file."""
        theirs = {*suite.files, *suite.support}
        return tuple(
            one.mutant
            for path, text in sorted(solution.files.items())
            if is_code(path) and path not in theirs and not is_config(path)
            for one in js_mutants.found(path, text)
        )

    def schemata(self, solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
        """Guards that are functions the harness gives to every file."""
        return js_schemata.schemata(solution, mutants)

    def clocked(self, schemata: Schemata, suite: Suite) -> tuple[Schemata, Suite]:
        """As they are: the harness gives every trial a `Date`."""
        return schemata, suite

    def breakers(self, outcome: Outcome, schemata: Schemata) -> frozenset[int]:
        """Whose text stands on a line that esbuild names; the nearest where there is none."""
        found: set[int] = set()
        for diagnostic in parse_build(outcome).diagnostics:
            path = diagnostic.file.removeprefix("/job/")
            places = schemata.places.get(path, ())
            if diagnostic.line is None or not places:
                continue
            lines = schemata.solution.files[path].encode().split(b"\n")
            start = sum(len(line) + 1 for line in lines[: diagnostic.line - 1])
            end = start + len(lines[min(diagnostic.line, len(lines)) - 1])
            on_line = {n for a, b, n in places if a <= end and b >= start}
            found |= on_line or {min(places, key=lambda p: abs(p[0] - start))[2]}
        return frozenset(found)

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
        """The test job, whose harness runs the suite once a trial."""
        job, order = self.speaker.job_and_order(
            schemata.solution, suite, inventory, tools, limits, artefact
        )
        order["nonce"] = nonce
        texts = [*schemata.solution.files.values(), *suite.files.values(), *suite.support.values()]
        order["trials"] = {
            "list": order_of(trials),
            "files": {ref.id: ref.file for ref in inventory.tests},
            "probes": len(schemata.probes),
            "reach": list(schemata.reach),
            "wall_s": trial_wall_s,
            "plain_wall_s": plain_wall_s(trials, trial_wall_s),
            "elsewhere": any(word in text for text in texts for word in _ELSEWHERE),
        }
        bounds = replace(
            job.limits,
            memory_bytes=job.limits.memory_bytes + _WATCHER_BYTES,
            results_bytes=_RESULTS_BYTES,
        )
        job = replace(job, limits=bounds, label=f"{job.label} trials")
        return self.speaker.with_order(job, order)

    def code_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """Nothing is compiled that could be compared."""
        return None


class TypeScriptMutation(JavaScriptMutation):
    """Mutants of TypeScript solutions."""

    speaker = TypeScriptLanguage()
