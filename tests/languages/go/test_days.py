"""A Go test that a certain day fails is found, and time runs on."""

from __future__ import annotations

import time

import pytest

from tests.languages.compiled import Workshop
from tests.languages.dated import FAR, assert_days_that_fail_are_found, second_told
from workbench.adequacy.trials import Bench, build
from workbench.languages.go_mutation import GoMutation
from workbench.model.task import Limits, Solution, Suite

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

CODE = """package dated

import "time"

var Began = time.Now()

func Today() time.Time { return time.Now() }

func Open(day time.Weekday) bool { return day != time.Saturday && day != time.Sunday }

func Age(then time.Time) time.Duration { return time.Since(then) }
"""
TESTS = f"""package dated

import (
	"context"
	"testing"
	"time"
)

func TestWeekend(t *testing.T) {{
	if !Open(time.Now().Weekday()) {{
		t.Fatal("closed")
	}}
}}

func TestMonthEnd(t *testing.T) {{
	if Today().AddDate(0, 0, 1).Day() == 1 {{
		t.Fatal("the month is over")
	}}
}}

func TestExpiry(t *testing.T) {{
	if time.Until(time.Date({FAR}, 1, 1, 0, 0, 0, 0, time.UTC)) < 0 {{
		t.Fatal("expired")
	}}
}}

func TestSteady(t *testing.T) {{
	start := Today()
	time.Sleep(20 * time.Millisecond)
	wall := Today().Round(0).Sub(start.Round(0))
	for _, took := range []time.Duration{{Age(start), time.Now().Sub(start), wall}} {{
		if took < 15*time.Millisecond || took > time.Minute {{
			t.Fatal("time stood still or leapt: ", took)
		}}
	}}
	if Age(Began) < 0 || Age(Began) > time.Minute {{
		t.Fatal("what was loaded is of another day")
	}}
	soon, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if until, _ := soon.Deadline(); until.Before(time.Now()) || time.Until(until) > time.Second {{
		t.Fatal("a deadline is of another day")
	}}
	<-soon.Done()
}}

func TestTold(t *testing.T) {{ t.Fatalf("second %d", time.Now().Unix()) }}
"""


def test_a_test_that_a_day_fails_is_found(go: Workshop) -> None:
    solution = Solution(name="made", role="candidate", files={"dated.go": CODE})
    suite = Suite(name="tests", role="given", files={"dated_test.go": TESTS})
    tests = go.speaker.inventory(suite, solution)
    bench = Bench(go.sandbox, go.speaker, GoMutation(), go.tools, Limits(), suite, tests)
    built = build(bench, solution, bench.mutation.mutants(solution, suite))
    names = {ref.id.rpartition(".")[2]: ref.id for ref in tests.tests}
    dated = [names[n] for n in ("TestWeekend", "TestMonthEnd", "TestExpiry")]
    assert_days_that_fail_are_found(built, dated, names["TestSteady"])
    assert abs(second_told(built, names["TestTold"]) - time.time()) < 600
