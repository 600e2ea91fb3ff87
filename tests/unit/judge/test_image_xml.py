"""XML reports are believed when their numbers fit their lines and the log; Gradle only so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.exchange import repository_records as r
from tests.unit.judge.test_image_results import inventory, left, verdict
from workbench.judge.image_patches import without
from workbench.judge.image_results import hear
from workbench.judge.image_xml import PLACES, xml_reports

GRADLE = "> Task :test\n\na.T > adds PASSED\n\na.T > subs PASSED\n\nBUILD SUCCESSFUL in 3s\n"
CASES = '<testcase name="adds()" classname="a.T"/><testcase name="subs()" classname="a.T"/>'
WHOLE = f'<testsuite name="a.T" tests="2" failures="0" errors="0" skipped="0">{CASES}</testsuite>'
FAILED = WHOLE.replace('failures="0"', 'failures="1"').replace(
    '"a.T"/><', '"a.T"><failure>no</failure></testcase><', 1
)


def judged(log: str, *reports: str, code: int = 0, names: tuple[str, ...] = ("a.T > adds",)) -> str:
    tests = inventory(*names)
    what = replace(left(log, code=code), reports=tuple(text.encode() for text in reports))
    return verdict(hear(what, "log", tests, "0"), tests)


def test_gradle_alone_is_no_pass_for_a_test_that_exits_with_0_leaves_it_successful() -> None:
    assert judged(GRADLE) == "incomplete"
    assert judged(GRADLE, WHOLE) == "pass"
    assert judged("> Task :test\n\nBUILD SUCCESSFUL in 3s\n", WHOLE) == "pass"
    assert judged(GRADLE, WHOLE, code=1) == "incomplete"


@pytest.mark.parametrize(
    "report",
    [
        WHOLE.replace('tests="2"', 'tests="3"'),
        WHOLE.replace('skipped="0"', 'skipped="1"'),
        WHOLE.replace(' tests="2"', ""),
        WHOLE.replace("</testsuite>", ""),
        WHOLE.replace("<testcase", "<testcase name='subs()'", 1),
        "<testsuite tests='1' name='a.T'><testcase name='adds()' classname='a.T'/></testsuite>",
        WHOLE.replace('"a.T"/><', '"a.T"><flakyFailure/></testcase><', 1),
        "<testsuite",
        "<testsuite tests='9" + "9" * 5000 + "'/>",
    ],
)
def test_a_report_whose_numbers_do_not_fit_is_no_pass(report: str) -> None:
    assert judged(GRADLE, report) == "incomplete"


def test_what_a_report_says_failed_fails_whatever_the_log_says() -> None:
    assert judged(GRADLE, FAILED) == "fail"
    assert judged(GRADLE, FAILED, code=1) == "fail"
    skipped = WHOLE.replace('skipped="0"', 'skipped="1"').replace(
        '"a.T"/><', '"a.T"><skipped/></testcase><', 1
    )
    assert judged("", skipped) == "incomplete"
    assert judged("", skipped, names=("a.T.subs",)) == "pass"


def test_one_report_printed_and_left_as_a_file_is_one_and_two_of_a_name_are_two() -> None:
    assert judged(f'{GRADLE}<?xml version="1.0"?>\n{WHOLE}\n', WHOLE) == "pass"
    assert judged(GRADLE + FAILED, WHOLE, code=1) == "fail"
    assert judged(GRADLE, WHOLE, WHOLE.replace('name="a.T"', 'name="b.T"')) == "incomplete"


def test_names_are_those_that_lists_use() -> None:
    for name in ("a.T.adds", "a.T#adds()", "a.T > subs()", "adds(a.T)", "a.T::adds", "a.T"):
        assert judged("", WHOLE, names=(name,)) == "pass", name
    assert judged("", FAILED, names=("a.T",)) == "fail"


def test_what_is_printed_inside_a_report_is_no_report() -> None:
    forged = "<system-out><![CDATA[" + WHOLE.replace("adds", "more") + "]]></system-out>"
    assert judged("", WHOLE.replace("</testsuite>", f"{forged}</testsuite>")) == "pass"
    assert judged("", FAILED.replace("</testsuite>", f"{forged}</testsuite>"), code=1) == "fail"


def test_hostile_reports_are_refused_in_little_time() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    assert judged("", f"<testsuites>{bomb}{WHOLE}</testsuites>") == "incomplete"
    for text in (
        "<testsuite>" * 100_000,
        "<testsuite tests='0'/>" * 100_000,
        "<testsuite " * 99_999,
    ):
        found = xml_reports([text.encode()])
        assert found is not None
        assert found.doubts


def test_a_patch_that_brings_a_report_along_is_a_doubt() -> None:
    for path in ("target/surefire-reports/TEST-a.xml", "x/build/test-results/test/TEST-a.xml"):
        patch = f"--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n"
        assert PLACES.fullmatch(f"/home/{path}")
        assert without(patch, r.TEST_PATCH).doubts == (
            f"the solution's patch changes {path}, which decides what the tests tell",
        )
    assert not PLACES.fullmatch("/home/x/TEST-a.xml")
