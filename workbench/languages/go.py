"""Go: `go test -c` in one sandbox, the test binaries in another.

The module is always made anew: its path and language version come from the task's go.mod, its
requirements from the kit, because nothing can be downloaded.
"""

from __future__ import annotations

import json
import re

from workbench.errors import InputError
from workbench.languages.artefact import parts_of
from workbench.languages.base import Built, Inventory, Report, Shadow, SplitJobs
from workbench.languages.go_events import read_events
from workbench.languages.go_guard import ALONE, GUARDS, KIT_MODULES, module_of, refuse
from workbench.languages.go_inventory import packages, read_inventory, test_id
from workbench.languages.go_shadow import make_shadow
from workbench.languages.layout import fixtures
from workbench.model.run import Diagnostic
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.resources import sandbox_files
from workbench.sandboxes.base import Job, JobFile, JobLimits, Outcome
from workbench.toolchains.base import Toolbox

_MB = 1 << 20
CODE = (".go", "go.mod", "go.sum")
_VERSION = re.compile(r"^\s*go\s+(\d+\.\d+)(?:\.\d+)?\s*$", re.MULTILINE)
_PLACE = re.compile(r"^(?:vet: )?(?:\./)?([^\s:][^:\n]*\.go):(\d+)(?::\d+)?: (.*)$", re.MULTILINE)
FLAGS = "-mod=mod -trimpath"
_GO_ENV = {
    "GOCACHE": "/box/gocache",
    "GOCACHEPROG": "/opt/harness/go/harness cache /opt/kit/go/cache",
    "GOMODCACHE": "/opt/kit/go/mod",
    "GOROOT": "/opt/tool/go",
    "GOFLAGS": FLAGS,
    "CGO_ENABLED": "0",
    "GOPROXY": "off",
    "GOSUMDB": "off",
    "GOVCS": "*:off",
    "GOTOOLCHAIN": "local",
    "GOTELEMETRY": "off",
    "GOENV": "off",
    "GO111MODULE": "on",
    "GOWORK": "off",
    # The module index is keyed by folders that differ here: looking for it costs and finds nothing.
    "GODEBUG": "goindex=0",
}


