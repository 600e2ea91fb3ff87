"""Mutants of Rust solutions: found in the syntax tree, built once behind guards, run one process
a test."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.languages.artefact import parts_of
from workbench.languages.base import Inventory
from workbench.languages.days import shift_s
from workbench.languages.layout import fixtures
from workbench.languages.mutation import AS_EVER, Mutant, Schemata, Trial
from workbench.languages.rust import CODE, compiler_arguments, library_root
from workbench.languages.rust_blame import blamed
from workbench.languages.rust_code import uncompiled
from workbench.languages.rust_defaults import read_types
from workbench.languages.rust_helper import size_of
from workbench.languages.rust_layout import lay_out
from workbench.languages.rust_mutants import mutants_of
from workbench.languages.rust_schemata import read_all, roots_of, schemata_of
from workbench.languages.rust_source import read_crate
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, JobLimits, Outcome
from workbench.toolchains.base import Toolbox

_MB = 1 << 20
_SLACK = 128 * _MB
_OTHERWISE = re.compile(
    r"\.(?:modified|created|accessed)\(\)|set_modified|set_times|utime|filetime"
    r"|\bCommand::new"
)
"""How code learns of times that another clock gave: they would not agree with a moved one."""


class RustMutation:
    """Every mutant is behind a guard; none is static: Rust runs nothing before `main`."""

    chooses = False
    build_env = AS_EVER

    def mutants(self, solution: Solution, suite: Suite) -> tuple[Mutant, ...]:
        """Of every file that is compiled into the suite's binaries."""
        theirs = {**suite.files, **suite.support}
        codes = read_all(solution, {p: t for p, t in theirs.items() if p.endswith(".rs")})
        types = read_types(solution.files)
        layout = lay_out(solution, suite)
        roots = {layout.library, *(target.root for target in layout.targets)} - {""}
        compiled = frozenset[str]().union(
            *(read_crate(root, layout.files, layout.manifest.features).files for root in roots)
        )
        return tuple(
            mutant
            for path in sorted(codes)
            if path in compiled and path not in theirs
            for mutant in mutants_of(path, codes[path], types)
        )

    def schemata(self, solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
        """Guards, probes and fuel; a module at the end of each file they are in."""
        return schemata_of(solution, mutants)

    def clocked(self, schemata: Schemata, suite: Suite) -> tuple[Schemata, Suite]:
        """As they are: the helper answers for the clock of the C library."""
        return schemata, suite

    def breakers(self, outcome: Outcome, schemata: Schemata) -> frozenset[int]:
        """By the byte offsets of rustc's diagnostics."""
        return blamed(outcome.stderr, schemata)

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
        """One process a test of each trial; the limits bind each."""
        layout = lay_out(schemata.solution, suite)
        binaries = dict(parts_of(artefact))
        files: dict[str, JobFile] = {}
        plan = [
            ("memory", str(limits.memory_mb * _MB)),
            ("wall", str(max(1, round(trial_wall_s * 1000)))),
            ("shared", str(size_of(len(schemata.probes))), str(len(schemata.probes))),
            *(("source", path) for path in sorted({**suite.files, **suite.support})),
        ]
        numbers: dict[str, int] = {}
        timed = any(_OTHERWISE.search(text) for path, text in layout.files.items()
                    if path.endswith(".rs"))  # fmt: skip
        wanted = {test for trial in trials for test in trial.tests}
        for number, target in enumerate(layout.targets):
            for test in target.tests:
                known = target.id_of(test.path)
                if target.name not in binaries or known not in wanted or known in numbers:
                    continue
                where = f"/job/bin/{number}"
                files[f"bin/{number}"] = JobFile(binaries[target.name], executable=True)
                how = "many" if test.many else "exact"
                plan.append(("test", known, where, test.path, how))
                numbers[known] = len(numbers)
        for trial in trials:
            asked = [
                f"{numbers[test]}:{fuel}"
                for test, fuel in zip(trial.tests, trial.fuels, strict=True)
                if test in numbers
            ]
            plan.append(
                ("trial", str(trial.active), "full" if trial.full else "first",
                 "probes" if trial.probes else "-", str(trial.seed),
                 "0" if timed else str(shift_s(trial.seed)), ",".join(asked))
            )  # fmt: skip
        files["plan"] = JobFile("\n".join("\t".join(step) for step in plan).encode())
        for path, data in layout.files.items():
            if not path.endswith(CODE):
                files[f"tree/{path}"] = JobFile(data.encode())
        files.update(fixtures(suite, CODE))
        return Job(
            command=(tools.paths["harness"], "trials", "/job/plan"),
            files=files,
            # A backtrace costs ten times what a failing test does.
            env={"RUSTC_BOOTSTRAP": "1", "RUST_BACKTRACE": "0", "CARGO_MANIFEST_DIR": "/box/work"},
            layers=tuple(layer for layer in tools.layers if layer.name == "rust-harness"),
            limits=JobLimits(
                wall_s=limits.wall_s,
                memory_bytes=limits.memory_mb * _MB + _SLACK,
                pids=limits.pids,
                stdout_bytes=limits.output_kb << 10,
                stderr_bytes=limits.output_kb << 10,
                results_bytes=64 * _MB,
                file_bytes=limits.file_mb * _MB,
            ),
            stdin=nonce.encode(),
            label="rust trials",
        )

    def code_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """Optimised machine code of all functions, and what the compiler makes of generic ones,
        without a word of where they stood."""
        layout = lay_out(solution, suite)
        root = library_root(layout)
        if not root:
            return None
        own = [p for p in roots_of(solution) if p == root]
        if not own:
            return None
        arguments = [
            *compiler_arguments(layout, tools), "--cap-lints", "allow", "-C", "opt-level=2",
            "-C", "codegen-units=1", "-C", "link-dead-code=on", "-C", "metadata=same",
            "-Z", "location-detail=none", "-Z", "cross-crate-inline-threshold=never",
            "--crate-type", "rlib", "--crate-name", layout.manifest.crate, "--out-dir", "/box",
        ]  # fmt: skip
        emit = "--emit=asm=/box/code.s,mir=/box/code.mir"
        names = ",".join(uncompiled(solution.files)) or "-"
        plan = "\t".join(("code", "/box/code.s", "/box/code.mir", names, *arguments, emit, root))
        files = {f"src/{path}": JobFile(data.encode()) for path, data in layout.files.items()}
        return Job(
            command=(tools.paths["harness"], "code", "/job/plan"),
            files={**files, "plan": JobFile(plan.encode())},
            env={
                "CARGO_MANIFEST_DIR": "/box/work",
                "CARGO_PKG_NAME": layout.manifest.package,
                "CARGO_PKG_VERSION": "0.1.0",
                "CARGO_CRATE_NAME": layout.manifest.crate,
                "RUSTC_BOOTSTRAP": "1",
            },
            layers=tools.layers,
            limits=JobLimits(
                wall_s=limits.build_wall_s,
                memory_bytes=max(limits.memory_mb, 2048) * _MB,
                pids=256,
                stderr_bytes=8 * _MB,
                results_bytes=128 * _MB,
                file_bytes=256 * _MB,
                box_bytes=1024 * _MB,
                tmp_bytes=512 * _MB,
                cpus=2.0,
            ),
            cwd="/job/src",
            label="rust code",
        )
