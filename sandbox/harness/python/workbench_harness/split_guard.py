"""What the tests' side lets out, and what it writes down about a split run.

The solution gets what a suite hands it, and nothing that leads further: no frames, no globals, no
object of a framework. Where that, or anything else, makes a stand-in behave unlike its original,
the place is reported as uncrossed; where the solution decides a truth, as answered.
"""

import _thread
import sys
import types

from workbench_harness.split_names import ASKED, ENDINGS, INSIDES, STORED, goes_by_name
from workbench_harness.split_objects import is_class, number_of
from workbench_harness.split_peer import NotCrossed
from workbench_harness.wire import Malformed, Uncrossable

_FUNCTIONS = (
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.MethodWrapperType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
)
_OF_FUNCTIONS = ("__name__", "__qualname__", "__doc__", "__module__")
_QUIETLY_ABSENT = (
    "__dict__",
    "__annotations__",
    "__wrapped__",
    "__type_params__",
    "__isabstractmethod__",
)
_JUDGES = ("_pytest", "pytest", "pluggy", "unittest", "hypothesis", "workbench_harness")
# What would change what a double tells the tests.
_OF_DOUBLES = ("configure_mock", "attach_mock", "reset_mock", "mock_add_spec", "side_effect")
_NOISY = ("antigravity", "this", "turtle", "tkinter", "idlelib", "test", "__main__")
_FRAMES = ("gi_", "cr_", "ag_", "tb_", "f_", "co_")
_MOST = 40
_OPS = frozenset(("call", "get", "set", "del", "special", "item", "copy", "input", "stdin"))


class SolutionStopped(BaseException):
    """Stands for an exception of the solution that would end the test run itself."""


