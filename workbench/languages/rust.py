"""Rust: `rustc --test` against the kit's crates in one sandbox, the test binaries in another.

Cargo is never run: it would run build scripts and obey configuration files.
"""

from __future__ import annotations

import json
from dataclasses import replace

from workbench.errors import InputError
from workbench.languages.artefact import parts_of
from workbench.languages.base import Built, Inventory, Report, Shadow, SplitJobs
from workbench.languages.layout import fixtures
from workbench.languages.records import load_line, text
from workbench.languages.rust_events import read_events
from workbench.languages.rust_guard import CALLER, refuse
from workbench.languages.rust_layout import UNIT, Layout, inventory_of, lay_out
from workbench.languages.rust_manifest import choose
from workbench.languages.rust_shadow import make_shadow
from workbench.model.run import Diagnostic
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Job, JobFile, JobLimits, Outcome
from workbench.toolchains.base import Toolbox
from workbench.toolchains.rust import KIT, read_index

_MB = 1 << 20
CODE = (".rs", ".toml", ".lock")
_RUN = ("--format", "json", "-Z", "unstable-options", "--test-threads", "1")
_RUN_MORE = ("--report-time", "--show-output")


class RustLanguage:
    """libtest: unit tests and integration tests."""

    name = LanguageName.RUST
    toolchain = "rust"

    def frameworks(self) -> tuple[Framework, ...]:
        """libtest only."""
        return (Framework.LIBTEST,)

    def detect(self, suite: Suite) -> Framework:
        """A suite with Rust files."""
        if not any(path.endswith(".rs") for path in suite.files):
            raise InputError(
                f"suite {suite.name}: no Rust tests found",
                mend="put integration tests into tests/*.rs, unit tests into src/tests.rs",
            )
        return Framework.LIBTEST

    def inventory(self, suite: Suite, solution: Solution) -> Inventory:
        """`#[test]` functions of the suite's files, in the modules the solution gives them."""
        return inventory_of(lay_out(solution, suite))

    def reject(self, solution: Solution, suite: Suite) -> str:
        """Build scripts, procedural macros, configuration, shadowed assertions."""
        return refuse(solution, suite)

    def build_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """Compiles the library once and one test binary a target."""
        layout = lay_out(solution, suite)
        root = solution.files.get(CALLER, "")
        if root in solution.files:
            # No test belongs into it.
            layout = replace(layout, files={**layout.files, root: solution.files[root]})
            steps = _caller_steps(layout, tools, root)
        else:
            steps = _steps(layout, tools)
        plan = "\n".join("\t".join(step) for step in steps)
        files = {f"src/{path}": JobFile(data.encode()) for path, data in layout.files.items()}
        return Job(
            command=(tools.paths["harness"], "build", "/job/plan"),
            files={**files, "plan": JobFile(plan.encode())},
            env={
                "CARGO_MANIFEST_DIR": "/box/work",
                "CARGO_PKG_NAME": layout.manifest.package,
                "CARGO_PKG_VERSION": "0.1.0",
                "CARGO_CRATE_NAME": layout.manifest.crate,
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
            # Paths in messages and panics are then the task's own.
            cwd="/job/src",
            label="rust build",
        )

    def parse_build(self, outcome: Outcome) -> Built:
        """rustc's JSON messages."""
        shown: list[str] = []
        diagnostics: list[Diagnostic] = []
        for line in outcome.stderr.split(b"\n"):
            try:
                message = load_line(line)
            except ValueError:
                shown.append(line.decode("utf-8", "replace"))
                continue
            shown.append(text(message.get("rendered")))
            if len(diagnostics) < 200 and message.get("spans"):
                diagnostics.append(_diagnostic(message))
        said = "\n".join(part.rstrip("\n") for part in shown if part.strip())
        diagnostics.sort(key=lambda d: d.severity)
        if outcome.exit_code == 0 and not outcome.events:
            return Built(True, outcome.results, said, tuple(diagnostics))
        if not any(d.severity == "error" for d in diagnostics):
            last = said.strip().splitlines()[-1:] or ["the build ended without a word"]
            diagnostics.insert(0, Diagnostic(message=last[0][:4000], source="rustc"))
        return Built(False, b"", said, tuple(diagnostics))

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
        """Runs the suite's tests of each binary, one after the other."""
        layout = lay_out(solution, suite)
        wanted = frozenset(selected) or {ref.id for ref in inventory.tests}
        binaries = dict(parts_of(artefact))
        files: dict[str, JobFile] = {}
        plan: list[str] = []
        for number, target in enumerate(layout.targets):
            tests = [t for t in target.tests if target.id_of(t.path) in wanted]
            if tests and target.name in binaries:
                files[f"bin/{number}"] = JobFile(binaries[target.name], executable=True)
                exact = () if any(t.many for t in tests) else ("--exact",)
                step = ("test", target.name, f"/job/bin/{number}", *_RUN, *_RUN_MORE, *exact)
                plan.append("\t".join((*step, *(t.path for t in tests))))
        files["plan"] = JobFile("\n".join(plan).encode())
        for path, data in layout.files.items():
            if not path.endswith(CODE):
                files[f"tree/{path}"] = JobFile(data.encode())
        files.update(fixtures(suite, CODE))
        return Job(
            command=(tools.paths["harness"], "test", "/job/plan"),
            files=files,
            # libtest's JSON is unstable; a stable compiler's test binary gives it to who insists.
            env={"RUSTC_BOOTSTRAP": "1", "CARGO_MANIFEST_DIR": "/box/work"},
            layers=tuple(layer for layer in tools.layers if layer.name == "rust-harness"),
            limits=JobLimits(
                wall_s=limits.wall_s,
                memory_bytes=limits.memory_mb * _MB,
                pids=limits.pids,
                stdout_bytes=limits.output_kb << 10,
                stderr_bytes=limits.output_kb << 10,
                file_bytes=limits.file_mb * _MB,
            ),
            stdin=nonce.encode(),
            label="rust test",
        )

    def parse(self, outcome: Outcome, inventory: Inventory, nonce: str) -> Report:
        """libtest's events and the harness's signed records."""
        return read_events(outcome.results, inventory, nonce)

    def shadow(self, suite: Suite, solution: Solution, inventory: Inventory, seed: int) -> Shadow:
        """Expected literals and variants, else assertions, of the suite's files."""
        return make_shadow(suite, solution, inventory, seed)

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
        """Never: a test binary links both."""
        return "Rust tests are compiled into one program with the solution and share its process"


def library_root(layout: Layout) -> str:
    """Root file of the crate that holds the solution, or ''."""
    return layout.library or next((t.root for t in layout.targets if t.name == UNIT), "")


def compiler_arguments(layout: Layout, tools: Toolbox) -> list[str]:
    """rustc, and what every crate of a task is compiled with: edition, checks, the kit's crates."""
    return _compiler(layout, tools)[0]


def _compiler(layout: Layout, tools: Toolbox) -> tuple[list[str], list[str]]:
    manifest = layout.manifest
    kit = next(layer.source for layer in tools.layers if layer.name == "rust-kit")
    chosen, lacking = choose(manifest, read_index(kit))
    common = [tools.paths["rustc"], "--edition", manifest.edition, "--error-format=json"]
    common += ["-C", "opt-level=1", "-C", "debug-assertions=on", "-C", "overflow-checks=on"]
    common += ["-C", "debuginfo=0", "-C", "strip=debuginfo", "-L", f"dependency={KIT}/deps"]
    for name, entry in sorted(chosen.items()):
        common += ["--extern", f"{name}={KIT}/{entry['file']}"]
    for feature in sorted(manifest.features):
        common += ["--cfg", f"feature={json.dumps(feature)}"]
    return common, lacking


def _steps(layout: Layout, tools: Toolbox) -> list[list[str]]:
    manifest = layout.manifest
    common, lacking = _compiler(layout, tools)
    steps = [["note", sentence] for sentence in lacking]
    linked: list[str] = []
    if layout.library and any(target.name != UNIT for target in layout.targets):
        output = f"/box/lib{manifest.crate}.rlib"
        steps.append(
            [
                *("build", "-", output, *common, "--crate-type", "rlib"),
                *("--crate-name", manifest.crate, "-o", output, layout.library),
            ]
        )
        linked = ["--extern", f"{manifest.crate}={output}"]
    for number, target in enumerate(layout.targets):
        output = f"/box/test{number}"
        crate = manifest.crate if target.name == UNIT else f"test{number}"
        own = [] if target.name == UNIT else linked
        steps.append(
            [
                *("build", target.name, output, *common, *own, "--test"),
                *("--crate-name", crate, "-o", output, target.root),
            ]
        )
    return steps


def _caller_steps(layout: Layout, tools: Toolbox, root: str) -> list[list[str]]:
    common, lacking = _compiler(layout, tools)
    output = "/box/calls"
    return [
        *(["note", sentence] for sentence in lacking),
        [
            *("build", "calls", output, *common, "--cap-lints", "allow", "--crate-type", "bin"),
            # One unit: a third less to compile where only little is.
            *("-C", "codegen-units=1", "--crate-name", layout.manifest.crate, "-o", output, root),
        ],
    ]


def _diagnostic(message: dict[str, object]) -> Diagnostic:
    spans = message.get("spans")
    listed = [s for s in spans if isinstance(s, dict)] if isinstance(spans, list) else []
    place = next((s for s in listed if s.get("is_primary")), listed[0] if listed else {})
    line = place.get("line_start")
    level = message.get("level")
    return Diagnostic(
        severity="error" if level == "error" else "warning" if level == "warning" else "note",
        message=text(message.get("message"), 4000),
        source="rustc",
        file=text(place.get("file_name"), 500),
        line=line if isinstance(line, int) else None,
    )
