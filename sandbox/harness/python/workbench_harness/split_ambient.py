"""What surrounds a solution and is one for both sides in a single process: output, warnings, the
random numbers' state, the recursion limit, what the suite patched in the standard library, stdin.
"""

import sys
import types
import warnings

from workbench_harness.split_objects import number_of

_STREAMS = {"out": "stdout", "err": "stderr"}
# Patched in the tests' process alone: its output is written there, its input asked for there.
_HERE = frozenset((("sys", "stdout"), ("sys", "stderr"), ("sys", "stdin"), ("builtins", "input")))
_NEVER = frozenset(
    ("sys", "gc", "importlib", "_thread", "threading", "signal", "unittest", "types")
)


class Ambient:
    """The tests' end."""

    def __init__(self, split: dict, modules) -> None:
        self._random = __import__("random") if split["random"] else None
        self._state = self._random.getstate() if self._random else None
        self._environ = __import__("os").environ if split["environ"] else None
        self._variables = dict(self._environ) if split["environ"] else {}
        self._limit = sys.getrecursionlimit()
        self._modules = modules
        self._watched: dict = {}
        self._get_limit = sys.getrecursionlimit
        self.guard = None

    def told(self) -> tuple:
        """What changed here since the last message."""
        said = []
        if self._random is not None:
            state = self._random.getstate()
            if state != self._state:
                self._state = state
                said.append(("random", state))
        limit = self._get_limit()
        if limit != self._limit:
            self._limit = limit
            said.append(("limit", limit))
        if self._environ is not None:
            now = dict(self._environ)
            if now != self._variables:
                names = sorted(now.keys() | self._variables.keys())
                changed = [(n, now.get(n)) for n in names if now.get(n) != self._variables.get(n)]
                said.append(("environ", tuple(changed)))
                self._variables = now
        for key, entry in self._watched.items():
            module, name = key
            now = getattr(sys.modules[module], name, None)
            if now is not entry[1]:
                entry[1] = now
                if now is entry[0]:
                    said.append(("restore", module, name))
                else:
                    said.append(("patch", module, name, now))
        return tuple(said)

    def heard(self, kind: object, rest: list) -> None:
        """What changed there."""
        if kind in _STREAMS and rest and type(rest[0]) is str:
            stream = getattr(sys, _STREAMS[kind])
            if stream is not None:
                stream.write(rest[0])
        elif kind == "warning" and len(rest) == 4:
            message, category, file, line = rest
            warns = isinstance(category, type) and issubclass(category, Warning)
            if warns and (type(message), type(file), type(line)) == (str, str, int):
                warnings.warn_explicit(message, category, file[:300], line)
        elif kind == "random" and self._random is not None and rest:
            try:
                self._random.setstate(rest[0])
                self._state = self._random.getstate()
            except (TypeError, ValueError):
                pass

    def patched(self, target: object, name: str, original: object) -> None:
        """The suite is about to change an attribute; `original` is what it was."""
        if number_of(target) is not None or getattr(target, "__name__", "") in self._modules:
            return
        if not isinstance(target, types.ModuleType):
            self._object(target, name)
            return
        module = target.__name__
        top = module.partition(".")[0]
        if (module, name) in _HERE:
            return
        if top not in sys.stdlib_module_names:
            if top in ("numpy", "pytest"):
                self.guard.uncrossed(f"{module}.{name} is patched")
            return
        if top in _NEVER:
            self.guard.uncrossed(f"{module}.{name} is patched")
            return
        self._watched.setdefault((module, name), [original, original])

    def _object(self, target: object, name: str) -> None:
        shown = getattr(target, "__name__", type(target).__name__)
        home = target if isinstance(target, type) else type(target)
        if home.__module__.partition(".")[0] in sys.stdlib_module_names:
            self.guard.uncrossed(f"{shown}.{name} is patched")


def follow_patches(guard, ambient) -> None:
    """Hear of every patch of unittest.mock and pytest's monkeypatch before it is made."""
    from unittest import mock

    enter = mock._patch.__enter__

    def patched(self):
        target = self.getter()
        ambient.patched(target, self.attribute, getattr(target, self.attribute, None))
        return enter(self)

    mock._patch.__enter__ = patched
    into = mock._patch_dict._patch_dict

    def patched_dict(self):
        if self.in_dict is sys.modules or self.in_dict == "sys.modules":
            guard.uncrossed("sys.modules is patched")
        return into(self)

    mock._patch_dict._patch_dict = patched_dict
    pytest = sys.modules.get("pytest")
    if pytest is None:
        return
    monkey = pytest.MonkeyPatch
    setattr_, delattr_ = monkey.setattr, monkey.delattr

    def set_attribute(self, target, name, *value, **more):
        _tell(ambient, target, name if value else None)
        return setattr_(self, target, name, *value, **more)

    def delete_attribute(self, target, *name, **more):
        _tell(ambient, target, name[0] if name else None)
        return delattr_(self, target, *name, **more)

    monkey.setattr, monkey.delattr = set_attribute, delete_attribute
    for name in ("chdir", "syspath_prepend"):
        setattr(monkey, name, _noted(guard, name, getattr(monkey, name)))
    setitem = monkey.setitem

    def set_item(self, target, name, value):
        if target is sys.modules:
            guard.uncrossed("sys.modules is patched")
        return setitem(self, target, name, value)

    monkey.setitem = set_item


def _tell(ambient, target, name) -> None:
    if isinstance(target, str):
        path, _, name = target.rpartition(".")
        from unittest import mock

        target = mock._importer(path) if hasattr(mock, "_importer") else _resolve(path)
    if isinstance(name, str):
        ambient.patched(target, name, getattr(target, name, None))


def _resolve(path: str):
    import pkgutil

    return pkgutil.resolve_name(path)


def _noted(guard, name: str, original):
    def noted(self, *args, **more):
        guard.uncrossed(f"monkeypatch.{name}")
        return original(self, *args, **more)

    return noted
