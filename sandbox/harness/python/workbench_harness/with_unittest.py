"""Runs a unittest suite and reports one record per test method; sub-tests are its children."""

import contextlib
import importlib.util
import io
import os
import sys
import time
import traceback
import unittest

from workbench_harness.channel import clip, worst


class _Result(unittest.TestResult):
    def __init__(self, channel, id_of) -> None:
        super().__init__()
        self._channel = channel
        self._id_of = id_of
        self._now = None
        self.seen = set()
        self.outside = []

    def startTest(self, test) -> None:
        super().startTest(test)
        self._now = {"statuses": [], "messages": [], "children": []}
        self._text = io.StringIO()
        self._redirect = contextlib.ExitStack()
        self._redirect.enter_context(contextlib.redirect_stdout(self._text))
        self._redirect.enter_context(contextlib.redirect_stderr(self._text))
        self._started = time.perf_counter()

    def stopTest(self, test) -> None:
        duration = time.perf_counter() - self._started
        self._redirect.close()
        output = self._text.getvalue()
        sys.stdout.write(output)
        id, now = self._id_of(test), self._now
        self._now = None
        self.seen.add(id)
        self._channel.test(
            id,
            worst(now["statuses"]) if now["statuses"] else "errored",
            duration_s=duration,
            message="\n\n".join(now["messages"][:10]),
            output=output,
            children=now["children"],
        )
        super().stopTest(test)

    def _note(self, test, status: str, message: str = "") -> None:
        if self._now is None:
            # setUpClass, setUpModule and their tear-downs: unittest names only the holder, and
            # starts none of the tests below it.
            self.outside.append((status, f"{test}: {message}"))
            return
        self._now["statuses"].append(status)
        if message:
            self._now["messages"].append(message)

    def addSuccess(self, test) -> None:
        self._note(test, "passed")

    def addFailure(self, test, err) -> None:
        self._note(test, "failed", _text(err))

    def addError(self, test, err) -> None:
        self._note(test, "errored", _text(err))

    def addSkip(self, test, reason) -> None:
        self._note(test, "skipped", reason)

    def addExpectedFailure(self, test, err) -> None:
        # Failing as expected proves nothing of the code: like a skipped test, it cannot pass.
        self._note(test, "skipped", "failed as expected to fail")

    def addUnexpectedSuccess(self, test) -> None:
        self._note(test, "failed", "was expected to fail, and passed")

    def addSubTest(self, test, subtest, err) -> None:
        status = "passed"
        if err is not None:
            status = "failed" if issubclass(err[0], test.failureException) else "errored"
        self._note(test, status, _text(err) if err is not None else "")
        self._now["children"].append(f"{status} {subtest._subDescription()}")


def _text(err) -> str:
    return clip("".join(traceback.format_exception(*err)))


def _load(path: str, root: str):
    name = os.path.relpath(path, root)[:-3].replace(os.sep, ".")
    if not name.replace(".", "_").isidentifier():
        name = "suite_" + "".join(c if c.isalnum() else "_" for c in name)
    package = ""
    for part in name.split(".")[:-1]:
        package = f"{package}.{part}" if package else part
        __import__(package)  # relative imports in a test need their package
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _cases(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _cases(test)
        else:
            yield test


def collect(order: dict, channel) -> tuple:
    """The cases of `order`'s files, and each one's id. What cannot be loaded is told."""
    selected = set(order["selected"])
    known = {i for ids in order["ids"].values() for i in ids}
    loader = unittest.TestLoader()
    kept, where = [], {}
    for file in order["files"]:
        path = f"/job/{file}"
        try:
            tests = list(_cases(loader.loadTestsFromModule(_load(path, "/job"))))
        except unittest.SkipTest as skip:
            for id in order["ids"].get(file, ()):
                if not selected or id in selected:
                    channel.test(id, "skipped", message=str(skip))
            continue
        except BaseException:
            channel.error(clip(traceback.format_exc()))
            continue
        for test in tests:
            id = f"{file}::{type(test).__qualname__.replace('.', '::')}::{test._testMethodName}"
            # A TestCase that came in through `from solution import *` is not the suite's.
            own = type(test).__module__ in sys.modules and id in known
            if (own or _is_suites(test, order)) and (not selected or id in selected):
                where[test] = id
                kept.append(test)
    for message in loader.errors:
        channel.error(message)
    return kept, where


def run(order: dict, channel) -> None:
    """Run the files of `order`; ends the process."""
    kept, where = collect(order, channel)
    run_cases(kept, where, channel)
    channel.end()


def run_cases(kept: list, where: dict, channel) -> None:
    """Run these and report each."""
    result = _Result(channel, lambda test: where[test])
    # One suite for all, because unittest runs setUpClass where the class changes between cases.
    suite = unittest.TestSuite(kept)
    suite._cleanup = False
    try:
        suite.run(result)
    except BaseException:
        channel.error(clip(traceback.format_exc()))
    unseen = [where[test] for test in kept if where[test] not in result.seen]
    for id in unseen if result.outside else ():
        status = worst([status for status, _ in result.outside])
        channel.test(id, status, message="\n".join(text for _, text in result.outside))
    if not unseen:
        for status, text in result.outside:
            if status != "skipped":
                channel.error(text)


def _is_suites(test, order: dict) -> bool:
    module = sys.modules.get(type(test).__module__)
    file = getattr(module, "__file__", None) or ""
    return file in {f"/job/{f}" for f in order["files"] + order["support"]}
