"""No cheat of the catalogue passes."""

from __future__ import annotations

import pytest

from tests.adversarial import choice
from tests.adversarial.catalogue import Cheat, SharedSuite, assert_no_pass
from workbench.judge import Judge
from workbench.model.task import LanguageName


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.slow
@pytest.mark.parametrize(
    ("sandbox", "cheat", "shared"),
    choice.of(LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT),
    indirect=["sandbox"],
)
def test_a_cheat_never_passes(judge: Judge, cheat: Cheat, shared: SharedSuite) -> None:
    assert_no_pass(judge, cheat, shared)
