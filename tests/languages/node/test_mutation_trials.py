"""Trials of JavaScript and TypeScript suites, in the real sandbox: what each mutant does, and that
none of it reaches the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.languages.fuelled import assert_tests_have_fuel_of_their_own
from workbench.adequacy.trials import Bench, Built, build
from workbench.languages.mutation import CANARY, NOTHING, Trial, TrialResult
from workbench.languages.registry import language, mutation
from workbench.model.run import Status
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Sandbox
from workbench.toolchains.registry import toolchain

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]


@dataclass
class Lab:
    """A solution whose mutants are held, and trials of its suite."""

    built: Built
    ids: tuple[str, ...]

    def number(self, before: str, after: str, operator: str = "") -> int:
        return next(
            n for n, m in enumerate(self.built.schemata.mutants, 1)
            if (m.before, m.after) == (before, after) and operator in ("", m.operator)
        )  # fmt: skip

    def run(self, *trials: Trial, wall_s: float = 10.0) -> list[TrialResult]:
        return list(self.built.run(trials, trial_wall_s=wall_s))

    def trial(self, active: int, *tests: str, fuel: int = 20_000, **more: bool | int) -> Trial:
        return Trial(active, tests or self.ids, fuel=fuel, **more)  # type: ignore[arg-type]


def lab(
    sandbox: Sandbox, solution: Mapping[str, str], suite: Mapping[str, str], framework: str,
    name: str = "javascript",
) -> Lab:  # fmt: skip
    speaker = language(LanguageName(name))
    subject = Solution(name="s", role="candidate", files=dict(solution))
    given = Suite(name="g", role="given", framework=Framework(framework), files=dict(suite))
    tests = speaker.inventory(given, subject)
    bench = Bench(
        sandbox, speaker, mutation(LanguageName(name)), toolchain(speaker.toolchain).toolbox(),
        Limits(memory_mb=128), given, tests,
    )  # fmt: skip
    built = build(bench, subject, bench.mutation.mutants(subject, given))
    assert not built.unbuilt
    return Lab(built, tuple(ref.id for ref in tests.tests))


def passed(result: TrialResult) -> bool:
    return result.end == "done" and bool(result.statuses) and not result.failed


SOL = """\
let calls = 0
export const add = (a, b) => { calls += 1; return a + b }
export const count = () => calls
export const drain = (n) => { while (n > 0) { try { n-- } catch { } } return n }
export const sum = (n) => (n ? n + sum(n - 1) : 0)
export const later = async (n) => { await null; return n < 2 ? 'few' : 'many' }
"""
JEST = """\
import { add, count, drain, later, sum } from './sol.js'
let order = []
beforeAll(() => { order.push('in') })
describe('sums', () => {
  beforeAll(() => { order.push('sums') })
  test('adds', () => { expect(add(1, 2)).toBe(3); expect(count()).toBe(1) })
})
test('drains', () => { expect(drain(3)).toBe(0) })
test('sums up', () => { expect(sum(3)).toBe(6) })
test('waits', async () => { await expect(later(1)).resolves.toBe('few') })
test('knows its hooks', () => {
  expect(order).toEqual(order.includes('sums') ? ['in', 'sums'] : ['in'])
})
"""


@pytest.mark.parametrize("framework", ["jest", "vitest", "mocha", "node:test", "script"])
def test_every_framework_passes_with_nothing_active_and_the_canary_dies(
    sandbox: Sandbox, framework: str
) -> None:
    solution = {"sol.js": "export const half = (n) => n / 2\n"}
    check = "assert.equal(half(4), 2)"
    heads = {
        "jest": "", "vitest": "import { test } from 'vitest'\n", "script": "",
        "mocha": "", "node:test": "import test from 'node:test'\n",
    }  # fmt: skip
    call = "it" if framework == "mocha" else "test"
    body = check if framework == "script" else f"{call}('half', () => {{ {check} }})"
    imports = "import assert from 'node:assert'\nimport { half } from './sol.js'\n"
    text = f"{heads[framework]}{imports}{body}\n"
    made = lab(sandbox, solution, {"a.test.js": text}, framework)
    mutant = made.number("/", "*")
    nothing, canary, killed, again = made.run(
        made.trial(NOTHING, probes=True, fuel=0), made.trial(CANARY), made.trial(mutant),
        made.trial(NOTHING, seed=3),
    )  # fmt: skip
    assert passed(nothing)
    assert passed(again)
    assert canary.failed == killed.failed == made.ids
    assert made.built.schemata.reach[mutant - 1] in nothing.probes
    assert nothing.fuel == 1


def test_trials_know_nothing_of_each_other_and_keep_the_order_given(sandbox: Sandbox) -> None:
    made = lab(sandbox, {"sol.js": SOL}, {"a.test.js": JEST}, "jest")
    backwards = made.ids[::-1]
    many = [made.trial(NOTHING, *(made.ids if k % 2 else backwards)) for k in range(4)]
    late = made.number("<", ">=")
    trials = [*many, made.trial(late), made.trial(late, full=True), made.trial(NOTHING)]
    results = made.run(*trials)
    assert [passed(r) for r in results] == [True] * 4 + [False, False, True]
    assert tuple(results[0].statuses) == backwards
    assert len(results[4].statuses) < len(results[5].statuses) == len(made.ids)
    assert len(results[5].failed) == 1


def test_fuel_ends_a_loop_whose_errors_are_swallowed_at_the_same_step(sandbox: Sandbox) -> None:
    made = lab(sandbox, {"sol.js": SOL}, {"a.test.js": JEST}, "jest")
    endless = [made.trial(made.number("--", "++"), fuel=5000)] * 3
    deep = made.number("-", "+")
    recursive = [made.trial(deep, fuel=fuel) for fuel in (1000, 10_000_000)]
    *results, few, many, last = made.run(*endless, *recursive, made.trial(NOTHING))
    assert [(r.end, r.fuel) for r in results] == [("fuel", 5002)] * 3  # two before it
    assert few.end == many.end == "fuel"
    assert few.failed == many.failed == ()
    assert set(made.ids) - set(few.statuses) >= {i for i in made.ids if "sums up" in i}
    assert passed(last)


def test_every_test_has_fuel_of_its_own(sandbox: Sandbox) -> None:
    made = lab(sandbox, {"sol.js": SOL}, {"a.test.js": JEST}, "jest")
    ids = [i for i in made.ids if any(word in i for word in ("drains", "sums up"))]
    assert_tests_have_fuel_of_their_own(made.built, ids)


HARM = """\
const fs = require('node:fs')
exports.go = (n) => {
  if (n === 1) { while (/^(a+)+$/.test('a'.repeat(50) + 'b')) ; }
  if (n === 2) { const all = []; while (true) all.push(new Array(4e6).fill(all.length)) }
  if (n === 3) process.exit(0)
  if (n === 4) process.kill(process.pid, 'SIGKILL')
  if (n === 5) { Array.prototype.map = () => 7; globalThis.left = 1; process.env.LEFT = '1' }
  if (n === 6) { fs.writeFileSync('left', 'x'); process.chdir('/') }
  if (n === 7) setInterval(() => { throw new Error('of the trial before') }, 1)
  if (n === 8) { require('node:timers').setTimeout(() => { throw new Error('much later') }, 30) }
  if (n === 9) Promise.reject(new Error('nobody waits'))
  if (n === 10) Object.freeze(Object.prototype)
  return 'fine'
}
"""
UNHARMED = """\
const { go } = require('./sol')
const fs = require('node:fs')
test('is fine', () => {
  expect([[1].map(String), globalThis.left, process.env.LEFT, fs.readdirSync('.'), {}.x]).toEqual(
    [['1'], undefined, undefined, [], undefined])
  expect(go(0)).toBe('fine')
})
test('is fine still', async () => {
  await new Promise((go) => setTimeout(go, 60))
  expect(1).toBe(1)
})
"""


def test_whatever_a_mutant_does_has_a_name_and_the_rest_goes_on(sandbox: Sandbox) -> None:
    made = lab(sandbox, {"sol.js": HARM}, {"a.test.js": UNHARMED}, "jest")
    harm = {n: made.trial(made.number(f"n === {n}", "true")) for n in range(1, 11)}
    nothing = made.trial(NOTHING)
    hung = made.run(harm.pop(1), nothing, wall_s=1.0)
    results = [*hung, *made.run(*(t for bad in harm.values() for t in (bad, nothing)))]
    ends = [r.end for r in results[::2]]
    assert ends[:4] == ["timeout", "memory", "crashed", "memory"]
    assert [passed(r) for r in results[1::2]] == [True] * 10


def test_a_test_that_can_never_finish_is_not_waited_for(sandbox: Sandbox) -> None:
    solution = {"sol.js": "exports.soon = (done) => { setTimeout(done, 1) }\n"}
    suite = {
        "a.test.js": "const { soon } = require('./sol')\ntest('soon', (done) => { soon(done) })\n"
    }
    made = lab(sandbox, solution, suite, "jest")
    gone, nothing = made.run(
        made.trial(made.number("setTimeout(done, 1)", "void 0")), made.trial(NOTHING)
    )
    assert gone.failed == made.ids
    assert gone.duration_s < 4  # the test itself would wait for five
    assert passed(nothing)


STARTS = """\
const { Worker, isMainThread, parentPort } = require('node:worker_threads')
if (!isMainThread) parentPort.postMessage(5 - 3)
else if (require.main === module) console.log(6 * 7)
exports.ask = () => new Promise((done) => new Worker(__filename).on('message', done))
"""
STARTED = """\
const { execFileSync } = require('node:child_process')
const { ask } = require('./sol')
test('program', () => {
  expect(String(execFileSync(process.execPath, [__dirname + '/sol.js']))).toBe('42\\n')
})
test('thread', async () => { expect(await ask()).toBe(2) })
"""


def test_programs_and_threads_a_test_starts_hold_the_active_mutant(sandbox: Sandbox) -> None:
    made = lab(sandbox, {"sol.js": STARTS}, {"a.test.js": STARTED}, "jest")
    numbers = [made.number("*", "/"), made.number("-", "+")]
    nothing, *rest = made.run(
        made.trial(NOTHING, probes=True), *(made.trial(n, full=True) for n in numbers)
    )
    assert passed(nothing)
    assert {made.built.schemata.reach[n - 1] for n in numbers} <= nothing.probes
    assert [r.failed for r in rest] == [(made.ids[0],), (made.ids[1],)]


CHANCE = """\
const { now } = require('./sol')
const year = new Date(Date.now())
test('x', () => {
  expect(year instanceof Date && year.constructor === Date).toBe(true)
  expect(now()).toBe(Math.abs(Date.now() - performance.timeOrigin) < 864e5)
})
"""


def test_chance_is_the_same_in_every_trial_and_another_with_a_seed(sandbox: Sandbox) -> None:
    solution = {"sol.js": "exports.now = () => [Math.random(), new Date().getFullYear() > 0]\n"}
    made = lab(sandbox, solution, {"a.test.js": CHANCE}, "jest")
    a, b, c, d = made.run(*(made.trial(NOTHING, seed=seed) for seed in (0, 0, 5, 5)))
    (first,), (second,), (third,), (fourth,) = (tuple(r.messages.values()) for r in (a, b, c, d))
    assert first == second != third == fourth
    assert "Expected: true" in first
    assert "Expected: false" in third


DOUBLE = """\
const { now, year } = require('./sol')
test('double', () => {
  const spy = jest.spyOn(Date, 'now').mockReturnValue(4)
  expect(now()).toBe(4)
  spy.mockRestore()
  expect(now()).toBeGreaterThan(4)
  class Day extends Date {}
  expect(new Day(0) instanceof Date && new Date() instanceof Date).toBe(true)
  expect(new Date(Date.now()).getFullYear()).toBe(year())
})
test('told', () => { expect(year()).toBe(0) })
"""


def test_a_test_may_put_a_double_in_place_of_a_clock_that_is_moved(sandbox: Sandbox) -> None:
    solution = {"sol.js": "exports.now = () => Date.now()\n"
                          "exports.year = () => new Date().getFullYear()\n"}  # fmt: skip
    made = lab(sandbox, solution, {"a.test.js": DOUBLE}, "jest")
    results = made.run(*(made.trial(NOTHING, seed=seed, full=True) for seed in range(1, 8)))
    told = {r.messages[made.ids[1]] for r in results}
    assert [r.failed for r in results] == [(made.ids[1],)] * 7, results[0].messages
    assert len(told) > 1


ZONED = """\
const { iso, day } = require('./sol')
test('mixed', () => { expect(iso(new Date(2024, 2, 31))).toBe('2024-03-31') })
test('local', () => { expect(day(new Date(2024, 2, 31))).toBe(31) })
test('global', () => { expect(iso(new Date(Date.UTC(2024, 2, 31)))).toBe('2024-03-31') })
"""


def test_a_test_that_needs_a_time_zone_fails_some_reruns(sandbox: Sandbox) -> None:
    solution = {"sol.js": "exports.iso = (d) => d.toISOString().slice(0, 10)\n"
                          "exports.day = (d) => d.getDate()\n"}  # fmt: skip
    made = lab(sandbox, solution, {"a.test.js": ZONED}, "jest")
    seeds = [*range(1, 9), 0]
    results = made.run(*(made.trial(NOTHING, seed=seed, full=True) for seed in seeds))
    failed = [r.failed for r in results]
    assert set(failed) == {(), (made.ids[0],)}, [r.messages for r in results]
    assert failed[-1] == ()
    said = [m for r in results for m in r.messages.values() if m]
    assert all(m.startswith("in the time zone Etc/GMT") for m in said)


BOX = """\
export enum Kind { Few = 1, Many }
export class Box<T> {
  constructor(private readonly all: T[] = []) {}
  kind(limit: number = 2): Kind { return this.all!.length < limit ? Kind.Few : Kind.Many }
}
export function first(all: readonly string[]): string | undefined { return all?.[0] as string }
"""
BOXED = """\
import { expect, test } from '@jest/globals'
import { Box, Kind, first } from './sol.ts'
test('kind', () => {
  expect(new Box(['a']).kind()).toBe(Kind.Few)
  expect(new Box(['a', 'b']).kind()).toBe(Kind.Many)
})
test('first', () => { expect(first(['x', 'y'])).toBe('x') })
"""


def test_typescript_is_mutated_as_typescript_and_runs_as_ever(sandbox: Sandbox) -> None:
    made = lab(sandbox, {"sol.ts": BOX}, {"sol.test.ts": BOXED}, "jest", "typescript")
    nothing, *rest = made.run(
        made.trial(NOTHING),
        *(made.trial(n) for n in range(1, len(made.built.schemata.mutants) + 1)),
    )
    assert passed(nothing)
    outcomes = zip(made.built.schemata.mutants, rest, strict=True)
    alive = {(m.before, m.after) for m, result in outcomes if passed(result)}
    assert alive == {("?.", "")}


SURELY = """\
export const price = (each: number, count?: number): number => each + count! * 2
export function last(all: number[]): number {
  let at = 0
  while (at + 1 < all.length && all[at + 1] === all[at]! + 1) at += 1
  return all[at]!
}
"""
SURE = """\
import { expect, test } from 'vitest'
import { last, price } from './sol'
test('price', () => { expect(price(3, 2)).toBe(7) })
test('last', () => { expect(last([4, 5, 7])).toBe(5) })
"""


def test_what_is_surely_there_binds_as_tightly_as_in_typescript(sandbox: Sandbox) -> None:
    made = lab(sandbox, {"sol.ts": SURELY}, {"sol.test.ts": SURE}, "vitest", "typescript")
    number = made.number("*", "/")
    nothing, mutant = made.run(made.trial(NOTHING), made.trial(number))
    assert passed(nothing), nothing.messages
    assert mutant.failed == (made.ids[0],)


TABLE = """\
import { table } from './sol.mjs'
test('x', () => { expect(table[0]).toBe('1.0') })
test('y', () => { expect(table).toHaveLength(2) })
"""


def test_what_cannot_be_loaded_is_killed_by_that(sandbox: Sandbox) -> None:
    # One that awaits at top level stays the ES module it is.
    solution = {"sol.mjs": "await null\nexport const table = [1, 2].map((n) => n.toFixed(1))\n"}
    made = lab(sandbox, solution, {"a.test.mjs": TABLE}, "jest")
    loads, not_all = made.run(made.trial(made.number("1", "2")), made.trial(CANARY, full=True))
    assert loads.statuses[made.ids[0]] is Status.FAILED
    assert set(not_all.statuses.values()) == {Status.ERRORED}
