"""Java's peer: PIT, with one thread, on classes compiled for it."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.grades import honest
from benchmarks.mutation_peers import Side
from benchmarks.outside import install, lay, timed
from workbench.adequacy.trials import NotMutable
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox
from workbench.toolchains.java import jar_names
from workbench.toolchains.registry import toolchain

_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>peers</groupId><artifactId>peers</artifactId><version>1</version><dependencies>
<dependency><groupId>org.pitest</groupId><artifactId>pitest-command-line</artifactId>
<version>1.25.9</version></dependency>
<dependency><groupId>org.pitest</groupId><artifactId>pitest-junit5-plugin</artifactId>
<version>1.2.3</version></dependency></dependencies></project>
"""
_MUTATORS = "STRONGER"
_AT_MOST_S = 900.0


def peers(place: Path, sandbox: Sandbox, sample: int) -> dict[str, Callable[[], Side]]:
    """Its jars come by Maven."""
    return {"PIT": lambda: _Pit(place).run}


class _Pit:
    """PIT and its plug-in for JUnit 5, fetched."""

    def __init__(self, place: Path) -> None:
        lay(place, {"pom.xml": _POM})
        target = f"-DoutputDirectory={place / 'lib'}"
        install(["mvn", "-q", "-B", "dependency:copy-dependencies", target], place)
        self._jars = sorted((place / "lib").glob("*.jar"))
        layers = {layer.name: layer.source for layer in toolchain("java").toolbox().layers}
        self._kit = [layers["java-kit"] / "lib" / name for name in jar_names()]
        self._java = layers["java"] / "bin"

    def run(self, task: Task) -> tuple[float, int]:
        """Compiling and its gathering of coverage included."""
        sides = {"main": honest(task).files, "test": {**task.given.support, **task.given.files}}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = [folder / "main-out", folder / "test-out", *self._kit]
            for side, files in sides.items():
                lay(folder / side, files)
            lay(folder, {"classpath": "\n".join(map(str, path))})
            began = time.monotonic()
            for side, files in sides.items():
                sources = [str(folder / side / p) for p in files if p.endswith(".java")]
                _call(folder, self._java / "javac", "-g", "-nowarn", "-d", folder / f"{side}-out",
                      "-cp", _joined(path), *sources)  # fmt: skip
            classes, tests = (",".join(_named(folder / f"{side}-out")) for side in sides)
            _call(folder, self._java / "java", "-cp", _joined([*self._jars, *self._kit]),
                  "org.pitest.mutationtest.commandline.MutationCoverageReport",
                  "--reportDir", folder / "report", "--targetClasses", classes,
                  "--targetTests", tests, "--sourceDirs", folder / "main",
                  "--classPathFile", folder / "classpath", "--mutators", _MUTATORS,
                  "--threads", "1", "--outputFormats", "CSV",
                  "--timestampedReports", "false")  # fmt: skip
            took = time.monotonic() - began
            return took, len((folder / "report/mutations.csv").read_text().splitlines())


def _call(folder: Path, *command: str | Path) -> None:
    _, code = timed(command, folder, _AT_MOST_S)
    if code != 0:
        raise NotMutable(f"{command[0]} ended with {code}")


def _joined(paths: list[Path]) -> str:
    return ":".join(str(p) for p in paths)


def _named(folder: Path) -> list[str]:
    """The classes below a folder, without those inside others."""
    found = (p.relative_to(folder).with_suffix("") for p in folder.rglob("*.class"))
    return sorted({f"{str(p).replace('/', '.').split('$')[0]}*" for p in found})
