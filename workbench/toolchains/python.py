"""Python: the interpreter this process runs on, and a kit of wheels.

The interpreter is the *base* one (never a virtual environment: its site-packages hold Jupyter and
the workbench, which no task may import). Under /usr it is in every sandbox already; anywhere else
it becomes a layer at /opt/tool/python.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from compileall import compile_dir
from pathlib import Path
from py_compile import PycInvalidationMode

from workbench.errors import MissingTool
from workbench.resources import sandbox_files
from workbench.sandboxes.base import Layer
from workbench.toolchains.base import MEND_KIT, Say, Toolbox, ToolStatus
from workbench.toolchains.place import digest_of, installing, kit_path
from workbench.toolchains.steps import run_step

TOOL_TARGET = "/opt/tool/python"
KIT_TARGET = "/opt/kit/python"
HARNESS_TARGET = "/opt/harness/python"


class PythonToolchain:
    """The base interpreter and pytest, hypothesis and numpy, pinned by hash."""

    name = "python"

    @property
    def _pins(self) -> Path:
        return sandbox_files() / "kits" / "python" / "requirements.txt"

    @property
    def _harness(self) -> Path:
        return sandbox_files() / "harness" / "python"

    def _kit_digest(self) -> str:
        # Wheels with compiled parts differ by interpreter and machine, so both are in the name.
        tag = f"cp{sys.version_info.major}{sys.version_info.minor}-{platform.machine()}"
        return digest_of(self._pins, tag)

    @property
    def kit(self) -> Path:
        """Where the installed kit is, or would be."""
        return kit_path("python", self._kit_digest())

    def _compiled_harness(self, digest: str) -> Path:
        """The harness with its byte code, which no job need make for itself then: made once for
        each text of it. Where nothing can be written it does without."""
        name = f"{digest}-{sys.implementation.cache_tag}"
        compiled = kit_path("python-harness", name)
        if compiled.is_dir():
            return compiled
        try:
            with installing(compiled) as fresh:
                if fresh is not None:
                    ignored = shutil.ignore_patterns("__pycache__")
                    shutil.copytree(self._harness, fresh, dirs_exist_ok=True, ignore=ignored)
                    mode = PycInvalidationMode.UNCHECKED_HASH
                    compile_dir(fresh, quiet=2, invalidation_mode=mode)
                    open_to_all(fresh)
        except OSError:
            return self._harness
        return compiled

    def status(self) -> tuple[ToolStatus, ...]:
        """The interpreter and the kit."""
        there = self.kit.is_dir()
        return (
            ToolStatus("python", True, f"CPython {platform.python_version()} at {sys.base_prefix}"),
            ToolStatus(
                "python kit",
                there,
                f"{_kit_summary(self._pins)} at {self.kit}" if there else "not installed",
                "" if there else MEND_KIT,
            ),
        )

    def install(self, say: Say) -> None:
        """Install the kit's wheels; nothing is built from source and no install script runs."""
        with installing(self.kit) as fresh:
            if fresh is None:
                say("python kit: already installed")
                return
            say(f"python kit: installing {_kit_summary(self._pins)}")
            install = [*_installer(), "--target", str(fresh), "-r", str(self._pins)]
            run_step("installing the Python kit", install, cwd=fresh)
            say("python kit: compiling")
            # unchecked-hash: the kit is read-only for ever after, so no stat per import is needed,
            # and a copy with other time stamps stays valid.
            compileall = [_base_python(), "-I", "-S", "-m", "compileall", "-q"]
            compileall += ["--invalidation-mode", "unchecked-hash", "."]
            run_step("compiling the Python kit", compileall, cwd=fresh)
            open_to_all(fresh)

    def toolbox(self) -> Toolbox:
        """Interpreter (when not under /usr), kit and harness."""
        if not self.kit.is_dir():
            raise MissingTool("the Python kit is not installed", mend=MEND_KIT)
        real = Path(_base_python())
        layers = []
        inside = str(real)
        if not _in_usr(real):
            prefix = Path(sys.base_prefix).resolve()
            inside = f"{TOOL_TARGET}/{real.relative_to(prefix)}"
            layers.append(Layer("python", prefix, TOOL_TARGET, digest_of(sys.version)))
        harness_digest = digest_of(self._harness)
        layers.append(Layer("kit-python", self.kit, KIT_TARGET, self._kit_digest()))
        harness = self._compiled_harness(harness_digest)
        layers.append(Layer("harness-python", harness, HARNESS_TARGET, harness_digest))
        return Toolbox(
            layers=tuple(layers),
            facts={
                "python": platform.python_version(),
                "python_kit": self._kit_digest(),
                "python_harness": harness_digest,
            },
            paths={"python": inside, "harness": HARNESS_TARGET, "kit": KIT_TARGET},
        )


def _base_python() -> str:
    """The interpreter's own file, symlinks resolved: a sandbox sees no others."""
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for name in (minor, "python3", "python"):
        found = Path(sys.base_prefix) / "bin" / name
        if found.exists():
            return str(found.resolve())
    return os.path.realpath(sys.executable)


def _in_usr(path: Path) -> bool:
    return path.is_relative_to("/usr") and not path.is_relative_to("/usr/local")


def _installer() -> list[str]:
    flags = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--quiet"]
    if importlib.util.find_spec("pip") is not None:
        quiet = ["--disable-pip-version-check", "--no-compile", "--no-input"]
        # A warning about an old pip or about running as root is not the user's concern here.
        return [sys.executable, "-m", "pip", "install", *flags, *quiet, "--root-user-action=ignore"]
    if importlib.util.find_spec("uv") is not None:
        return [sys.executable, "-m", "uv", "pip", "install", *flags, "--python", sys.executable]
    raise MissingTool("neither pip nor uv is in this environment", mend="`pip install pip`")


def open_to_all(folder: Path) -> None:
    """Readable for the uid a sandbox drops to, whatever this process's umask is."""
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _kit_summary(pins: Path) -> str:
    """`pytest 9.2.0, hypothesis 6.1...`: the packages a person asks about."""
    wanted = ("pytest", "hypothesis", "pytest-asyncio")
    lines = [line.split("==", 1) for line in pins.read_text().splitlines() if "==" in line]
    found = {name.strip(): rest.split()[0] for name, rest in lines}
    return ", ".join(f"{name} {found[name]}" for name in wanted if name in found)
