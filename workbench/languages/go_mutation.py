"""Mutants of Go solutions: schemata in one test binary a package, a process a trial."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from workbench.languages import go_clock
from workbench.languages.artefact import parts_of
from workbench.languages.base import Inventory
from workbench.languages.go import CODE, FLAGS, GoLanguage
from workbench.languages.go_inventory import test_id
from workbench.languages.go_mutants import mutants_of
from workbench.languages.go_schemata import code_files, folder_of, make_schemata, packages_of
from workbench.languages.layout import fixtures
from workbench.languages.mutation import Mutant, Schemata, Trial, dump_order
from workbench.languages.syntax import parse
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, JobLimits, Outcome
from workbench.toolchains.base import Toolbox

_MB = 1 << 20
_PLACE = re.compile(rb"^(?:vet: )?(?:\./)?([^\s:][^:\n]*\.go):(\d+)(?::(\d+))?: ", re.MULTILINE)
_OVERHEAD_MB = 256
"""what the harness and the kernel's pages of a trial need beside its own memory"""


class GoMutation:
    """Operators from the syntax tree; guards that keep every type."""

    chooses = False
    build_env: Mapping[str, str] = MappingProxyType(
        {"GOFLAGS": f"{FLAGS} -overlay=/opt/kit/go/steady/overlay.json"}
    )
    """maps keep their order, unless a trial varies it: `toolchains/go_steady.py`"""

    def mutants(self, solution: Solution, suite: Suite) -> tuple[Mutant, ...]:
        """Of every file that is compiled here, but those the suite lays over."""
        theirs = {*suite.files, *suite.support}
        files = code_files({p: t for p, t in solution.files.items() if p not in theirs})
        trees = {path: parse("go", text) for path, text in files.items()}
        packages = packages_of(trees)
        return tuple(
            mutant
            for path, tree in sorted(trees.items())
            if not tree.root_node.has_error
            for mutant in mutants_of(
                path, files[path].encode(), tree.root_node, packages[folder_of(path)]
            )
        )

    def schemata(self, solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
        """Guards, probes and fuel in every file, and the functions they call."""
        return make_schemata(solution, mutants)

    def clocked(self, schemata: Schemata, suite: Suite) -> tuple[Schemata, Suite]:
        """Calls of `time.Now` and what asks it go to a function of ours."""
        return go_clock.clocked(schemata, suite)

    def breakers(self, outcome: Outcome, schemata: Schemata) -> frozenset[int]:
        """By line and column of the go command's messages: the mutant whose text they point into,
        else all that share the nearest guard around."""
        said = outcome.stderr + outcome.stdout
        blamed: set[int] = set()
        for found in _PLACE.finditer(said):
            path = found[1].decode("utf-8", "replace")
            # A message names the file from the folder the build ran in, or from the module's root.
            for file, places in schemata.places.items():
                if file == path or file.endswith(f"/{path}"):
                    text = schemata.solution.files[file].encode()
                    blamed |= _blamed(text, places, int(found[2]), int(found[3] or 0))
        return frozenset(blamed)

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
        """A process a trial, in a folder made anew. `limits` bind each of them."""
        files = {
            f"tree/{path}": JobFile(text.encode())
            for path, text in schemata.solution.files.items()
            if not path.endswith(CODE)
        }
        files.update(fixtures(suite, CODE))
        known = {}
        for number, (folder, binary) in enumerate(parts_of(artefact)):
            files[f"bin/{number}"] = JobFile(binary, executable=True)
            prefix = test_id(folder, "")
            for ref in inventory.tests:
                name = ref.id.removeprefix(prefix)
                if ref.id.startswith(prefix) and "." not in name:
                    known[ref.id] = [f"/job/bin/{number}", folder, name]
        return Job(
            command=(tools.paths["harness"], "trials", "/job"),
            files=files,
            env={"GOMEMLIMIT": f"{limits.memory_mb * 9 // 10}MiB"},
            layers=tuple(layer for layer in tools.layers if layer.name == "go-harness"),
            limits=JobLimits(
                wall_s=limits.wall_s,
                memory_bytes=(limits.memory_mb + _OVERHEAD_MB) * _MB,
                pids=limits.pids + 32,
                results_bytes=256 * _MB,
                file_bytes=limits.file_mb * _MB,
            ),
            stdin=dump_order(
                trials,
                nonce,
                known=known,
                reach=list(schemata.reach),
                probes=len(schemata.probes),
                trial_wall_s=trial_wall_s,
                memory_bytes=limits.memory_mb * _MB,
                output_bytes=limits.output_kb << 10,
            ),
            label="go trials",
        )

    def code_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """The compiler's listing of every package of the solution, without places."""
        bare = Suite(
            name=suite.name, role=suite.role, files={"none_test.go": "package none\n"},
            support={p: t for p, t in {**suite.support, **suite.files}.items()
                     if not p.endswith("_test.go")},
        )  # fmt: skip
        job = GoLanguage().build_job(solution, bare, inventory, tools, limits)
        assert job is not None, "Go is always built"
        files = {path: file for path, file in job.files.items() if path != "src/none_test.go"}
        command = (tools.paths["harness"], "code", "/job/src")
        return Job(command, files, job.env, job.layers, job.limits, job.cwd, label="go code")


def _blamed(
    text: bytes, places: Sequence[tuple[int, int, int]], line: int, column: int
) -> set[int]:
    starts = [0]
    for row in text.split(b"\n"):
        starts.append(starts[-1] + len(row) + 1)
    if not 0 < line < len(starts):
        return set()
    at = starts[line - 1] + column - 1 if column else -1
    inside = {n for start, end, n in places if start <= at < end}
    if inside:
        return inside
    spans: dict[int, tuple[int, int]] = {}
    for start, end, n in places:
        low, high = spans.get(n, (start, end))
        spans[n] = (min(low, start), max(high, end))
    around = {n: span for n, span in spans.items() if span[0] <= at <= span[1]}
    if around:
        least = min(high - low for low, high in around.values())
        return {n for n, (low, high) in around.items() if high - low == least}
    # Nobody's text: whoever stands on the line may have changed a type that it hands on.
    first, last = starts[line - 1], starts[line]
    return {n for n, (low, high) in spans.items() if low < last and high >= first}
