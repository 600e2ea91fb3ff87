"""Java: a JDK of this machine, and a kit of jars pinned by their checksums.

A JDK whose files are links to elsewhere (Debian keeps its configuration in /etc) is copied once
without them, because a sandbox mounts the JDK alone.
"""

from __future__ import annotations

import functools
import hashlib
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import MissingTool
from workbench.resources import sandbox_files
from workbench.sandboxes.base import Layer
from workbench.toolchains.base import MEND_KIT, Say, Toolbox, ToolStatus
from workbench.toolchains.java_archive import ARCHIVE, SCRIPT, make_archive
from workbench.toolchains.place import digest_of, installing, kit_path
from workbench.toolchains.steps import run_step, stamp

TOOL, KIT, HARNESS = "/opt/tool/java", "/opt/kit/java", "/opt/harness/java"
_HARNESS_JAR = f"{HARNESS}/harness.jar"
_OLDEST = 17
_MEND_TOOL = "apt-get install openjdk-17-jdk-headless"
JVM = (
    "-XX:+UseSerialGC",
    "-Xshare:auto",
    "-XX:-UsePerfData",
    "-Dfile.encoding=UTF-8",
    # The results pipe is reached by its number.
    "--add-opens=java.base/java.io=ALL-UNNAMED",
)
_VERSION = re.compile(r"^javac (\d+)\S*$", re.MULTILINE)


@dataclass(frozen=True)
class Jdk:
    """An installed JDK. `version` is the line of `javac -version`."""

    home: Path
    version: str
    major: int


