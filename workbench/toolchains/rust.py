"""Rust: the host's active toolchain, and a kit of crates compiled beforehand.

Tasks are compiled by `rustc` alone. The kit is a folder of rlibs with an index that says which
crate and version each one is.
"""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import MissingTool
from workbench.resources import sandbox_files
from workbench.sandboxes.base import Layer
from workbench.toolchains.base import MEND_KIT, Say, Toolbox, ToolStatus
from workbench.toolchains.place import digest_of, installing, kit_path
from workbench.toolchains.steps import run_step, stamp

TOOL, KIT, HARNESS = "/opt/tool/rust", "/opt/kit/rust", "/opt/harness/rust"
_OLDEST = (1, 85)  # the first with edition 2024
_MEND_TOOL = (
    "install Rust 1.85 or newer and put `rustc` and `cargo` on PATH: on Debian 12 "
    "`apt-get install rustc-web cargo-web`, on later ones `apt-get install rustc cargo`, or rustup"
)
_VERSION = re.compile(r"^rustc (\d+)\.(\d+)\S*.*$", re.MULTILINE)


@dataclass(frozen=True)
class Sysroot:
    """An installed Rust toolchain. `version` is the whole line of `rustc --version`: compiled
    crates are good for exactly one compiler."""

    path: Path
    version: str


@functools.lru_cache(maxsize=8)
def _ask(rustc: str, replaced: tuple[int, int]) -> Sysroot | None:
    try:
        said = [
            subprocess.run(
                [rustc, *arguments], capture_output=True, text=True, timeout=60, check=True
            ).stdout.strip()
            for arguments in (["--print", "sysroot"], ["--version"])
        ]
    except (OSError, subprocess.SubprocessError):
        return None
    return Sysroot(Path(said[0]).resolve(), said[1])


class RustToolchain:
    """The toolchain `rustc` on PATH stands for, with the kit pinned by its Cargo.lock."""

    name = "rust"

    def _sysroot(self) -> Sysroot:
        rustc = shutil.which("rustc") or str(Path.home() / ".cargo/bin/rustc")
        root = _ask(rustc, stamp(rustc))
        if root is None:
            raise MissingTool("no Rust toolchain was found", mend=_MEND_TOOL)
        number = _VERSION.match(root.version)
        if number is None or (int(number[1]), int(number[2])) < _OLDEST:
            raise MissingTool(f"{root.version} is too old", mend=_MEND_TOOL)
        if shutil.which("cc") is None:
            raise MissingTool("no C linker: rustc links with `cc`", mend="apt-get install gcc")
        return root

    def _kit(self, root: Sysroot) -> Path:
        return kit_path("rust", digest_of(sandbox_files() / "kits/rust", root.version))

    def _harness(self, root: Sysroot) -> Path:
        return kit_path("rust-harness", digest_of(sandbox_files() / "harness/rust", root.version))

    def status(self) -> tuple[ToolStatus, ...]:
        """The toolchain, and whether its kit is installed."""
        try:
            root = self._sysroot()
        except MissingTool as missing:
            return (ToolStatus("rust", False, missing.message, missing.mend),)
        kit = self._kit(root)
        there = kit.is_dir() and self._harness(root).is_dir()
        return (
            ToolStatus("rust", True, f"{root.version} in {root.path}"),
            ToolStatus(
                "rust kit",
                there,
                f"{len(read_index(kit))} crates in {kit}" if there else "not installed",
                "" if there else MEND_KIT,
            ),
        )

    def install(self, say: Say) -> None:
        """Crates by cargo, locked; then the harness."""
        root = self._sysroot()
        files = sandbox_files()
        with installing(self._kit(root)) as kit:
            if kit is not None:
                _build_kit(root, files / "kits/rust", kit, say)
        with installing(self._harness(root)) as harness:
            if harness is not None:
                say("Rust: compiling the harness")
                run_step(
                    "compiling the Rust harness",
                    [
                        *(
                            root.path / "bin/rustc",
                            "--edition",
                            "2021",
                            "-O",
                            "-C",
                            "strip=symbols",
                        ),
                        *("-o", harness / "harness", files / "harness/rust/harness.rs"),
                    ],
                    cwd=harness,
                )

    def toolbox(self) -> Toolbox:
        """Compiler and libraries without the documentation, the kit, the harness."""
        root = self._sysroot()
        kit, harness = self._kit(root), self._harness(root)
        if not (kit.is_dir() and harness.is_dir()):
            raise MissingTool("the Rust kit is not installed", mend=MEND_KIT)
        facts = {
            "rust": root.version,
            "rust_kit": kit.name.removeprefix("rust-"),
            "rust_harness": harness.name.removeprefix("rust-harness-"),
        }
        return Toolbox(
            layers=(
                Layer("rust-bin", root.path / "bin", f"{TOOL}/bin", root.version),
                Layer("rust-lib", root.path / "lib", f"{TOOL}/lib", root.version),
                Layer("rust-kit", kit, KIT, facts["rust_kit"]),
                Layer("rust-harness", harness, HARNESS, facts["rust_harness"]),
            ),
            facts=facts,
            paths={
                "rustc": f"{TOOL}/bin/rustc",
                "harness": f"{HARNESS}/harness",
            },
        )


