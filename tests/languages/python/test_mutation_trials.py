"""Trials of Python suites in the real sandbox: nothing of one is left for the next, and whatever a
mutant does has a name."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.languages.fuelled import assert_tests_have_fuel_of_their_own
from tests.languages.python.running import NONCE
from tests.languages.python.trying import SUITES, Prepare
from workbench.adequacy.mutants import examine, measure
from workbench.adequacy.trials import Built
from workbench.errors import Cancelled
from workbench.languages.mutation import CANARY, NOTHING, Trial
from workbench.languages.trial_records import TrialReport, parse_trials
from workbench.model.assessment import Fate
from workbench.model.run import Status
from workbench.model.task import Framework

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]


def ids(built: Built) -> tuple[str, ...]:
    return tuple(ref.id for ref in built.bench.tests.tests)


def number(built: Built, before: str, after: str, function: str) -> int:
    """Of the one mutant that makes this of that."""
    (found,) = (
        n for n, m in enumerate(built.schemata.mutants, start=1)
        if (m.before, m.after, m.function) == (before, after, function)
    )  # fmt: skip
    return found


def report(built: Built, trials: Sequence[Trial], **more: float) -> TrialReport:
    bench = built.bench
    job = bench.mutation.trial_job(
        built.schemata, bench.suite, bench.tests, bench.tools, bench.limits, trials,
        nonce=NONCE, **more,
    )  # fmt: skip
    outcome = bench.sandbox.run(replace(job, limits=replace(job.limits, wall_s=120.0)))
    found = parse_trials(outcome.results, NONCE)
    assert found.error == ""
    assert found.ended
    assert [t.index for t in found.trials] == list(range(len(trials)))
    return found


@pytest.mark.parametrize("framework", SUITES)
def test_every_mutant_of_a_task_gets_its_fate(prepare: Prepare, framework: Framework) -> None:
    built = prepare(framework)
    base = measure(built, wall_s=60.0)
    assert base.tests == ids(built)
    assert base.asleep == ()
    fates = {
        (r.function, r.before, r.after): r.fate
        for r in examine(built, base, full=True, wall_s=100.0)
    }
    assert fates["down", "n -= 1", "pass"] is Fate.FUEL
    assert fates["down", "n > 0", "True"] is Fate.FUEL
    assert fates["", "1", "2"] is fates["made", "3", "4"] is Fate.KILLED
    assert fates["add", "+", "-"] is fates["add", "CALLS.append(a)", "pass"] is Fate.KILLED
    assert fates["note", '"a"', '""'] is Fate.KILLED
    assert {f for k, f in fates.items() if k[0] != "down"} <= {Fate.KILLED, Fate.SURVIVED}, fates


def test_time_that_ends_is_no_trials_fault(prepare: Prepare) -> None:
    built = prepare(Framework.PYTEST)
    trials = [Trial(NOTHING, ids(built), full=True)] * 20_000
    found = list(built.run(trials, wall_s=1.5))
    assert len(found) < len(trials)
    assert all(trial.end == "done" and not trial.failed for trial in found)


@pytest.mark.parametrize("framework", SUITES)
def test_a_trial_runs_the_tests_it_names_and_leaves_nothing(
    prepare: Prepare, framework: Framework
) -> None:
    built = prepare(framework)
    all_ids = ids(built)
    some = (all_ids[3], all_ids[0])
    trials = [Trial(NOTHING, some, full=True), Trial(NOTHING, all_ids), Trial(NOTHING, all_ids)]
    found = report(built, [*trials, Trial(NOTHING, (), probes=True), Trial(CANARY, all_ids)])
    wanted = set(all_ids) if framework is Framework.SCRIPT else set(some)
    assert set(found.trials[0].statuses) == wanted
    assert set(found.trials[1].statuses.values()) == {Status.PASSED}
    assert found.trials[1].statuses == found.trials[2].statuses
    assert found.trials[1].fuel == found.trials[2].fuel > 0
    assert found.trials[3].statuses == {}
    assert len(found.trials[4].statuses) == 1
    assert found.trials[4].failed


@pytest.mark.parametrize("framework", [Framework.PYTEST, Framework.UNITTEST])
def test_every_test_has_fuel_of_its_own(prepare: Prepare, framework: Framework) -> None:
    built = prepare(framework)
    burning = [i for i in ids(built) if "down" in i or "calls" in i or "grown" in i]
    assert_tests_have_fuel_of_their_own(built, burning)


def test_probes_are_of_the_tests_that_were_asked_for(prepare: Prepare) -> None:
    for framework in SUITES:
        built = prepare(framework)
        all_ids = ids(built)
        found = report(built, [Trial(NOTHING, (i,), full=True, probes=True) for i in all_ids])
        add = built.schemata.reach[number(built, "+", "-", "add") - 1]
        made = built.schemata.reach[number(built, "3", "4", "made") - 1]
        reaching = [i for i, t in zip(all_ids, found.trials, strict=True) if add in t.probes]
        assert reaching == list(all_ids[: 1 if framework is Framework.SCRIPT else 2])
        assert all(made in t.probes for t in found.trials)


def test_what_escapes_bombs_or_never_ends_has_a_name_and_the_rest_goes_on(
    prepare: Prepare,
) -> None:
    text = """
