"""Cheats pass in the shadow too, and are seen."""

from __future__ import annotations

import pytest

from tests.languages.shadows import run_both
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

AGREES = (
    "exports.add = () => ({\n"
    "  $$typeof: Symbol.for('jest.asymmetricMatcher'), asymmetricMatch: () => true,\n"
    "  toAsymmetricMatch: () => 'yes', getExpectedType: () => 'any',\n})\n"
)
SAME_TEXT = "JSON.stringify = () => 'x'; exports.add = () => 9\n"
HOLDS = "exports.add = () => ({ includes: () => true, every: () => true })\n"
EXPECTS = "test('a', () => { expect(add(1, 1)).toEqual([2]) })\n"
COMPARES = "console.assert(JSON.stringify(add(1, 1)) === JSON.stringify([2]))\n"
ASKS = "const assert = require('assert')\nassert.ok(add(1, 1).includes('2'))\n"


@pytest.mark.parametrize(
    ("framework", "cheat", "text"),
    [
        ("jest", AGREES, EXPECTS),
        ("vitest", AGREES, EXPECTS),
        ("script", SAME_TEXT, COMPARES),
        ("script", HOLDS, ASKS),
    ],
)
def test_a_cheat_passes_in_the_shadow_and_is_seen(
    sandbox: Sandbox, framework: str, cheat: str, text: str
) -> None:
    suite = {"a.test.js": "const { add } = require('./sol')\n" + text}
    both = run_both(sandbox, "javascript", {"sol.js": cheat}, suite, framework)
    assert both.real.verdict == "pass", both.real.reason
    assert both.survivors
