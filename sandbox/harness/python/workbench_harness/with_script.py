"""Runs a script of plain assertions and reports one record per `assert` statement.

Every assert is wrapped, in the syntax tree and at its own place, in a context manager that sees
whether the statement ended well; an assert in a loop or helper reports once for all its turns.

An assertion that fails or raises is noted, and the script goes on with its next statement: so one
run tells of every assertion, and what comes after depends on no answer. What is noted stays.
Outside assertions everything raises as it would.
"""

import ast
import os
import sys
import time
import traceback

from workbench_harness.channel import clip

# A loop that only ends when its assertion holds must not turn for ever.
_ENOUGH = 100_000


class _Check:
    """One assertion of the source."""

    __slots__ = ("bad", "id", "line", "message", "started", "status", "took")

    def __init__(self, id: str, line: int) -> None:
        self.id, self.line = id, line
        self.status, self.message, self.took, self.bad = "", "", 0.0, 0

    def __enter__(self) -> None:
        self.started = time.perf_counter()

    def __exit__(self, kind, error, trace) -> bool:
        self.took += time.perf_counter() - self.started
        if kind is None or issubclass(kind, GeneratorExit):
            self.status = self.status or "passed"
        elif self.status not in ("failed", "errored"):
            self.status = "failed" if issubclass(kind, AssertionError) else "errored"
            self.message = "".join(traceback.format_exception(kind, error, trace))
        if kind is None or not issubclass(kind, Exception):
            return False
        self.bad += 1
        return self.bad < _ENOUGH


class _Together:
    """Several assertions whose check is the same statement: they end alike."""

    def __init__(self, checks: list) -> None:
        self._checks = checks

    def __enter__(self) -> None:
        for check in self._checks:
            check.__enter__()

    def __exit__(self, kind, error, trace) -> bool:
        ended = [check.__exit__(kind, error, trace) for check in self._checks]
        return all(ended)


class _Wrap(ast.NodeTransformer):
    """Puts `with checks[place]:` around the statements the order names by their place."""

    def __init__(self, places: dict, name: str) -> None:
        self._places = places
        self._name = name

    def generic_visit(self, node):
        super().generic_visit(node)
        key = f"{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"
        ids = self._places.get(key)
        if not ids or not isinstance(node, ast.stmt):
            return node
        call = ast.Subscript(ast.Name(self._name, ast.Load()), ast.Constant(key), ast.Load())
        node = ast.copy_location(ast.With([ast.withitem(call)], [node]), node)
        return ast.fix_missing_locations(node)


def _compile(path: str, places: dict, name: str):
    with open(path, "rb") as file:
        tree = ast.parse(file.read(), path)
    return compile(_Wrap(places, name).visit(tree), path, "exec", dont_inherit=True)


def _hidden() -> str:
    """A name no script guesses."""
    return "_checks_" + os.urandom(8).hex()


def _failing_line(error: BaseException, path: str) -> int:
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == path]
    return lines[-1] or 0 if lines else 0


def _raised_in(error: BaseException, path: str) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].filename == path


def _run_file(order: dict, file: str, channel) -> None:
    path = f"/job/{file}"
    script = order["scripts"][file]
    checks = {id: _Check(id, line) for id, line in script["checks"]}
    name = _hidden()
    module = type(sys)("__main__")
    module.__file__ = path
    scope = module.__dict__
    failure, cause = "", None
    try:
        pieces = order["prelude"] if script["shared_scope"] else []
        if "split" in order and pieces:
            from workbench_harness import split_tests

            split_tests.prelude(pieces, scope)
            pieces = []
        for piece in pieces:
            # One scope, as the texts were meant to be read one after the other; but not
            # `__main__` yet, or the solution would run its own demonstration.
            scope["__name__"] = os.path.basename(piece)[:-3]
            sys.modules[scope["__name__"]] = module
            exec(_compile(f"/job/{piece}", {}, name), scope)
        scope["__name__"] = "__main__"
        scope["__file__"] = path
        sys.modules["__main__"] = module
        code = _compile(path, script["places"], name)
        scope[name] = {
            place: _Together([checks[id] for id in ids]) for place, ids in script["places"].items()
        }
        exec(code, scope)
    except SystemExit as leave:
        if leave.code not in (0, None, False) or not _raised_in(leave, path):
            cause, failure = leave, "".join(traceback.format_exception(leave))
    except BaseException as error:
        cause, failure = error, "".join(traceback.format_exception(error))
    if cause is not None and not any(c.status in ("failed", "errored") for c in checks.values()):
        _blame(cause, failure, checks, path, script["whole"], channel)
    elif script["whole"] and cause is None:
        checks[script["whole"]].status = "passed"
    selected = set(order["selected"])
    for check in checks.values():
        if selected and check.id not in selected:
            continue
        if check.status:
            channel.test(check.id, check.status, duration_s=check.took, message=clip(check.message))
        elif cause is not None:
            channel.test(check.id, "not_run")


def _blame(cause, failure: str, checks: dict, path: str, whole: str, channel) -> None:
    """An exception between two assertions: the next one could not be reached because of it."""
    line = _failing_line(cause, path)
    if isinstance(cause, SyntaxError | ImportError) or not line:
        channel.error(failure)
        return
    after = [c for c in checks.values() if not c.status and c.line >= line]
    idle = [c for c in checks.values() if not c.status]
    check = checks[whole] if whole else (after or idle or list(checks.values()))[0]
    wrong = isinstance(cause, AssertionError)
    check.status, check.message = "failed" if wrong else "errored", failure


def run(order: dict, channel) -> None:
    """Run the files of `order` one after the other; ends the process."""
    for file in order["files"]:
        _run_file(order, file, channel)
    channel.end()