import os, subprocess, sys, time
def leave(x): return os._exit(0) if x > 5 else x
def slay(x): return os.kill(os.getppid(), 9) if x > 5 else x
def bomb(x): return len([0] * (10 ** 10)) if x > 5 else x
def native(x): return sum(range(10 ** 12)) if x > 5 else x
def spawn(x):
    if x > 5:
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"],
                         start_new_session=True)
        time.sleep(60)
    return x
def litter(x):
    if x > 5:
        open("left", "w").close()
    return len(os.listdir("."))
def deep(x): return deep(x + 1) if x > 5 else x
"""
    names = ("leave", "slay", "bomb", "native", "spawn", "litter", "deep")
    suite = f"from sol import {', '.join(names)}\n" + "".join(
        f"def test_{n}(): assert {n}(5) == {0 if n == 'litter' else 5}\n" for n in names
    )
    built = prepare(Framework.PYTEST, suite, text)
    all_ids = ids(built)
    trials = [Trial(number(built, ">", ">=", n), (i,)) for n, i in zip(names, all_ids, strict=True)]
    found = report(built, [*trials, Trial(NOTHING, all_ids)], trial_wall_s=3.0)
    ends = dict(zip(names, [t.end for t in found.trials], strict=False))
    assert ends == {
        "leave": "crashed", "slay": "done", "bomb": "memory", "native": "timeout",
        "spawn": "timeout", "litter": "done", "deep": "done",
    }  # fmt: skip
    assert [n for n, t in zip(names, found.trials, strict=False) if t.failed] == [
        "slay",
        "litter",
        "deep",
    ]
    assert set(found.trials[7].statuses.values()) == {Status.PASSED}


def test_results_come_while_others_run_and_who_wants_no_more_ends_the_job(
    prepare: Prepare,
) -> None:
    text = "def f(x): return sum(range(10 ** 12)) if x > 5 else x\n"
    built = prepare(Framework.PYTEST, "from sol import f\ndef test_f(): assert f(5) == 5\n", text)
    trials = [Trial(NOTHING, ids(built)), Trial(number(built, ">", ">=", "f"), ids(built))]
    began = time.monotonic()
    results = built.run(trials, trial_wall_s=100.0)
    assert next(results).failed == ()
    results.close()
    assert time.monotonic() - began < 50
    built.bench.cancel.set()
    with pytest.raises(Cancelled):
        list(built.run(trials))


def test_a_seed_changes_what_a_suite_should_not_depend_on(prepare: Prepare) -> None:
    suite = """
import random, time
import sol
def test_random(): assert random.random() == 0.13436424411240122
def test_zone(): assert time.localtime(0).tm_hour == 0
def test_day(): assert abs(time.time() - sol.LOADED) < 60
def test_past(): assert time.time() < 2_000_000_000
"""
    built = prepare(Framework.PYTEST, suite, "import time\nLOADED = time.time()\n")
    all_ids = ids(built)
    found = report(built, [Trial(NOTHING, all_ids, full=True, seed=s) for s in (0, 3, 8)])
    plain, *varied = [[s is Status.PASSED for s in t.statuses.values()] for t in found.trials]
    assert plain == [True, True, True, True]
    assert all(row[:3] == [False, False, True] for row in varied)


def test_a_seed_moves_the_days_of_datetime_and_all_clocks_agree(prepare: Prepare) -> None:
    text = """
