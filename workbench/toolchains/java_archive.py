"""An archive of the classes that compiler and tests need, for a JVM to start from.

Reading and checking some thousand classes is most of what a small build or suite takes. A JVM maps
an archive only if it is the very one that wrote it and the same jars lie at the same paths, else it
reads the classes as ever; the archive is therefore written where jobs run, in bubblewrap. Where
that is not to be had there is none, and jobs take longer.
"""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import MissingTool
from workbench.sandboxes.arguments import HostLayout
from workbench.sandboxes.client import find_bwrap
from workbench.toolchains.base import Say
from workbench.toolchains.steps import run_step

ARCHIVE = "classes.jsa"
_IDS = ("puts", "refuses", "rows", "failsByAssertion", "failsByEquality", "breaks", "skipped")
_PLAN = [
    "junit",
    *(f"sample.ShelfTest.{name}\tsample.ShelfTest" for name in _IDS),
    *(f"sample.OldTest.{name}\tsample.OldTest" for name in ("puts", "fails", "refuses")),
]
# $1: the class path, $2: where the archive goes; the JVM's options follow. A suite that fails is
# meant to.
SCRIPT = """\
set -e
path=$1 into=$2
shift 2
java=/opt/tool/java/bin/java
$java "$@" -XX:DumpLoadedClassList=/box/1 -cp "$path" workbench.harness.Builds jar \
    /job/trees 2 "$path" -Xlint:-options 3>/box/records
$java "$@" -XX:DumpLoadedClassList=/box/2 -cp "$path" workbench.harness.Build \
    /job/trees/0/src /job/none "$path" -Xlint:-options 3>/box/task.jar
echo nonce | $java "$@" -ea -XX:DumpLoadedClassList=/box/3 -cp "$path:/box/task.jar" \
    workbench.harness.RunTests /job/plan 3>/box/results || true
grep -q '"k":"end"' /box/results
cat /box/1 /box/2 /box/3 /job/harness | grep -v '^sample/' | grep -v ' source: ' \
    | sed 's/ id: .*//' | awk '!seen[$0]++' >/box/all
$java "$@" -Xshare:dump -XX:SharedClassListFile=/box/all -XX:SharedArchiveFile="$into" \
    -cp "$path" >/box/said
"""


def make_archive(
    home: Path,
    kit: Path,
    harness: Path,
    *,
    sample: Path,
    targets: tuple[str, str, str],
    class_path: str,
    options: Sequence[str],
    say: Say,
) -> None:
    """Writes `ARCHIVE` into `harness`; leaves it out where that fails. `targets` are the paths of
    `home`, `kit` and `harness` in a job."""
    program = find_bwrap()
    if program is None:
        return
    say("Java: archiving what a JVM needs to start")
    with tempfile.TemporaryDirectory(dir=harness.parent) as room:
        box, job = Path(room, "box"), Path(room, "job")
        box.mkdir()
        for tree in ("0", "1"):
            shutil.copytree(sample, job / "trees" / tree)
        (job / "plan").write_text("\n".join(_PLAN))
        (job / "fixtures").write_text("")
        with zipfile.ZipFile(harness / "harness.jar") as jar:
            own = [name.removesuffix(".class") for name in jar.namelist() if ".class" in name]
        (job / "harness").write_text("".join(f"{name}\n" for name in own))
        (job / "script").write_text(SCRIPT)
        tool, jars, ours = targets
        command: list[str | Path] = [
            *(program, "--unshare-all", "--die-with-parent", "--proc", "/proc", "--dev", "/dev"),
            *("--tmpfs", "/tmp", "--bind", box, "/box", "--ro-bind", job, "/job"),
            *("--ro-bind", home, tool, "--ro-bind", kit, jars, "--bind", harness, ours),
        ]
        host = HostLayout.look()
        for path in host.binds:
            command += ["--ro-bind", path, path]
        for target, path in host.links:
            command += ["--symlink", target, path]
        command += ["--chdir", "/box", "/bin/sh", "/job/script", class_path, f"{ours}/{ARCHIVE}"]
        try:
            run_step("archiving the Java harness", [*command, *options], cwd=box, timeout_s=300)
        except MissingTool as error:
            (harness / ARCHIVE).unlink(missing_ok=True)
            say(f"Java: without an archive jobs take longer: {error.message[-300:]}")
