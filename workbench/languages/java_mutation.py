"""Java's mutants: which there are, how a build names those that break it, and the jobs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from workbench.languages import java_clock
from workbench.languages.base import Inventory
from workbench.languages.days import shift_s
from workbench.languages.java import JavaLanguage, jvm, suite_tests
from workbench.languages.java_mutants import mutants_of
from workbench.languages.java_probe_class import GUARD
from workbench.languages.java_schemata import make_schemata
from workbench.languages.mutation import AS_EVER, Mutant, Schemata, Trial, plain_wall_s
from workbench.languages.records import load_line
from workbench.model.task import Framework, Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, Outcome
from workbench.toolchains.base import Toolbox
from workbench.toolchains.java import class_path

_MB = 1 << 20
_GUARD = re.compile(re.escape(GUARD) + r"\.a\((\d+)\)")
_MANY = 12
"""a message about a stretch with more mutants than this is about something else"""


class JavaMutation:
    """Mutants in one program; trials in one JVM, each with classes of its own."""

    chooses = True
    build_env = AS_EVER

    def mutants(self, solution: Solution, suite: Suite) -> tuple[Mutant, ...]:
        """Of the solution's sources, in the order of their paths."""
        theirs = {**suite.files, **suite.support}
        return tuple(
            mutant
            for path, text in sorted(solution.files.items())
            if path.endswith(".java") and path not in theirs
            for mutant in mutants_of(path, text)
        )

    def schemata(self, solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
        """Every mutant behind a guard."""
        return make_schemata(solution, mutants)

    def clocked(self, schemata: Schemata, suite: Suite) -> tuple[Schemata, Suite]:
        """Calls that ask the clock go to a class of ours."""
        return java_clock.clocked(schemata, suite)

    def breakers(self, outcome: Outcome, schemata: Schemata) -> frozenset[int]:
        """By where javac's errors stand: in a mutant's text, around a few guards, or on a guard's
        line right behind it."""
        found: set[int] = set()
        for raw in outcome.stderr.split(b"\n"):
            try:
                record = load_line(raw)
            except ValueError:
                continue
            file, at = record.get("file"), record.get("at")
            if record.get("severity") == "error" and isinstance(file, str):
                found |= _blamed(schemata, file, at)
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
        """One JVM for all of them. The task's memory limit binds the JVM, so that it is each
        trial's: one at a time runs in it."""
        framework, tests, _ = suite_tests(JavaLanguage(), suite)
        place = {test.id: n for n, test in enumerate(tests)}
        lines = [
            *(nonce, "main" if framework is Framework.SCRIPT else "junit"),
            *(f"{trial_wall_s:.3f}", f"{plain_wall_s(trials, trial_wall_s):.3f}"),
            *(",".join(map(str, schemata.reach)), str(len(tests))),
            *(f"{t.id}\t{t.owner}" for t in tests),
        ]
        for index, trial in enumerate(trials):
            chosen = ",".join(
                f"{place[i]}:{fuel}"
                for i, fuel in zip(trial.tests, trial.fuels, strict=True)
                if i in place
            )
            lines.append(
                f"{index}\t{trial.active}\t{trial.full:d}\t{trial.probes:d}\t{trial.seed}"
                f"\t{trial.covering:d}\t{trial.fresh:d}\t{shift_s(trial.seed)}\t{chosen}"
            )
        whole = JavaLanguage().test_job(
            schemata.solution, suite, inventory, tools, limits, nonce=nonce, artefact=artefact
        )
        flags = [f for f in whole.command[1:] if f.startswith("-Xmx")]
        files = {n: f for n, f in whole.files.items() if n != "plan"}
        return replace(
            whole,
            command=(
                tools.paths["java"],
                *(*flags, "-Xss2m", "-ea", *jvm(tools), "-XX:TieredStopAtLevel=1"),
                # Classes come and go with every trial; javac's own need no second look.
                *(
                    "-XX:MetaspaceSize=96m",
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-BytecodeVerificationRemote",
                ),
                *("-cp", class_path(), "workbench.harness.Trials"),
            ),
            files=files,
            stdin="\n".join(lines).encode(),
            limits=replace(whole.limits, results_bytes=64 * _MB),
            label="java trials",
        )

    def code_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """Class files without lines, file names and local names."""
        whole = JavaLanguage().build_job(solution, suite, inventory, tools, limits)
        if whole is None:
            return None
        own = {**solution.files, **suite.support}
        return replace(
            whole,
            command=(
                *(tools.paths["java"], "-Xmx1024m", "-XX:TieredStopAtLevel=1", *jvm(tools)),
                *("-cp", class_path(), "workbench.harness.Code"),
                *("/job/src", class_path(), "-g:none", "-nowarn", "-Xlint:-options"),
            ),
            files={
                f"src/{path}": JobFile(data.encode())
                for path, data in own.items()
                if path.endswith(".java") and path not in suite.files
            },
            label="java code",
        )


def _blamed(schemata: Schemata, file: str, range_: object) -> set[int]:
    if not isinstance(range_, list) or len(range_) != 3:
        return set()
    if not all(isinstance(n, int) and not isinstance(n, bool) for n in range_):
        return set()
    start, at, end = range_
    text = schemata.solution.files.get(file, "")
    # javac counts UTF-16 units, the places bytes.
    wide = text.encode("utf-16-le")
    place = len(wide[: 2 * max(0, at)].decode("utf-16-le", "replace").encode())
    inside = [(e - s, n) for s, e, n in schemata.places.get(file, ()) if s <= place < e]
    if inside:
        return {min(inside)[1]}
    marked = wide[2 * max(0, start) : 2 * max(0, end)].decode("utf-16-le", "replace")
    around = {int(n) for n in _GUARD.findall(marked)}
    if 0 < len(around) <= _MANY:
        return around
    ahead = wide[: 2 * max(0, at)].decode("utf-16-le", "replace").rsplit("\n", 1)[-1]
    before = _GUARD.findall(ahead)
    return {int(before[-1])} if before else set()
