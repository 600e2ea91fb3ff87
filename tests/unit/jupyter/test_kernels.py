"""A kernel that starts in a folder takes no module from it, whenever it imports."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager
from jupyter_server.serverapp import ServerApp

from workbench.jupyter.kernels import Kernels
from workbench.jupyter.launch import command

TRAPS = ("json", "pathlib", "traitlets", "runpy", "ipykernel_launcher", "zmq", "pandas", "helper")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(name, str(tmp_path / name))


def ran(manager: KernelManager, folder: Path, code: str) -> tuple[list[str], str]:
    """Which traps ran in a kernel started in `folder`, and what became of `code`."""
    said = folder.parent / "said"
    for name in TRAPS:
        (folder / f"{name}.py").write_text(f"open({str(said)!r}, 'a').write({name!r} + chr(10))\n")
    try:
        manager.start_kernel(cwd=str(folder))
        client = manager.blocking_client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            status = client.execute_interactive(code, timeout=60)["content"]["status"]
        except RuntimeError:
            status = "dead"
        finally:
            client.stop_channels()
    finally:
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
    return (said.read_text().split() if said.exists() else []), status


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    place = tmp_path / "workspace"
    place.mkdir()
    return place


def test_modules_lying_in_a_workspace_do_not_run_in_its_kernels(workspace: Path) -> None:
    manager = KernelManager(kernel_spec_manager=Kernels())
    everything = "import json, pathlib, pandas, traitlets"
    assert ran(manager, workspace, everything) == ([], "ok")


def test_the_server_starts_kernels_that_way(workspace: Path) -> None:
    argv = command(workspace)
    app = ServerApp()
    app.parse_command_line(
        [word for word in argv[argv.index("jupyterlab") + 1 :] if "Lab" not in word]
    )
    assert app.kernel_spec_manager_class is Kernels
    assert Kernels().get_all_specs()["python3"]["spec"]["argv"][1] == "-P"


@pytest.mark.parametrize(
    ("argv", "begins"),
    [
        (["python", "-m", "ipykernel_launcher"], ["python", "-P", "-m"]),
        ([sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher"],
         [sys.executable, "-P", "-Xfrozen_modules=off"]),
        (["/opt/other/python", "-m", "ipykernel_launcher"], ["/opt/other/python", "-m"]),
        (["python", "-m", "bash_kernel"], ["python", "-m"]),
    ],
)  # fmt: skip
def test_only_ipythons_kernel_of_this_python_is_told(
    tmp_path: Path, argv: list[str], begins: list[str]
) -> None:
    place = tmp_path / "JUPYTER_DATA_DIR" / "kernels" / "some"
    place.mkdir(parents=True)
    said = {"argv": [*argv, "-f", "{connection_file}"], "display_name": "Some", "language": "x"}
    (place / "kernel.json").write_text(json.dumps(said))
    found = Kernels().get_kernel_spec("some").argv
    assert found[: len(begins)] == begins
    assert [word for word in found if word != "-P"] == said["argv"]