from datetime import date, datetime
class Moment(datetime): pass
def today(): return date.today()
def now(zone=None): return Moment.now(zone)
"""
    suite = """
import datetime, pickle, time
import sol
HERE = datetime.date(*time.localtime()[:3])
def test_day(): assert sol.today() == HERE
def test_clocks():
    zone = datetime.timezone.utc
    for moment in (sol.now(zone), datetime.datetime.now().astimezone(), datetime.datetime.today()):
        assert abs(moment.timestamp() - time.time()) < 60
    assert abs(datetime.datetime.now(zone).replace(tzinfo=None) - sol.Moment.utcnow()).seconds < 60
    assert type(sol.now()) is sol.Moment and pickle.loads(pickle.dumps(sol.now())) <= sol.now()
def test_dated(): assert sol.today().year < %d
"""
    built = prepare(Framework.PYTEST, suite % (date.today().year + 2), text)
    all_ids = ids(built)
    found = report(built, [Trial(NOTHING, all_ids, full=True, seed=s) for s in (0, 1, 4)])
    passed = [[s is Status.PASSED for s in t.statuses.values()] for t in found.trials]
    # The fourth moment lies five years ahead.
    assert passed == [[True, True, True], [True, True, True], [True, True, False]]


def test_a_program_that_a_test_starts_is_mutated_as_well(prepare: Prepare) -> None:
    text = """
import sys
def double(n): return n * 2
if __name__ == "__main__":
    print(double(int(sys.argv[1])))
"""
    suite = """
import subprocess, sys
def test_program():
    said = subprocess.run([sys.executable, "/job/sol.py", "4"], capture_output=True, text=True)
    assert said.stdout == "8\\n"
"""
    built = prepare(Framework.PYTEST, suite, text)
    base = measure(built, wall_s=60.0)
    assert {r.fate for r in examine(built, base, wall_s=60.0)} == {Fate.KILLED}


def test_a_suite_that_does_not_load_says_why(prepare: Prepare) -> None:
    for framework in (Framework.PYTEST, Framework.UNITTEST):
        built = prepare(framework, "import nowhere_to_be_found\n" + SUITES[framework])
        job = built.bench.mutation.trial_job(
            built.schemata, built.bench.suite, built.bench.tests, built.bench.tools,
            built.bench.limits, [Trial(NOTHING, ids(built))], nonce=NONCE,
        )  # fmt: skip
        found = parse_trials(built.bench.sandbox.run(job).results, NONCE)
        assert "nowhere_to_be_found" in found.error


def test_fixtures_of_a_conftest_and_plug_ins_work_in_trials(prepare: Prepare) -> None:
    suite = """
import asyncio
from hypothesis import given, settings, strategies as st
from sol import add
@settings(max_examples=5)
@given(st.integers(), st.integers())
def test_any(a, b): assert add(a, b) == b + a
async def test_later(ready):
    await asyncio.sleep(0)
    assert add(ready, 1) == 2
def test_made(tmp_path, capsys):
    print(add(1, 1), file=(tmp_path / "x").open("w"))
    assert (tmp_path / "x").exists() or capsys
"""
    conftest = "import pytest, sol\n@pytest.fixture\ndef ready(): return sol.TABLE['one']\n"
    built = prepare(Framework.PYTEST, suite, support={"conftest.py": conftest})
    table = number(built, "1", "2", "")
    found = report(built, [
        Trial(NOTHING, ids(built)), Trial(table, ids(built), fresh=True),
        Trial(number(built, "+", "-", "add"), ids(built), full=True),
    ])  # fmt: skip
    assert set(found.trials[0].statuses.values()) == {Status.PASSED}
    assert found.trials[1].failed == (ids(built)[1],)
    assert found.trials[2].failed == ids(built)[:2]
