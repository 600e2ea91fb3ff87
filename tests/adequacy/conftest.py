"""A sandbox, and labs for small tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import pytest

from workbench.adequacy.search import Lab
from workbench.languages.registry import calls, language
from workbench.model.task import LanguageName, Limits, Suite
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

MakeLab = Callable[..., Lab]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """The real one, checked."""
    found = get_sandbox("auto", state_dir=cache_root() / "state")
    yield found
    found.close()


@pytest.fixture
def lab(sandbox: Sandbox) -> MakeLab:
    """`lab("python", {"test_x.py": ...}, prompt="")`."""

    return partial(lab_of, sandbox)


def lab_of(sandbox: Sandbox, name: str, files: Mapping[str, str], prompt: str = "") -> Lab:
    """A lab of one small suite."""
    speaker = language(LanguageName(name))
    calling = calls(speaker.name)
    assert calling is not None
    suite = Suite(name="given", role="given", files=dict(files))
    tools = toolchain(speaker.toolchain).toolbox()
    return Lab(sandbox, speaker, calling, tools, Limits(), suite, prompt)
