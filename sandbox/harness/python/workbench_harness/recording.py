"""Tells which calls a suite makes into the solution: the outermost ones, each different one once.

A line at the end of every file of the solution hands its names over; functions are replaced there
by wrappers, before any test can import them. Where solution and tests share one scope it is the
same line, at the same place.
"""

import builtins
import functools
import inspect
import json
import types

from workbench_harness.plain import Plain, kind_of
from workbench_harness.recording_objects import Lives, binder, outcome
from workbench_harness.wire import Uncrossable

_MOST_CALLS = 3_000
_MOST_BYTES = 100_000


def start(order: dict, channel) -> None:
    """Wrap what is handed over from now on."""
    wanted = frozenset(order["record"])
    encode = json.JSONEncoder(ensure_ascii=True).encode
    seen: set = set()
    state = {"depth": 0, "left_out": 0}
    lives = Lives(order.get("objects") or {}, state, channel)
    exact = Plain(tell=False, known=lives.node_of)

    def nodes(args, kwargs):
        return [exact.encode(a) for a in args], {k: exact.encode(v) for k, v in kwargs.items()}

    def wrapper(name: str, function):
        bound = binder(function)

        @functools.wraps(function)
        def recorded(*args, **kwargs):
            if state["depth"] or len(seen) >= _MOST_CALLS:
                return function(*args, **kwargs)
            try:
                given, named = nodes(*bound(args, kwargs))
                key = encode([name, given, named])
            except (Uncrossable, RecursionError):
                state["left_out"] += 1
                return function(*args, **kwargs)
            fresh = key not in seen and len(key) < _MOST_BYTES
            seen.add(key)
            record = {"entry": name, "args": given, "kwargs": named}
            state["depth"] += 1
            try:
                value = function(*args, **kwargs)
                if isinstance(value, types.CoroutineType):
                    record, later = {}, record
                    return awaited(value, later, fresh)
                record["value"] = outcome(value)
                record["end"] = "returned"
                return value
            except Exception as error:
                record |= {"end": "raised", "error": [kind_of(error), str(error)[:500]]}
                raise
            finally:
                state["depth"] -= 1
                if fresh and len(encode(record)) < 4 * _MOST_BYTES and "end" in record:
                    channel.made(**record)

        return recorded

    async def awaited(coroutine, record: dict, fresh: bool):
        try:
            value = await coroutine
            record |= {"end": "returned", "value": outcome(value)}
            return value
        except Exception as error:
            record |= {"end": "raised", "error": [kind_of(error), str(error)[:500]]}
            raise
        finally:
            if fresh and len(encode(record)) < 4 * _MOST_BYTES and "end" in record:
                channel.made(**record)

    def hand_over(names: dict, file: str) -> None:
        for name, value in list(names.items()):
            function = inspect.unwrap(value) if callable(value) else None
            code = getattr(function, "__code__", None)
            if name in wanted and code is not None and code.co_filename.endswith(file):
                names[name] = wrapper(name, value)
            elif isinstance(value, type) and value.__module__ == names.get("__name__"):
                lives.watch(name, value)

    builtins.__wb_record__ = hand_over
