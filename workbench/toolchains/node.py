"""Node.js for JavaScript and TypeScript, and a kit of packages pinned by `package-lock.json`.

The kit holds what suites import (chai, sinon, fast-check...), the matchers and doubles the
harness is made of, esbuild and the TypeScript compiler. Installing runs no package's scripts.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from workbench.errors import MissingTool
from workbench.resources import sandbox_files
from workbench.sandboxes.base import Layer
from workbench.toolchains.base import MEND_KIT, Say, Toolbox, ToolStatus
from workbench.toolchains.place import digest_of, installing, kit_path
from workbench.toolchains.python import open_to_all
from workbench.toolchains.steps import find_program, run_step, stamp

_MEND_TOOL = "install Node.js 20.19 or newer and put `node` on PATH"
_OLDEST = (20, 19)  # require() of ES modules, which some packages of the kit need
TOOL_TARGET, KIT_TARGET, HARNESS_TARGET = "/opt/tool/node", "/opt/kit/node", "/opt/harness/node"

# One file each instead of some hundred: loading the matchers took 60 ms, bundled 15.
_BUNDLES = {
    "jest": (
        'exports.expect = require("expect").expect; exports.mock = require("jest-mock");'
        'exports.format = require("pretty-format").format;'
    ),
    "timers": 'exports.timers = require("@sinonjs/fake-timers");',
    "vitest": (
        'exports.matchers = require("@vitest/expect"); exports.spy = require("@vitest/spy");'
        'exports.chai = require("@vitest/expect").chai;'
    ),
}


class _Node(NamedTuple):
    path: Path
    version: str


@functools.lru_cache(maxsize=4)
def _ask(path: str, replaced: tuple[int, int]) -> tuple[str, str]:
    """Version and real program of a `node`, which may be a script that starts another (the one
    that travels as a Python package is). Empty when it does not run."""
    command = [path, "-p", "process.version + '\\n' + process.execPath"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return "", ""
    version, _, program = said.stdout.strip().partition("\n")
    return version, program


class NodeToolchain:
    """`node` on PATH, or beside the running Python."""

    name = "node"

    def _node(self) -> _Node:
        found = find_program("node")
        version, program = _ask(found, stamp(found)) if found else ("", "")
        if not program:
            raise MissingTool("no Node.js was found", mend=_MEND_TOOL)
        number = re.match(r"v(\d+)\.(\d+)", version)
        if number is None or (int(number[1]), int(number[2])) < _OLDEST:
            raise MissingTool(f"Node.js {version} is too old", mend=_MEND_TOOL)
        return _Node(Path(program).resolve(), version)

    def _pins(self) -> Path:
        return sandbox_files() / "kits" / "node"

    def _kit_digest(self) -> str:
        return digest_of(self._pins(), repr(sorted(_BUNDLES.items())), os.uname().machine)

    def _holds(self) -> str:
        """The engine is the workbench's own; what decides whether a value is right is not."""
        pinned = json.loads((self._pins() / "package.json").read_text())["dependencies"]
        names = ("chai", "sinon", "fast-check", "typescript", "esbuild")
        return (
            f"expect and doubles of jest {pinned['expect']} and vitest {pinned['@vitest/expect']}, "
            + ", ".join(f"{name} {pinned[name]}" for name in names)
            + "; the test engine is the workbench's own"
        )

    @property
    def kit(self) -> Path:
        """Where the installed kit is, or would be."""
        return kit_path("node", self._kit_digest())

    def status(self) -> tuple[ToolStatus, ...]:
        """Node.js and the kit."""
        try:
            node = self._node()
        except MissingTool as missing:
            return (ToolStatus("node", False, missing.message, missing.mend),)
        there = self.kit.is_dir()
        return (
            ToolStatus("node", True, f"Node.js {node.version} at {node.path}"),
            ToolStatus(
                "node kit",
                there,
                f"{self._holds()}, in {self.kit}" if there else "not installed",
                "" if there else MEND_KIT,
            ),
        )

    def install(self, say: Say) -> None:
        """`npm ci` without scripts, then the bundles the harness loads."""
        node = self._node()
        npm = find_program("npm")
        if npm is None:
            raise MissingTool("npm was not found beside Node.js", mend=_MEND_TOOL)
        with installing(self.kit) as fresh:
            if fresh is None:
                say("node kit: already installed")
                return
            for name in ("package.json", "package-lock.json"):
                shutil.copy(self._pins() / name, fresh)
            say("node kit: installing packages")
            options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
            run_step("installing the Node kit", [npm, "ci", *options], cwd=fresh)
            say("node kit: bundling the matchers")
            esbuild = _esbuild(fresh)
            for name, text in _BUNDLES.items():
                entry = fresh / f"{name}.entry.cjs"
                entry.write_text(text)
                command = [str(esbuild), str(entry), "--bundle", "--platform=node", "--format=cjs"]
                command += ["--log-level=error", f"--outfile={fresh}/bundles/{name}.cjs"]
                run_step("bundling the matchers", command, cwd=fresh)
                run_step("loading the matchers", [node.path, f"bundles/{name}.cjs"], cwd=fresh)
                entry.unlink()
            open_to_all(fresh)

    def toolbox(self) -> Toolbox:
        """Node.js, kit and harness."""
        node = self._node()
        if not self.kit.is_dir():
            raise MissingTool("the Node kit is not installed", mend=MEND_KIT)
        harness = sandbox_files() / "harness" / "node"
        layers = []
        if node.path.is_relative_to("/usr"):
            # A sandbox that shares the host's /usr would have it; one from an image has not.
            inside = f"{TOOL_TARGET}/bin/node"
            layers.append(Layer("node", node.path, inside, digest_of(node.version)))
        else:
            prefix = node.path.parent.parent
            inside = f"{TOOL_TARGET}/{node.path.relative_to(prefix)}"
            layers.append(Layer("node", prefix, TOOL_TARGET, digest_of(node.version)))
        harness_digest = digest_of(harness)
        layers.append(Layer("kit-node", self.kit, KIT_TARGET, self._kit_digest()))
        layers.append(Layer("harness-node", harness, HARNESS_TARGET, harness_digest))
        return Toolbox(
            layers=tuple(layers),
            facts={
                "node": node.version,
                "node_kit": self._kit_digest(),
                "node_harness": harness_digest,
            },
            paths={"node": inside, "harness": HARNESS_TARGET, "kit": KIT_TARGET},
        )


def _esbuild(kit: Path) -> Path:
    """The native program: its package's own launcher would need an install script."""
    found = sorted(kit.glob("node_modules/@esbuild/*/bin/esbuild"))
    if not found:
        raise MissingTool("esbuild has no build for this machine", mend="use x86-64 or arm64")
    return found[0]
