"""Toolchain by name."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from workbench.toolchains.base import Toolchain

_CLASSES = {
    "python": "PythonToolchain",
    "node": "NodeToolchain",
    "go": "GoToolchain",
    "rust": "RustToolchain",
    "java": "JavaToolchain",
}
NAMES = tuple(_CLASSES)


@cache
def toolchain(name: str) -> Toolchain:
    """The one instance of a toolchain."""
    module = import_module(f"workbench.toolchains.{name}")
    found: Toolchain = getattr(module, _CLASSES[name])()
    return found
