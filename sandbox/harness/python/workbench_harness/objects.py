"""Objects of a solution in calls: made and used step by step, and told by what a suite reads.

`workbench/languages/objects.py` says what a program is and how its outcome looks.
"""

import asyncio
import inspect
import sys

from workbench_harness.plain import kind_of, look, make, told

_DEEP = 3
"""how far objects are followed that hold others"""
_MOST_ITEMS = 2_000


def know(classes: dict, shown: list) -> None:
    """From now on objects are told by `shown`, and made of `classes`, name -> module."""
    deep = [0]

    def fields(value, kind):
        names = getattr(kind, "__dataclass_fields__", None) or shown
        for name in names:
            try:
                found = getattr(value, name)
            except Exception:
                continue
            if not callable(found):
                yield name, found

    def looked(value):
        kind = type(value)
        file = getattr(sys.modules.get(kind.__module__), "__file__", None) or ""
        if not file.startswith("/job/") or isinstance(value, (BaseException, type)):
            return None
        data = hasattr(kind, "__dataclass_fields__")
        worded = kind.__str__ is not object.__str__ or kind.__repr__ is not object.__repr__
        words = [("str", str(value))] if worded and "__str__" in shown and not data else []
        if deep[0] >= _DEEP:
            return ["O", kind.__qualname__]
        deep[0] += 1
        try:
            rows = [[n, told(v)] for n, v in [*fields(value, kind), *words]]
        finally:
            deep[0] -= 1
        return ["O", kind.__qualname__, *rows] if rows or not worded else None

    def built(name, args, steps):
        module = sys.modules.get(classes[name]) or __import__(classes[name], fromlist=["_"])
        target = getattr(module, name)(*args)
        for step, given in steps:
            try:
                settled(getattr(target, step)(*given))
            except Exception:
                continue
        return target

    look[:] = [looked]
    make[:] = [built]


def perform(cls, args: tuple, steps: list, reads: frozenset, named: dict) -> list:
    """The node of what each step came to; what the constructor raises is raised. `named`: by
    method, how many arguments come by position, and the names of the others."""

    def call(name, function, given):
        if name not in named:
            return function(*given)
        first, names = named[name]
        return function(*given[:first], **dict(zip(names, given[first:], strict=False)))

    target = call("", cls, args)
    outcomes = ["L"]
    for name, given in steps:
        try:
            value = getattr(target, name)
            node = told(settled(value if name in reads else call(name, value, given)))
            outcomes.append(["T", name, "gives", node])
        except (MemoryError, RecursionError):
            raise
        except Exception as error:
            outcomes.append(["T", name, "raises", kind_of(error)])
    return outcomes


def settled(value):
    """What a coroutine returns, or an asynchronous generator yields; anything else as it is."""
    if inspect.iscoroutine(value):
        return _run(value)
    if inspect.isasyncgen(value):
        return _run(_all(value))
    return value


async def _all(items) -> list:
    found = []
    async for item in items:
        found.append(item)
        if len(found) >= _MOST_ITEMS:
            break
    return found


class _Hasty(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next thing that is due: nobody waits for a sleep."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0.0
        select = self._selector.select

        def due(timeout=None):
            if timeout is None or timeout <= 0:
                return select(timeout)
            events = select(0)
            if not events:
                self._ahead += timeout
            return events

        self._selector.select = due

    def time(self) -> float:
        return super().time() + getattr(self, "_ahead", 0.0)


def _run(coroutine):
    with asyncio.Runner(loop_factory=_Hasty) as runner:
        return runner.run(coroutine)