class Guard:
    """The policy of the tests' side."""

    absent = INSIDES

    def __init__(self, channel, modules, ambient) -> None:
        self._channel = channel
        self._modules = modules
        self._ambient = ambient
        self._said: set = set()
        self._lock = _thread.RLock()
        self._thread = None
        self.peer = None
        # Held since before task code ran; `turn` is on every call's way.
        self._ident = _thread.get_ident

    # -- records ---------------------------------------------------------------------------------

    def uncrossed(self, what: str) -> None:
        """The run cannot be faithful here."""
        self._say(self._channel.uncrossed, f"{place()}: {what}")

    def answered(self, name: str, value: object) -> None:
        """A truth that the solution decides."""
        kind = value.__name__ if is_class(value) else type(value).__name__
        self._say(self._channel.answered, f"{place()}: {name} of {kind}")

    def _say(self, write, text: str) -> None:
        if text not in self._said and len(self._said) < _MOST:
            self._said.add(text)
            write(text)

    def not_crossed(self, op: str, parts: tuple, why: str) -> BaseException:
        """The error of a call that could not be made."""
        what = f"{_name_of(op, parts)}: {why} cannot cross"
        self.uncrossed(what)
        return NotCrossed(what)

    # -- turns -----------------------------------------------------------------------------------

    def turn(self):
        """One thread at a time; a second one is written down, for the solution has but one."""
        if self._thread is None:
            self._thread = self._ident()
        elif self._thread != self._ident():
            self.uncrossed("a call from another thread")
        return self._lock

    def aside(self) -> tuple:
        """What the suite changed around the solution since the last message."""
        return self._ambient.told()

    def heard(self, said: object) -> None:
        """What the solution's side tells beside its answer."""
        for kind, *rest in said if type(said) is tuple else ():
            if kind == "uncrossed":
                self.uncrossed(str(rest[0])[:300])
            else:
                self._ambient.heard(kind, rest)

    # -- leaving ---------------------------------------------------------------------------------

    def by_name(self, value: object):
        """Functions of the standard library are the same on both sides."""
        if type(value) not in _FUNCTIONS:
            return None
        module, name = getattr(value, "__module__", None), getattr(value, "__name__", "")
        top = module.partition(".")[0] if type(module) is str else ""
        if top in sys.stdlib_module_names and top not in self._modules and top not in _JUDGES:
            found = getattr(sys.modules.get(module), name, None)
            if found is value or (type(value) is types.MethodType and found == value):
                return ["n", module, name]
        return None

    def may_leave(self, value: object) -> None:
        """Raises Uncrossable for what would lead the solution to its judge."""
        kind = value if isinstance(value, type) else type(value)
        if isinstance(value, types.FunctionType) and value.__code__.co_flags & 0x280:
            raise Uncrossable("an async function")
        if kind in (types.CoroutineType, types.AsyncGeneratorType):
            raise Uncrossable(f"a {kind.__name__}")
        if isinstance(value, type) or issubclass(kind, BaseException):
            return
        for cls in kind.__mro__:
            module = cls.__module__ if type(cls.__module__) is str else ""
            if _judges(module) and module != "_pytest.outcomes":
                raise Uncrossable(f"a {kind.__name__} of the test framework")
            if cls in STORED and cls is not kind:
                raise Uncrossable(f"a {kind.__name__}, which is a {cls.__name__} of its own kind,")
            if module.partition(".")[0] == "numpy":
                raise Uncrossable(f"a numpy {kind.__name__}")

    def shares_module(self, name: str) -> bool:
        """Whether a module is there on the other side too."""
        return name in self._modules or name.partition(".")[0] in sys.stdlib_module_names

    # -- arriving --------------------------------------------------------------------------------

    def named(self, module: str, path: str) -> type:
        """A class both sides have; nothing else goes by name in this direction."""
        top = module.partition(".")[0]
        if top in sys.stdlib_module_names and top not in (*_JUDGES, *_NOISY):
            __import__(module)
            found = sys.modules[module]
            for part in path.split("."):
                found = getattr(found, part, None)
            if isinstance(found, type) and goes_by_name(found):
                return found
        raise Malformed("a name that means nothing here")

    def module(self, name: str):
        """A module of the solution, or one of the standard library that both have."""
        if self.shares_module(name) and name.partition(".")[0] not in (*_JUDGES, *_NOISY):
            __import__(name)
            return sys.modules[name]
        raise Malformed("a module that is not here")

    def builtin_error(self, cls: type, args: tuple) -> BaseException:
        """An exception of the language itself, as raised by the solution."""
        if issubclass(cls, ENDINGS):
            return SolutionStopped(f"{cls.__name__} raised by the solution")
        try:
            return cls(*args)
        except Exception:
            error = cls.__new__(cls)
            error.args = args
            return error

    # -- what the solution may do ----------------------------------------------------------------

    def may_do(self, op: str, parts: list) -> None:
        """Raises Uncrossable, and writes it down, unless an honest solution may do this."""
        why = self._objection(op, parts)
        if why:
            self.uncrossed(why)
            raise Uncrossable(why)

    def _objection(self, op: str, parts: list) -> str:
        if op not in _OPS or not parts:
            return "the solution asks for what nobody may"
        if op in ("input", "stdin"):
            return ""
        target = parts[0]
        if not self.peer.refs.is_own(target):
            return "the solution asks for an object that was not given to it"
        name = parts[1] if len(parts) > 1 and op in ("get", "set", "del", "special") else ""
        if type(name) is not str:
            return "the solution asks for what nobody may"
        if op == "special":
            return "" if name in ASKED else "the solution asks for what nobody may"
        if op == "get":
            return self._reads(target, name)
        if op in ("set", "del"):
            return self._writes(target, name)
        if op == "copy":
            return f"the solution copies a {type(target).__name__} of the tests"
        if op == "item" and not isinstance(target, type):
            return "the solution asks for what nobody may"
        return ""

    def _reads(self, target: object, name: str) -> str:
        if isinstance(target, _FUNCTIONS):
            if name in _QUIETLY_ABSENT:
                raise AttributeError(name)
            if name in _OF_FUNCTIONS or not name.startswith("_"):
                return ""
            return f"the solution reads {name} of a function of the tests"
        if type(target).__module__ == "unittest.mock" and name in _OF_DOUBLES:
            return f"the solution asks a double for {name}"
        if _judges(type(target).__module__):
            return f"the solution reads {name} of a {type(target).__name__} of the test framework"
        if name.startswith("__") or name.startswith(_FRAMES):
            if name in _OF_FUNCTIONS and isinstance(target, type):
                return ""
            if name in _QUIETLY_ABSENT or not hasattr(type(target), name):
                raise AttributeError(name)
            return f"the solution reads {name} of a {type(target).__name__} of the tests"
        return ""

    def _writes(self, target: object, name: str) -> str:
        kind = type(target)
        if isinstance(target, (type, types.ModuleType, *_FUNCTIONS)) or name.startswith("__"):
            return f"the solution changes {name} of what the tests gave it"
        if kind.__module__.partition(".")[0] in (*_JUDGES, *sys.stdlib_module_names):
            return f"the solution changes {name} of a {kind.__name__} of the tests"
        inside = getattr(kind, name, None)
        if callable(inside):
            return f"the solution replaces {name} of a {kind.__name__} of the tests"
        return ""


def _judges(module: str) -> bool:
    """Whether a class of that module is a part of a framework. `pytest.fail` and the like may
    be called, for a suite may hand them out; doubles are made to be used."""
    return module.partition(".")[0] in _JUDGES and not module.startswith("unittest.mock")


def place() -> str:
    """File and line of the suite from which the solution is being spoken to."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith("/job/"):
            return f"{name[5:]}:{frame.f_lineno}"
        frame = frame.f_back
    return "the suite"


def _name_of(op: str, parts: tuple) -> str:
    target = parts[0] if parts else None
    name = parts[1] if len(parts) > 1 and type(parts[1]) is str else ""
    if number_of(target) is None:
        shown = getattr(target, "__name__", "") if isinstance(target, types.ModuleType) else ""
    else:
        shown = target.__name__ if is_class(target) else type(target).__name__
    text = ".".join(part for part in (shown, name) if type(part) is str and part) or op
    return f"{text}()" if op in ("call", "special") else text
