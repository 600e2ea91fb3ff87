"""A Java test that a certain day fails is found, and time runs on."""

from __future__ import annotations

import time

import pytest

from tests.languages.compiled import Workshop
from tests.languages.dated import FAR, assert_days_that_fail_are_found, second_told
from workbench.adequacy.trials import Bench, build
from workbench.languages.java_mutation import JavaMutation
from workbench.languages.mutation import NOTHING, Trial
from workbench.model.task import Limits, Solution, Suite

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

CODE = """\
import java.time.*;
import java.util.*;
class Dated {
    static final Instant BEGAN = Instant.now();
    static LocalDate today() { return LocalDate.now(); }
    static Date date() { return new Date(); }
    static boolean open(DayOfWeek day) { return day.getValue() < 6; }
    static Clock clock() { return Clock.systemUTC(); }
}
"""
TESTS = f"""\
import java.time.*;
import java.util.*;
import org.junit.jupiter.api.Test;
import static org.junit.jupiter.api.Assertions.*;
class DatedTest {{
    @Test void weekend() {{ assertTrue(Dated.open(LocalDate.now(ZoneOffset.UTC).getDayOfWeek())); }}
    @Test void monthEnd() {{ assertNotEquals(1, Dated.today().plusDays(1).getDayOfMonth()); }}
    @Test void expiry() {{
        Calendar end = new GregorianCalendar({FAR}, 0, 1);
        assertTrue(Dated.date().before(end.getTime()));
    }}
    @Test void steady() throws InterruptedException {{
        long wall = System.currentTimeMillis(), steady = System.nanoTime();
        Instant before = Dated.clock().instant();
        Thread.sleep(20);
        long took = System.currentTimeMillis() - wall;
        assertTrue(took >= 15 && took < 60_000, "time stood still or leapt: " + took);
        assertTrue(System.nanoTime() - steady >= 15_000_000L);
        assertTrue(Duration.between(before, Instant.now()).toMillis() < 60_000);
        assertTrue(Duration.between(Dated.BEGAN, before).toMillis() < 60_000);
        assertTrue(Math.abs(Dated.date().getTime() - Calendar.getInstance().getTimeInMillis()) < 60_000);
        assertTrue(Math.abs(new GregorianCalendar().getTimeInMillis() - wall) < 60_000);
        assertTrue(Math.abs(LocalDateTime.now(ZoneOffset.UTC).toEpochSecond(ZoneOffset.UTC) - wall / 1000) < 60);
    }}
    @Test void told() {{ fail("second " + Instant.now().getEpochSecond()); }}
}}
"""  # noqa: E501


def test_a_test_that_a_day_fails_is_found(java: Workshop) -> None:
    solution = Solution(name="made", role="candidate", files={"Dated.java": CODE})
    suite = Suite(name="tests", role="given", files={"DatedTest.java": TESTS})
    tests = java.speaker.inventory(suite, solution)
    bench = Bench(java.sandbox, java.speaker, JavaMutation(), java.tools, Limits(), suite, tests)
    built = build(bench, solution, bench.mutation.mutants(solution, suite))
    names = {ref.id.rpartition(".")[2]: ref.id for ref in tests.tests}
    dated = [names[n] for n in ("weekend", "monthEnd", "expiry")]
    assert_days_that_fail_are_found(built, dated, names["steady"])
    assert abs(second_told(built, names["told"]) - time.time()) < 600


ZONED = """\
import java.time.*;
import java.util.*;
class Zoned {
    static LocalDateTime at(long second) {
        return LocalDateTime.ofInstant(Instant.ofEpochSecond(second), ZoneId.systemDefault());
    }
}
"""
ZONED_TESTS = """\
import java.time.*;
import java.util.*;
import org.junit.jupiter.api.Test;
import static org.junit.jupiter.api.Assertions.*;
class ZonedTest {
    @Test void here() { assertEquals(LocalDateTime.of(1970, 1, 1, 0, 0), Zoned.at(0)); }
    @Test void anywhere() {
        ZoneId zone = TimeZone.getDefault().toZoneId();
        assertEquals(0, Zoned.at(0).atZone(zone).toEpochSecond());
    }
}
"""


def test_a_test_that_only_passes_in_one_time_zone_is_found(java: Workshop) -> None:
    solution = Solution(name="made", role="candidate", files={"Zoned.java": ZONED})
    suite = Suite(name="tests", role="given", files={"ZonedTest.java": ZONED_TESTS})
    tests = java.speaker.inventory(suite, solution)
    bench = Bench(java.sandbox, java.speaker, JavaMutation(), java.tools, Limits(), suite, tests)
    built = build(bench, solution, bench.mutation.mutants(solution, suite))
    ids = tuple(ref.id for ref in tests.tests)
    trials = [Trial(NOTHING, ids, full=True, seed=n) for n in range(6)]
    plain, *varied = built.run(trials)
    assert plain.failed == (), plain.messages
    assert {test for result in varied for test in result.failed} == {"ZonedTest.here"}