@functools.lru_cache(maxsize=16)
def _ask(javac: Path, replaced: tuple[int, int]) -> Jdk | None:
    try:
        said = subprocess.run(
            [str(javac), "-version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = _VERSION.search(said.stdout + said.stderr)
    return Jdk(javac.parents[1], version[0], int(version[1])) if version else None


class JavaToolchain:
    """The JDK `javac` on PATH stands for, else the oldest one that will do."""

    name = "java"

    def _jdk(self) -> Jdk:
        on_path = shutil.which("javac")
        candidates = [Path(on_path).resolve()] if on_path else []
        candidates += sorted(
            home / "bin/javac"
            for home in Path("/usr/lib/jvm").glob("*")
            if not home.is_symlink() and (home / "bin/javac").is_file()
        )
        asked = (_ask(javac, stamp(javac)) for javac in candidates)
        found = [jdk for jdk in asked if jdk and jdk.major >= _OLDEST]
        if not found:
            raise MissingTool(f"no JDK {_OLDEST} or newer was found", mend=_MEND_TOOL)
        preferred = found[0] if on_path and found[0].home == candidates[0].parents[1] else None
        return preferred or min(found, key=lambda jdk: jdk.major)

    def _kit(self) -> Path:
        return kit_path("java", digest_of(sandbox_files() / "kits/java"))

    def _harness(self, jdk: Jdk) -> Path:
        files = sandbox_files()
        digest = digest_of(files / "kits/java", files / "harness/java", jdk.version, SCRIPT)
        return kit_path("java-harness", digest)

    def _copy(self, jdk: Jdk) -> Path:
        return kit_path("java-jdk", digest_of(str(jdk.home), jdk.version))

    def _needed(self, jdk: Jdk) -> tuple[Path, Path, Path]:
        home = jdk.home if _self_contained(jdk.home) else self._copy(jdk)
        return self._kit(), self._harness(jdk), home

    def status(self) -> tuple[ToolStatus, ...]:
        """The JDK, and whether the kit is installed."""
        try:
            jdk = self._jdk()
        except MissingTool as missing:
            return (ToolStatus("java", False, missing.message, missing.mend),)
        there = all(folder.is_dir() for folder in self._needed(jdk))
        return (
            ToolStatus("java", True, f"{jdk.version} in {jdk.home}"),
            ToolStatus(
                "java kit",
                there,
                f"{len(jar_names())} jars in {self._kit()}" if there else "not installed",
                "" if there else MEND_KIT,
            ),
        )

    def install(self, say: Say) -> None:
        """Jars by Maven, checked against their pins; then the harness."""
        jdk = self._jdk()
        files = sandbox_files()
        with installing(self._kit()) as kit:
            if kit is not None:
                maven = shutil.which("mvn")
                if maven is None:
                    raise MissingTool("Maven was not found", mend="apt-get install maven")
                say("Java: downloading the jars of the kit")
                work = kit / "work"
                work.mkdir()
                shutil.copy(files / "kits/java/pom.xml", work)
                run_step(
                    "downloading the Java kit",
                    [
                        *(maven, "-q", "-B", "dependency:copy-dependencies"),
                        f"-DoutputDirectory={kit / 'lib'}",
                    ],
                    cwd=work,
                    env={"JAVA_HOME": str(jdk.home)},
                )
                shutil.rmtree(work)
                _check_pins(kit / "lib")
        if not _self_contained(jdk.home):
            with installing(self._copy(jdk)) as copy:
                if copy is not None:
                    say("Java: copying the JDK without links to outside")
                    shutil.copytree(
                        jdk.home,
                        copy,
                        ignore=shutil.ignore_patterns("jmods", "man", "docs", "src.zip", "demo"),
                        ignore_dangling_symlinks=True,
                        dirs_exist_ok=True,
                    )
        with installing(self._harness(jdk)) as harness:
            if harness is not None:
                say("Java: compiling the harness")
                _compile_harness(jdk, files / "harness/java", self._kit() / "lib", harness)
                make_archive(
                    self._needed(jdk)[2], self._kit(), harness,
                    sample=files / "harness/java/sample", targets=(TOOL, KIT, HARNESS),
                    class_path=class_path(), options=JVM, say=say,
                )  # fmt: skip

    def toolbox(self) -> Toolbox:
        """The JDK with its configuration, the jars, the harness."""
        jdk = self._jdk()
        kit, harness, home = self._needed(jdk)
        if not (kit.is_dir() and harness.is_dir() and home.is_dir()):
            raise MissingTool("the Java kit is not installed", mend=MEND_KIT)
        facts = {
            "java": jdk.version,
            "java_kit": kit.name.removeprefix("java-"),
            "java_harness": harness.name.removeprefix("java-harness-"),
        }
        archived = (harness / ARCHIVE).is_file()
        archive = {"archive": f"{HARNESS}/{ARCHIVE}"} if archived else {}
        return Toolbox(
            layers=(
                Layer("java", home, TOOL, jdk.version),
                Layer("java-kit", kit, KIT, facts["java_kit"]),
                Layer("java-harness", harness, HARNESS, facts["java_harness"]),
            ),
            facts=facts,
            paths={"java": f"{TOOL}/bin/java", "harness": _HARNESS_JAR, **archive},
        )


def jar_names() -> tuple[str, ...]:
    """File names of the kit's jars, in the order of the class path."""
    return tuple(_pins())


def class_path() -> str:
    """The frameworks' jars before anything of the task; the harness last of ours."""
    return ":".join((*(f"{KIT}/lib/{name}" for name in jar_names()), _HARNESS_JAR))


def _pins() -> dict[str, str]:
    lines = (sandbox_files() / "kits/java/jars.sha256").read_text("utf-8").splitlines()
    return {name: digest for digest, name in (line.split() for line in lines)}


def _check_pins(lib: Path) -> None:
    pins = _pins()
    found = {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in lib.iterdir()}
    wrong = sorted(name for name in {*pins, *found} if pins.get(name) != found.get(name))
    if wrong:
        raise MissingTool(
            f"the Java kit's {', '.join(wrong)} is not the pinned file",
            mend="check the Maven mirror; a new version needs a new sandbox/kits/java/jars.sha256",
        )


@functools.lru_cache(maxsize=16)
def _self_contained(home: Path) -> bool:
    """Debian keeps a JDK's configuration in /etc, behind links that lead nowhere in a sandbox."""
    return all(
        link.resolve().is_relative_to(home)
        for folder in (home / "conf", home / "lib")
        for link in folder.rglob("*")
        if link.is_symlink()
    )


def _compile_harness(jdk: Jdk, source: Path, lib: Path, into: Path) -> None:
    classes = into / "classes"
    class_path = ":".join(str(lib / name) for name in jar_names())
    run_step(
        "compiling the Java harness",
        [
            *(jdk.home / "bin/javac", "-g", "-Xlint:all", "-d", classes, "-cp", class_path),
            *sorted(source.glob("*.java")),
        ],
        cwd=into,
    )
    run_step(
        "packing the Java harness",
        [jdk.home / "bin/jar", "cf", into / "harness.jar", "-C", classes, "."],
        cwd=into,
    )
    shutil.rmtree(classes)
