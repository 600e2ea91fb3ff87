"""The price list's other side: a sandbox job as a plain process, without any containment.

Only for benchmarks, only for the project's own demo tasks, only as root on a machine that has none
of these paths: the job's fixed paths (/job, /box, /opt/...) become links to real folders.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from workbench.sandboxes.base import RESULTS_FD, Enforcement, Job, Outcome


class Bare:
    """Runs jobs as child processes. Implements the sandbox contract so that the same judge, the
    same jobs and the same parsing are timed on both sides."""

    name = "bare"
    version = "no containment"
    enforcement = Enforcement(enforced=())

    def __init__(self) -> None:
        self._links: list[Path] = []
        self._empty: list[Path] = []
        """folders that were in the way with nothing in them; they are put back"""
        self._root = Path(tempfile.mkdtemp(prefix="bare-"))

    def run(self, job: Job, cancel: object = None) -> Outcome:
        """Execute and wait."""
        stage, box = self._root / "job", self._root / "box"
        for folder, link in ((stage, Path("/job")), (box, Path("/box"))):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            self._link(link, folder)
        for name, file in job.files.items():
            path = stage / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
            path.chmod(0o755 if file.executable else 0o644)
        for layer in job.layers:
            self._link(Path(layer.target), layer.source)
        read, write = os.pipe()
        began = time.monotonic()

        def results_to_fd_3() -> None:
            os.dup2(write, RESULTS_FD)

        env = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/box", "TMPDIR": "/tmp",
               "LANG": "C.UTF-8", "NO_COLOR": "1", **job.env}  # fmt: skip
        with subprocess.Popen(
            job.command, cwd=job.cwd, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, pass_fds=(RESULTS_FD, write), preexec_fn=results_to_fd_3,
        ) as child:  # fmt: skip
            os.close(write)
            assert child.stdin is not None
            child.stdin.write(job.stdin)
            child.stdin.close()
            with os.fdopen(read, "rb") as pipe:
                results = pipe.read()
            code = child.wait()
        return Outcome(
            code if code >= 0 else None, -code if code < 0 else None, frozenset(), b"", b"",
            results, time.monotonic() - began,
        )  # fmt: skip

    def _link(self, link: Path, target: Path) -> None:
        if link.is_symlink() and link in self._links:
            if link.readlink() == target:
                return
            link.unlink()
        elif link.is_dir() and not link.is_symlink() and not any(link.iterdir()):
            link.rmdir()
            self._empty.append(link)
        elif link.exists() or link.is_symlink():
            raise SystemExit(f"{link} is there already; this benchmark needs a machine without it")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)
        self._links.append(link)

    def close(self) -> None:
        """Remove every link and folder it made."""
        for link in set(self._links):
            link.unlink(missing_ok=True)
        for folder in self._empty:
            folder.mkdir()
        shutil.rmtree(self._root, ignore_errors=True)