class GoLanguage:
    """The testing package, with or without testify."""

    name = LanguageName.GO
    toolchain = "go"

    def frameworks(self) -> tuple[Framework, ...]:
        """`go test` only."""
        return (Framework.GO_TEST,)

    def detect(self, suite: Suite) -> Framework:
        """A suite with a `_test.go` file."""
        if not any(path.endswith("_test.go") for path in suite.files):
            raise InputError(
                f"suite {suite.name}: no Go tests found", mend="name the test file `*_test.go`"
            )
        return Framework.GO_TEST

    def inventory(self, suite: Suite, solution: Solution) -> Inventory:
        """Test functions of the suite's files; the solution brings none."""
        return read_inventory(suite.files)

    def reject(self, solution: Solution, suite: Suite) -> str:
        """Test files, workspaces, vendored or native code, reaching into the testing package."""
        return refuse(solution, suite)

    def build_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """Compiles one test binary a package; only the one that has calls of itself made, where
        the solution is such a one."""
        tree = {**solution.files, **suite.support, **suite.files}
        tests = suite.files
        if any(path.rsplit("/", 1)[-1] == ALONE for path in solution.files):
            tests = {p: t for p, t in solution.files.items() if p.rsplit("/", 1)[-1] == ALONE}
            tree = {p: t for p, t in tree.items() if not p.endswith("_test.go")} | tests
        tree |= _module(tree)
        return Job(
            command=(tools.paths["harness"], "build", "/job/src", *packages(tests)),
            files={f"src/{path}": JobFile(data.encode()) for path, data in tree.items()},
            env={**_GO_ENV, "PATH": "/opt/tool/go/bin:/usr/bin:/bin"},
            layers=tools.layers,
            limits=JobLimits(
                wall_s=limits.build_wall_s,
                memory_bytes=max(limits.memory_mb, 2048) * _MB,
                pids=256,
                stderr_bytes=4 * _MB,
                results_bytes=128 * _MB,
                file_bytes=256 * _MB,
                box_bytes=1024 * _MB,
                tmp_bytes=1024 * _MB,
                cpus=2.0,
            ),
            cwd="/job/src",
            label="go build",
        )

    def parse_build(self, outcome: Outcome) -> Built:
        """The go command's messages, with file and line."""
        said = (outcome.stderr + outcome.stdout).decode("utf-8", "replace")
        diagnostics = tuple(
            Diagnostic(message=m[3][:4000], source="go", file=m[1][:500], line=_line(m[2]))
            for m in list(_PLACE.finditer(said))[:200]
        )
        if outcome.exit_code == 0 and not outcome.events:
            return Built(True, outcome.results, said, diagnostics)
        if not diagnostics:
            last = said.strip().splitlines()[-1:] or ["the build ended without a word"]
            diagnostics = (Diagnostic(message=last[0][:4000], source="go"),)
        return Built(False, b"", said, diagnostics)

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
        """Runs the binaries in folders that hold the fixtures, never the sources."""
        wanted = set(selected) or {ref.id for ref in inventory.tests}
        files: dict[str, JobFile] = {}
        targets = []
        for number, (folder, binary) in enumerate(parts_of(artefact)):
            prefix = test_id(folder, "")
            names = [
                i.removeprefix(prefix)
                for i in sorted(wanted)
                if i.startswith(prefix) and "." not in i.removeprefix(prefix)
            ]
            if names:
                files[f"bin/{number}"] = JobFile(binary, executable=True)
                targets.append(
                    {
                        "binary": f"/job/bin/{number}",
                        "package": folder,
                        "run": f"^({'|'.join(names)})$",
                    }
                )
        files["plan.json"] = JobFile(json.dumps({"targets": targets}).encode())
        for path, data in solution.files.items():
            if not path.endswith(CODE):
                files[f"tree/{path}"] = JobFile(data.encode())
        files.update(fixtures(suite, CODE))
        return Job(
            command=(tools.paths["harness"], "test", "/job/plan.json"),
            files=files,
            env={"GOMEMLIMIT": f"{limits.memory_mb * 9 // 10}MiB"},
            layers=tuple(layer for layer in tools.layers if layer.name == "go-harness"),
            limits=JobLimits(
                wall_s=limits.wall_s,
                memory_bytes=limits.memory_mb * _MB,
                pids=limits.pids,
                stdout_bytes=limits.output_kb << 10,
                stderr_bytes=limits.output_kb << 10,
                file_bytes=limits.file_mb * _MB,
            ),
            stdin=nonce.encode(),
            label="go test",
        )

    def parse(self, outcome: Outcome, inventory: Inventory, nonce: str) -> Report:
        """test2json events and the harness's end record."""
        return read_events(outcome.results, inventory, nonce)

    def shadow(self, suite: Suite, solution: Solution, inventory: Inventory, seed: int) -> Shadow:
        """Expected literals, else conditions, of the suite's test files."""
        return make_shadow(suite, inventory, seed)

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
        return "Go tests are compiled into one program with the solution and share its process"


def _line(digits: str) -> int | None:
    return int(digits) if len(digits) < 9 else None


def _module(tree: dict[str, str]) -> dict[str, str]:
    """go.mod and go.sum of the task's module."""
    given = tree.get("go.mod", "")
    pins = (sandbox_files() / "kits/go/go.mod").read_text("utf-8")
    version = _VERSION.search(given)
    kit_version = _VERSION.search(pins)
    assert kit_version is not None, "the kit's go.mod names its Go version"
    lines = [f"module {module_of(given) or 'task'}"]
    wanted = (version or kit_version)[1]
    if any(path.rsplit("/", 1)[-1] == GUARDS for path in tree):
        # Guards are generic functions. No code means something else in 1.18 than in 1.11.
        wanted = max(wanted, "1.18", key=_number)
    sources = "".join(source for path, source in tree.items() if path.endswith(".go"))
    if any(module in sources for module in KIT_MODULES):
        # A module may not ask for an older Go than what it requires.
        lines.append(f"go {max(wanted, kit_version[1], key=_number)}")
        lines.append(pins[kit_version.end() :])
    else:
        lines.append(f"go {wanted}")
    sums = (sandbox_files() / "kits/go/go.sum").read_text("utf-8")
    return {"go.mod": "\n\n".join(lines) + "\n", "go.sum": sums}


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
