"""Tells how a suite makes objects of the solution's classes, and what it then calls of them.

A class keeps its identity: its constructor and the methods that are asked for are replaced in
place. Every step tells the whole life of its object once more, so that nothing is lost when the
process ends; who reads it keeps the longest.
"""

import functools
import inspect
import json
import types

from workbench_harness.plain import Plain, kind_of, told
from workbench_harness.wire import Uncrossable

_MOST_LIVES = 2_000
_MOST_STEPS = 24
_MOST_BYTES = 20_000
_HELD = 8
"""steps of an object that may be an argument of something else"""


class _Life:
    def __init__(self, name: str, value: object, made: list) -> None:
        self.name, self.value, self.made = name, value, made
        self.steps: list = []
        self.outcomes: list = []
        self.open = True


class Lives:
    """Objects made while nothing of the solution was running, by their identity."""

    def __init__(self, wanted: dict, state: dict, channel) -> None:
        self._wanted, self._state, self._channel = wanted, state, channel
        self._lives: dict = {}
        self._told: set = set()
        self._encode = json.JSONEncoder(ensure_ascii=True).encode
        self._exact = Plain(tell=False, known=self.node_of)

    def node_of(self, value: object):
        """An object as an argument: how it was made, and its steps since."""
        life = self._lives.get(id(value))
        if life is None or life.value is not value or not life.open or len(life.steps) > _HELD:
            return None
        return ["N", life.name, ["T", *life.made], ["L", *life.steps]]

    def watch(self, name: str, cls: type) -> None:
        """Replace what is asked for of a class of the solution."""
        if name not in self._wanted:
            return
        self._constructor(name, cls)
        for method in self._wanted[name]:
            function = inspect.getattr_static(cls, method, None)
            if isinstance(function, types.FunctionType):
                setattr(cls, method, self._method(method, function))

    def _nodes(self, args: tuple) -> list:
        return [self._exact.encode(a) for a in args]

    def _constructor(self, name: str, cls: type) -> None:
        init = cls.__init__
        bare = init is object.__init__
        bound = binder(init)
        alone = bare and cls.__new__ is object.__new__

        @functools.wraps(init)
        def __init__(self_, *args, **kwargs):
            if alone and (args or kwargs):
                raise TypeError(f"{cls.__name__}() takes no arguments")
            rest, more = ((), {}) if bare else (args, kwargs)
            call = functools.partial(init, self_, *rest, **more)
            if self._state["depth"] or type(self_) is not cls or len(self._lives) >= _MOST_LIVES:
                call()
                return
            made = None
            try:
                given, named = bound((self_, *args), kwargs)
                made = None if named else self._nodes(given[1:])
            except (Uncrossable, RecursionError):
                self._state["left_out"] += 1
            self._state["depth"] += 1
            try:
                call()
            except Exception as error:
                if made is not None:
                    failed = [kind_of(error), str(error)[:500]]
                    self._tell(name, made, [], end="raised", error=failed)
                raise
            finally:
                self._state["depth"] -= 1
            if made is not None:
                self._lives[id(self_)] = _Life(name, self_, made)
                self._tell(name, made, [], end="returned", value=["L"])

        cls.__init__ = __init__

    def _method(self, name: str, function):
        bound = binder(function)

        @functools.wraps(function)
        def recorded(self_, *args, **kwargs):
            life = None if self._state["depth"] else self._lives.get(id(self_))
            if life is None or not life.open or len(life.steps) >= _MOST_STEPS:
                return function(self_, *args, **kwargs)
            try:
                given, named = bound((self_, *args), kwargs)
                step = None if named else ["T", name, ["T", *self._nodes(given[1:])]]
            except (Uncrossable, RecursionError):
                step = None
            if step is None:
                life.open = False
                self._state["left_out"] += 1
                return function(self_, *args, **kwargs)
            came = ["T", name, "raises", "BaseException"]
            self._state["depth"] += 1
            try:
                value = function(self_, *args, **kwargs)
                came = ["T", name, "gives", outcome(value)]
                return value
            except Exception as error:
                came = ["T", name, "raises", kind_of(error)]
                raise
            finally:
                self._state["depth"] -= 1
                life.steps.append(step)
                life.outcomes.append(came)
                value = ["L", *life.outcomes]
                self._tell(life.name, life.made, life.steps, end="returned", value=value)

        return recorded

    def _tell(self, name: str, made: list, steps: list, **more: object) -> None:
        args = [["T", *made], ["L", *steps]]
        key = self._encode([name, args])
        if key not in self._told and len(key) < _MOST_BYTES:
            self._told.add(key)
            self._channel.made(entry=name, args=args, kwargs={}, **more)


def binder(function):
    """Arguments as they would be given by position, where that can be: (args, kwargs) -> both."""
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return lambda args, kwargs: (args, kwargs)
    kinds = [p.kind for p in signature.parameters.values()]
    positional = sum(k.name in ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD") for k in kinds)

    def bound(args: tuple, kwargs: dict) -> tuple:
        if not kwargs:
            return args, kwargs
        try:
            found = signature.bind(*args, **kwargs)
        except TypeError:
            return args, kwargs
        args, kwargs = found.args, found.kwargs
        names = [n for n, p in signature.parameters.items() if p.kind is p.KEYWORD_ONLY]
        names = names[: len(kwargs)]
        if len(args) == positional and set(names) == set(kwargs):
            return (*args, *(kwargs[name] for name in names)), {}
        return args, kwargs

    return bound


def outcome(value: object):
    """The node of a result that is somebody else's to use: what can be read only once is not."""
    if hasattr(type(value), "__next__") or inspect.isawaitable(value):
        return ["I", type(value).__name__]
    return told(value)
