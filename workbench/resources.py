"""Where the files that ship beside the code are: in a checkout, or inside an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def sandbox_files() -> Path:
    """What goes inside a sandbox: harnesses, kits' pins, seccomp policy, image recipes.

    In a wheel the top-level `sandbox/` travels as `workbench/_sandbox/`.
    """
    packed = _PACKAGE / "_sandbox"
    return packed if packed.is_dir() else _PACKAGE.parent / "sandbox"


def demo_tasks() -> Path:
    """Folders of the demo workspace's tasks."""
    return _PACKAGE / "demo"


def rubrics() -> Path:
    """Built-in rubrics, one YAML file each."""
    return _PACKAGE / "model" / "rubrics"