def read_index(kit: Path) -> list[dict[str, Any]]:
    """What a kit (the source of the layer `rust-kit`) offers: dictionaries with `package`,
    `version`, `crate`, `file` and `default`."""
    index: list[dict[str, Any]] = json.loads((kit / "index.json").read_text("utf-8"))
    return index


def _build_kit(root: Sysroot, pins: Path, kit: Path, say: Say) -> None:
    cargo = root.path / "bin/cargo"
    work = kit / "work"
    shutil.copytree(pins, work)
    env = {
        "RUSTC": str(root.path / "bin/rustc"),
        "CARGO_TARGET_DIR": str(work / "target"),
        "RUSTFLAGS": "",
    }
    say("Rust: downloading the crates of the kit")
    _restore_lock(cargo, work, env)
    run_step("downloading the Rust kit", [cargo, "fetch", "--locked"], cwd=work, env=env)
    say("Rust: compiling the crates of the kit, two or three minutes")
    messages = run_step(
        "compiling the Rust kit",
        [cargo, "build", "--locked", "--quiet", "--message-format=json"],
        cwd=work,
        env=env,
    )
    (kit / "deps").mkdir()
    for built in (work / "target/debug/deps").iterdir():
        if built.suffix in (".rlib", ".so"):
            shutil.copy(built, kit / "deps")
    index = _index(messages, tomllib.loads((pins / "Cargo.toml").read_text("utf-8")))
    (kit / "index.json").write_text(json.dumps(index, indent=1), "utf-8")
    shutil.rmtree(work)


def _restore_lock(cargo: Path, work: Path, env: dict[str, str]) -> None:
    """The stored Cargo.lock holds versions and checksums but no registry; cargo insists on one
    and knows its name, so it is asked."""
    lock = work / "Cargo.lock"
    pinned = lock.read_text("utf-8")
    lock.unlink()
    run_step("asking cargo for its registry", [cargo, "generate-lockfile"], cwd=work, env=env)
    source = re.search(r"^source = .*$", lock.read_text("utf-8"), re.MULTILINE)
    if source is None:
        raise MissingTool("cargo wrote a lock file without a registry")
    lock.write_text(
        re.sub(r"^(?=checksum = )", lambda _: f"{source[0]}\n", pinned, flags=re.MULTILINE), "utf-8"
    )


def _index(messages: str, manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """Which of the compiled crates a task may name: those the kit's Cargo.toml lists."""
    listed = {
        (spec.get("package", name) if isinstance(spec, dict) else name)
        for name, spec in manifest["dependencies"].items()
    }
    found: dict[str, dict[str, Any]] = {}
    for line in messages.splitlines():
        message = json.loads(line)
        if message.get("reason") != "compiler-artifact":
            continue
        built_for_host = message["profile"]["opt_level"] == "0"
        if built_for_host and "proc-macro" not in message["target"]["kind"]:
            continue  # a second copy that only build scripts and procedural macros use
        # path+file:///x#name@1.2.3, or registry+...#1.2.3 when folder and name agree
        tail = message["package_id"].rsplit("#", 1)[1]
        package, _, version = tail.rpartition("@")
        package = package or message["target"]["name"].replace("_", "-")
        file = next((f for f in message["filenames"] if f.endswith((".rlib", ".so"))), None)
        if file is None or not {package, package.replace("-", "_")} & listed:
            continue
        found[Path(file).name] = {
            "package": package if package in listed else package.replace("-", "_"),
            "version": version,
            "crate": message["target"]["name"].replace("-", "_"),
            "file": f"deps/{Path(file).name}",
        }
    return _with_defaults(list(found.values()), manifest["package"]["metadata"]["default"])


def _with_defaults(entries: list[dict[str, Any]], chosen: dict[str, str]) -> list[dict[str, Any]]:
    for entry in entries:
        same = [e for e in entries if e["package"] == entry["package"]]
        wanted = f"{chosen.get(entry['package'], '')}."
        entry["default"] = len(same) == 1 or f"{entry['version']}.".startswith(wanted)
    return sorted(entries, key=lambda e: (e["package"], e["version"]))
