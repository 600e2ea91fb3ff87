"""Kernels that take nothing in the folder they start in for a module: what lies there is data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

_LAUNCHER = ["-m", "ipykernel_launcher"]
_MAJOR, _MINOR = sys.version_info[:2]
_THIS = {"python", f"python{_MAJOR}", f"python{_MAJOR}.{_MINOR}"}
"""names that Jupyter replaces by the Python of the server"""


class Kernels(KernelSpecManager):
    """The kernels of this machine; IPython's, under the Python that serves, start with `-P`.

    `python -m` looks into the folder it starts in for the module to run and for everything that
    module imports, until ipykernel takes the folder away again: a `pathlib.py` in a workspace
    would have run by then. With `-P` it never is a place for modules, neither for a desk nor for
    a notebook's cells. The kernel of another Python stays as its owner made it: it need not know
    the flag, and has no workbench.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """As the base class, which also lists them all through here."""
        spec = super().get_kernel_spec(kernel_name)
        spec.argv = _safe(spec.argv)
        return spec


def _safe(argv: list[Any]) -> list[Any]:
    # What `ipykernel install` wrote may have flags of Python before the module.
    of_ipython = any(argv[place : place + 2] == _LAUNCHER for place in range(1, len(argv)))
    return [argv[0], "-P", *argv[1:]] if of_ipython and _is_this(str(argv[0])) else argv


def _is_this(python: str) -> bool:
    return python in _THIS or Path(python) == Path(sys.executable)
