"""Runs a pytest suite and reports one record per test function.

Parametrised rows stand below their function's id as children: what rows there are is known only
at run time, what functions there are is known from the source.
"""

import os
import sys
import traceback

import pytest

from workbench_harness.channel import clip, worst


def base_id(item: pytest.Item) -> str:
    """The id of an item's function: the node id without the row."""
    name = getattr(item, "originalname", None) or item.name
    parent = item.parent.nodeid if item.parent is not None else ""
    return f"{parent}::{name}"


class _Row:
    def __init__(self, name: str) -> None:
        self.name = name
        self.status = ""
        self.duration = 0.0
        self.messages: list = []
        self.output = ""
        self.subtests: list = []

    def raise_to(self, status: str) -> None:
        self.status = worst([self.status, status]) if self.status else status


class Recorder:
    """The plug-in: follows every phase of every item and reports functions as they finish."""

    def __init__(self, order: dict, channel) -> None:
        self._channel = channel
        self._selected = set(order["selected"])
        self._ids = order["ids"]
        self._known = {i for ids in order["ids"].values() for i in ids}
        self._files = {os.path.join("/job", f) for f in order["files"] + order["support"]}
        self._rows: dict = {}
        self._by_node: dict = {}
        self._left: dict = {}
        self._systemexit: set = set()
        self.internal = ""

    def pytest_collection_modifyitems(self, config, items) -> None:
        kept = [item for item in items if self._wanted(item)]
        dropped = [item for item in items if item not in set(kept)]
        if dropped:
            config.hook.pytest_deselected(items=dropped)
        items[:] = kept
        for item in kept:
            base = base_id(item)
            callspec = getattr(item, "callspec", None)
            row = _Row(callspec.id if callspec is not None else "")
            self._rows.setdefault(base, []).append(row)
            self._by_node[item.nodeid] = (base, row)
            self._left[base] = self._left.get(base, 0) + 1

    def _wanted(self, item) -> bool:
        base = base_id(item)
        if self._selected:
            return base in self._selected
        if base in self._known:
            return True
        # `from solution import *` may bring functions named test_...: not the suite's tests.
        code = getattr(getattr(item, "function", None), "__code__", None)
        return code is None or code.co_filename in self._files

    def pytest_internalerror(self, excrepr, excinfo) -> None:
        """Most often a SystemExit while a test file was being imported."""
        self.internal = clip("".join(traceback.format_exception(excinfo.value)))

    def pytest_collectreport(self, report) -> None:
        if report.failed:
            self._channel.error(report.longreprtext)
        elif report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            for id in self._ids.get(report.nodeid, ()):
                if not self._selected or id in self._selected:
                    self._channel.test(id, "skipped", message=str(reason))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        if call.excinfo is not None and call.excinfo.errisinstance((SystemExit, KeyboardInterrupt)):
            self._systemexit.add(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report) -> None:
        base, row = self._by_node.get(report.nodeid, (None, None))
        if row is None:
            return
        row.duration += report.duration
        status, message = self._judge(report)
        if status:
            row.raise_to(status)
        if message:
            row.messages.append(message)
        context = getattr(report, "context", None)
        if context is not None and status:
            row.subtests.append(f"{status} {_subtest_name(context)}")
            return
        if report.when == "teardown":
            row.output = "\n".join(text for name, text in report.sections if "log" not in name)
            self._left[base] -= 1
            if self._left[base] == 0:
                self._report(base)

    def _judge(self, report) -> tuple:
        expected = getattr(report, "wasxfail", None)
        if expected is not None:
            # Failing as expected proves nothing of the code, and `pytest.xfail()` is a call that
            # any code can make: like a skipped test, it cannot pass.
            how = "passed although" if report.passed else "failed as"
            return "skipped", f"{how} expected to fail: {expected or 'xfail'}"
        if report.skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            return "skipped", str(reason)
        if report.failed:
            in_call = report.when == "call" and report.nodeid not in self._systemexit
            return "failed" if in_call else "errored", report.longreprtext
        if report.when != "call":
            return "", ""
        return "passed", ""

    def _report(self, base: str) -> None:
        rows = self._rows.pop(base)
        bad = [r for r in rows if r.status != "passed"] or rows
        children = [f"{r.status} {r.name}" for r in rows if r.name]
        children += [child for r in rows for child in r.subtests]
        self._channel.test(
            base,
            # A row whose phases all went by without a verdict did not pass.
            worst([r.status or "errored" for r in rows]),
            duration_s=sum(r.duration for r in rows),
            message="\n\n".join(m for r in bad[:10] for m in r.messages),
            output="\n".join(r.output for r in rows if r.output),
            children=children,
        )


def _subtest_name(context) -> str:
    """`message (i=1)`, as unittest writes it."""
    values = ", ".join(f"{name}={value}" for name, value in context.kwargs.items())
    return " ".join(part for part in (context.msg or "", f"({values})") if part)


def options(order: dict) -> list:
    """What pytest is called with, but for the files."""
    found = ["-c", "/dev/null", "--rootdir=/job", "-q", "--color=no", "--tb=short"]
    # No plug-in is loaded because it happens to be installed; the order names those it wants.
    found += ["--disable-plugin-autoload", "-p", "no:cacheprovider", "-p", "no:pastebin"]
    found += ["-p", "no:junitxml", "-p", "no:doctest"]
    if not order["conftest"]:
        found.append("--noconftest")
    for plugin in order["plugins"]:
        found += ["-p", plugin]
    if "pytest_asyncio.plugin" in order["plugins"]:
        found += ["-o", "asyncio_mode=auto"]
        found += ["-o", "asyncio_default_fixture_loop_scope=function"]
    return found


def run(order: dict, channel) -> None:
    """Run the files of `order`; ends the process."""
    recorder = Recorder(order, channel)
    code = pytest.main(
        [*options(order), *(f"/job/{f}" for f in order["files"])], plugins=[recorder]
    )
    if code not in (0, 1, 2, 5):
        channel.error(recorder.internal or f"pytest ended with {code!r}")
    sys.stdout.flush()
    channel.end()
