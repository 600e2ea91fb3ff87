"""The tests' side of a split run: the solution's modules are stand-ins, the suite runs as it is.

A finder in front of all others serves exactly the modules the order names. No source of the
solution is in this sandbox; whoever reads on from a stand-in asks over the line.
"""

import importlib.machinery
import sys
import types

from workbench_harness.split_ambient import Ambient
from workbench_harness.split_guard import Guard
from workbench_harness.split_objects import Vars
from workbench_harness.split_peer import Peer

_FROM_PEER, _TO_PEER = 4, 5
_LOCAL = frozenset(
    ("__path__", "__file__", "__cached__", "__loader__", "__spec__", "__package__", "__name__")
    + ("__wrapped__", "__bases__", "__warningregistry__", "__getattr__", "__dict__", "__class__")
    + ("__test__", "__builtins__")
)


class SolutionModule(types.ModuleType):
    """A module that lives in the solution's process."""

    def __getattr__(self, name):
        if name in _LOCAL or name.startswith("_wb_"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        if name == "__all__":
            return _peer.request("star", self)
        return _peer.request("get", self, name)

    def __setattr__(self, name, value) -> None:
        # A test module that lies in this package becomes its attribute, here alone.
        below = getattr(value, "__name__", "") == f"{self.__name__}.{name}"
        if name.startswith("__") or (below and isinstance(value, types.ModuleType)):
            super().__setattr__(name, value)
        else:
            _peer.request("set", self, name, value)

    def __delattr__(self, name) -> None:
        _peer.request("del", self, name)

    @property
    def __dict__(self):
        return Vars(self, types.ModuleType.__dict__["__dict__"].__get__(self))

    def __dir__(self):
        return _peer.request("dir", self)


class Finder:
    """Serves the solution's modules, and is their loader."""

    def __init__(self, modules: dict) -> None:
        self._modules = modules
        self._loaded: set = set()

    def find_spec(self, name, path=None, target=None):
        """A spec for a module of the solution, None for all others."""
        folders = self._modules.get(name)
        if name not in self._modules:
            return None
        spec = importlib.machinery.ModuleSpec(name, self, is_package=folders is not None)
        if folders is not None:
            # Tests may lie in the solution's packages; those are found where they are.
            spec.submodule_search_locations = list(folders)
        return spec

    def create_module(self, spec):
        """A stand-in."""
        return SolutionModule(spec.name)

    def exec_module(self, module) -> None:
        """Import, or import again, on the other side."""
        name = module.__name__
        _peer.request("reload" if name in self._loaded else "import", name)
        self._loaded.add(name)


_peer = None


def start(order: dict, channel):
    """Put the stand-ins in place; the connection, for whoever reports."""
    global _peer
    split = order["split"]
    modules = split["modules"]
    ambient = Ambient(split, modules)
    guard = Guard(channel, modules, ambient)
    ambient.guard = guard
    _peer = guard.peer = Peer(_FROM_PEER, _TO_PEER, 1, guard)
    sys.meta_path.insert(0, Finder(modules))
    channel.before_end(lambda: _close(channel))
    return _peer


def watch(order: dict) -> None:
    """Follow the suite's patches; after the framework is loaded."""
    split = order["split"]
    if split["patches"]:
        from workbench_harness.split_ambient import follow_patches

        follow_patches(_peer.policy, _peer.policy._ambient)


def prelude(pieces: list, scope: dict) -> None:
    """Names of a solution that was meant to be read before the script, in one scope."""
    for name in _peer.request("prelude", tuple(pieces)):
        scope[name] = _peer.request("given", name)


def _close(channel) -> None:
    """A lost solution is no pass, whatever the tests made of it."""
    if _peer.lost and channel.all_passed():
        channel.error(_peer.lost)
