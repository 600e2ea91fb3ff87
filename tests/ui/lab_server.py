"""A real JupyterLab on a real workspace, as `workbench lab` starts it: token on, own folders."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from workbench.jupyter import launch

CHECKOUT = Path(__file__).resolve().parents[2]
LABEXTENSION = CHECKOUT / "workbench" / "jupyter" / "labextension"
TOKEN = "a-token-of-the-tests"
REVIEWER = "ann"


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LabServer:
    """Started on one port with its own Jupyter folders; may be killed and started again."""

    def __init__(
        self,
        workspace: Path,
        home: Path,
        *,
        env: dict[str, str] | None = None,
        extra: tuple[str, ...] = (),
    ) -> None:
        self.workspace = workspace
        self.home = home
        self.port = free_port()
        self._extra_env = env or {}
        self._extra = extra
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Address without a trailing slash."""
        return f"http://127.0.0.1:{self.port}"

    def address(self, path: str = "/lab") -> str:
        """A page's address with the token, as the terminal prints it."""
        return f"{self.url}{path}?token={TOKEN}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        argv = launch.command(
            self.workspace,
            port=self.port,
            open_browser=False,
            extra=("--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", *self._extra),
        )
        self._install_extension()
        log = (self.home / "server.log").open("ab")
        self._process = subprocess.Popen(
            argv,
            env=launch.environment(self.workspace, self._environment()),
            cwd=self.workspace,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self._wait()

    def stop(self) -> None:
        """End it and its kernels."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL the server alone, as the kernel's out-of-memory killer would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    def kernels(self) -> list[int]:
        """Process ids of its kernels: the descendants that run ipykernel."""
        assert self._process is not None
        session = self._process.pid
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes()
                    parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                except OSError:
                    continue
                if parent == session and b"ipykernel_launcher" in command:
                    found.append(int(entry.name))
        return found

    def kill_kernels(self) -> None:
        """SIGKILL every kernel."""
        for pid in self.kernels():
            os.kill(pid, signal.SIGKILL)

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON"))}
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "IPYTHONDIR": "ipython",
            "JUPYTERLAB_WORKSPACES_DIR": "lab-workspaces",
            "JUPYTERLAB_SETTINGS_DIR": "lab-settings",
        }
        return {
            **kept,
            **{name: str(self.home / folder) for name, folder in folders.items()},
            # The environment may hold the extension of another checkout than the one tested.
            "JUPYTER_PREFER_ENV_PATH": "0",
            "PYTHONPATH": str(CHECKOUT),
            "WORKBENCH_REVIEWER": REVIEWER,
            **self._extra_env,
        }

    def _install_extension(self) -> None:
        place = self.home / "data" / "labextensions" / "reviewer-workbench"
        place.parent.mkdir(parents=True, exist_ok=True)
        if not place.is_symlink():
            place.symlink_to(LABEXTENSION)

    def _wait(self, patience_s: float = 180.0) -> None:
        assert self._process is not None
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/api/status?token={TOKEN}", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise AssertionError((self.home / "server.log").read_text()[-4000:])

    def _signal(self, number: int) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        kernels = self.kernels()
        self._process.send_signal(number)
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        for pid in kernels:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
