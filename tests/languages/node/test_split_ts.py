"""Tests and solution in a sandbox each, compiled from TypeScript."""

from __future__ import annotations

import pytest

from tests.languages.node.split_running import run_apart
from workbench.sandboxes.base import Sandbox

pytestmark = pytest.mark.toolchain

SHAPES = (
    "export interface Shape { readonly area: number }\nexport enum Kind { Round, Square = 'sq' }\n"
    "export abstract class Base implements Shape { abstract get area(): number\n"
    "  constructor(protected readonly name: string) {}\n"
    "  describe(): string { return `${this.name}: ${this.area}` } }\n"
    "export class Square extends Base { constructor(private side: number) { super('square') }\n"
    "  get area(): number { return this.side ** 2 } grow(by = 1): this { this.side += by; return this } }\n"
    "export class TooBig extends Error { constructor(readonly limit: number) { super(`over ${limit}`) } }\n"
    "export default function check(n: number): number { if (n > 9) throw new TooBig(9); return n }\n"
)
SUITE = (
    "import check, { Base, Kind, Square, TooBig } from './shapes'\n"
    "import * as all from './shapes'\n"
    "class Wide extends Square { describe() { return 'wide ' + super.describe() } }\n"
    "test('classes', () => { const s = new Square(2); expect(s.area).toBe(4); expect(s.grow().area).toBe(9)\n"
    "  expect(s).toBeInstanceOf(Base); expect(s.describe()).toBe('square: 9')\n"
    "  expect(new Square(3)).toEqual(s); expect(new Wide(1).describe()).toBe('wide square: 1') })\n"
    "test('enums', () => { expect(Kind.Square).toBe('sq'); expect(Kind[0]).toBe('Round') })\n"
    "test('errors', () => { expect(() => check(10)).toThrow(TooBig); expect(() => check(10)).toThrow('over 9')\n"
    "  expect(all.default).toBe(check) })\n"
)
IMPORTS = {
    "jest": "",
    "vitest": "import { expect, test } from 'vitest'\n",
    "mocha": "import { it as test } from 'mocha'\nimport { expect as chai } from 'chai'\n",
}
MOCHA = (
    "import check, { Square } from './shapes'\n"
    "test('classes', () => { chai(new Square(2).area).to.equal(4)\n"
    "  chai(new Square(2)).to.deep.equal(new Square(2)); chai(() => check(10)).to.throw('over 9') })\n"
)


@pytest.mark.parametrize("framework", IMPORTS)
def test_typescript_passes_apart(sandbox: Sandbox, framework: str) -> None:
    suite = IMPORTS[framework] + (MOCHA if framework == "mocha" else SUITE)
    ran = run_apart(
        sandbox, {"shapes.ts": SHAPES}, {"shapes.test.ts": suite}, framework, name="typescript"
    )
    assert ran.clean, ran
    wrong = SHAPES.replace("** 2", "* 2")
    ran = run_apart(
        sandbox, {"shapes.ts": wrong}, {"shapes.test.ts": suite.replace("(2)", "(3)")}, framework,
        name="typescript",
    )  # fmt: skip
    assert not ran.passed and ran.ended and not ran.uncrossed


def test_a_spy_on_an_imported_module_is_seen_apart(sandbox: Sandbox) -> None:
    solution = {
        "clock.ts": "export const now = (): number => Date.now()\nexport const twice = () => now() * 2\n"
    }
    suite = (
        "import { expect, test, vi } from 'vitest'\nimport * as clock from './clock'\n"
        "test('a', () => { vi.spyOn(Date, 'now').mockReturnValue(4); expect(clock.twice()).toBe(8)\n"
        "  const spy = vi.spyOn(clock, 'now').mockReturnValue(1); expect(clock.now()).toBe(1)\n"
        "  expect(spy).toHaveBeenCalledOnce() })\n"
    )
    ran = run_apart(sandbox, solution, {"a.test.ts": suite}, "vitest", name="typescript")
    assert ran.clean, ran
