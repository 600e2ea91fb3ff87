"""JupyterLab as somebody else runs it: the product's own command line, under that account."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.sessions.served import ROOT, Account
from workbench.jupyter.launch import command, environment

TOKEN = "a-token-for-tests"


def _blocked(path: Path) -> Path | None:
    """The topmost folder on the way that others cannot enter (a home of root's, say)."""
    for folder in reversed([path, *path.parents]):
        if folder.is_dir() and not folder.stat().st_mode & 0o001:
            return folder
    return None


def _reachable(hold: Path) -> list[str]:
    """Commands that make Python and the checkout reachable, in a mount namespace of its own."""
    script = []
    needed = {Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), ROOT}
    veiled: dict[Path, list[Path]] = {}
    for path in sorted(needed):
        blocked = _blocked(path)
        if blocked is not None:
            veiled.setdefault(blocked, []).append(path)
    for number, (blocked, paths) in enumerate(veiled.items()):
        for each, path in enumerate(paths):
            held = hold / f"{number}-{each}"
            script += [f"mkdir -p {held}", f"mount --bind {shlex.quote(str(path))} {held}"]
        script.append(f"mount -t tmpfs -o mode=755 none {shlex.quote(str(blocked))}")
        for each, path in enumerate(paths):
            quoted = shlex.quote(str(path))
            script += [f"mkdir -p {quoted}", f"mount --bind {hold}/{number}-{each} {quoted}"]
    return script


class Lab:
    """A server that answers."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self.home = home

    def ask(self, path: str, method: str = "GET", body: bytes | None = None) -> tuple[int, bytes]:
        """Status and body of an answer."""
        headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
        asked = urllib.request.Request(self.url + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()


@contextlib.contextmanager
def lab_as(account: Account, workspace: Path, folder: Path) -> Iterator[Lab]:
    """JupyterLab on the workspace, until the end of the block."""
    home, hold = folder / "home", folder / "hold"
    home.mkdir()
    hold.mkdir()
    os.chown(home, account.uid or 0, account.gid or 0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = [f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0"]
    argv = command(workspace, port=port, open_browser=False, extra=settings)
    env = environment(workspace, {"HOME": str(home), "PATH": os.environ["PATH"],
                                  "PYTHONPATH": str(ROOT)})  # fmt: skip
    drop = ["setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups", "--"]
    script = " && ".join([*_reachable(hold), f"exec {shlex.join([*drop, *argv])}"])
    log = folder / "lab.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            ["unshare", "-m", "sh", "-c", script], env=env, cwd=workspace, stdout=out,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    lab = Lab(f"http://127.0.0.1:{port}", home)
    try:
        end = time.monotonic() + 90
        while True:
            with contextlib.suppress(OSError):
                if lab.ask("/api")[0] == 200:
                    break
            if server.poll() is not None or time.monotonic() > end:
                raise AssertionError(log.read_text(errors="replace")[-2000:])
            time.sleep(0.2)
        yield lab
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
