"""Results in the JSON reports that Mocha and Jest print, held to the reports' own counts."""

from __future__ import annotations

import json
import re
from typing import Any

from workbench.judge.image_runners import Told, names_of

_BEGIN = re.compile(r'\{\s*"(stats|numFailedTestSuites)"\s*:')
_MOST = 8
_STATUS = {"passed": "passed", "failed": "failed"}


def reports(log: str) -> list[Told]:
    """Every report in it. Of two by one runner neither is believed. Never raises."""
    found: list[Told] = []
    for match in list(_BEGIN.finditer(log))[:_MOST]:
        runner, read = ("Mocha", _mocha) if match[1] == "stats" else ("Jest", _jest)
        told = Told(runner)
        try:
            value, _ = json.JSONDecoder().raw_decode(log, match.start())
            read(told, value)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            told.doubts.append(f"{runner}'s report cannot be read")
        found.append(told.counted("passed", "failed"))
    if len(found) > 1:
        found[0].doubts.append("its log has more than one report")
    return found


def _mocha(told: Told, value: Any) -> None:
    told.said.update(passed=int(value["stats"]["passes"]), failed=int(value["stats"]["failures"]))
    for part, status in (("passes", "passed"), ("failures", "failed"), ("pending", "skipped")):
        for test in value[part]:
            title, full = str(test["title"]), str(test["fullTitle"])
            above = [full.removesuffix(title).strip()] if full != title else []
            told.tell(status, *names_of(title, above, str(test.get("file") or "")))


def _jest(told: Told, value: Any) -> None:
    told.said.update(passed=int(value["numPassedTests"]), failed=int(value["numFailedTests"]))
    if value.get("wasInterrupted"):
        told.doubts.append("Jest's report says that it was interrupted")
    for file in value["testResults"]:
        for test in file["assertionResults"]:
            above = [str(name) for name in test["ancestorTitles"]]
            names = names_of(str(test["title"]), above, str(file["name"]))
            told.tell(_STATUS.get(str(test["status"]), "skipped"), *names)
