"""Stand-ins for what lives on the other side: classes, instances, functions, exceptions.

A class of the other side becomes a real class here, so that isinstance, `except` and type(x) mean
what they say; whatever an instance is asked goes to its original. What a class of the other side
derives from a builtin type is never storage here, only a face that isinstance sees.
"""

import types

from workbench_harness.split_names import ASKED, OPERATORS, PREDICATES, TRUTHS

_PREFIX = "_wb_"
_absent: tuple = ()
peer = None  # the one connection of this process
_handles: dict = {}  # id of a stand-in class -> (the class, its number)


def connect(one, absent: tuple = ()) -> None:
    """Every stand-in speaks through `one` from now on, and has none of the `absent` attributes."""
    global peer, _absent
    peer, _absent = one, absent


def number_of(value):
    """The number of a stand-in on the other side, or None for anything else."""
    kind = type(value)
    if issubclass(kind, StandIn):
        return _handles[id(value)][1]
    if issubclass(type(kind), StandIn):
        return object.__getattribute__(value, "_wb_number")
    return None


def register(cls: type, number: int) -> None:
    """A class stands in for the one of that number; it does so for ever."""
    _handles[id(cls)] = (cls, number)


def is_class(value) -> bool:
    """Whether it stands in for a class."""
    return issubclass(type(value), StandIn)


class Vars(dict):
    """`vars()` of a class or module elsewhere: attributes as they are stored, unbound. Values are
    asked for when they are wanted."""

    def __init__(self, target, local: dict) -> None:
        super().__init__(local)
        self._target, self._local = target, local
        for name in peer.request("names", target):
            if not name.startswith("__"):
                dict.__setitem__(self, name, None)

    def __getitem__(self, name):
        if name in self._local:
            return self._local[name]
        if not dict.__contains__(self, name):
            raise KeyError(name)
        return peer.request("raw", self._target, name)

    def get(self, name, default=None):
        """As a dictionary's."""
        return self[name] if dict.__contains__(self, name) else default

    def items(self):
        """Names and values as they are now."""
        return [(name, self[name]) for name in self]

    def values(self):
        """Values as they are now."""
        return [self[name] for name in self]


class StandIn(type):
    """The type of every class that stands in for one elsewhere."""

    def __new__(meta, name, bases, namespace, **more):
        return peer.derive(name, bases, namespace, more)

    def __init__(cls, *args, **more) -> None:
        pass

    def __call__(cls, *args, **more):
        return peer.request("call", cls, args, more)

    def __getattr__(cls, name):
        if name.startswith(_PREFIX):
            raise AttributeError(name)
        return peer.request("get", cls, name)

    def __setattr__(cls, name, value) -> None:
        if name.startswith(("_abc_", _PREFIX)):
            type.__setattr__(cls, name, value)
        else:
            peer.request("set", cls, name, value)

    def __delattr__(cls, name) -> None:
        peer.request("del", cls, name)

    def __dir__(cls):
        return peer.request("dir", cls)

    # What classes such as enumerations answer for themselves.
    def __iter__(cls):
        return peer.request("special", cls, "__iter__", (), {})

    def __len__(cls):
        return peer.request("special", cls, "__len__", (), {})

    def __getitem__(cls, key):
        return peer.request("item", cls, key)

    def __contains__(cls, item):
        peer.answered("__contains__", cls)
        return peer.request("special", cls, "__contains__", (item,), {})

    def __reversed__(cls):
        return peer.request("special", cls, "__reversed__", (), {})

    def __bool__(cls):
        return True

    @property
    def __dict__(cls):
        return Vars(cls, {})


class Original:
    """What every stand-in instance has in common."""

    def __getattr__(self, name):
        if name.startswith(_PREFIX) or name in _absent:
            raise AttributeError(name)
        if name in PREDICATES:
            peer.answered(name, self)
        return peer.request("get", self, name)

    def __setattr__(self, name, value) -> None:
        peer.request("set", self, name, value)

    def __delattr__(self, name) -> None:
        peer.request("del", self, name)

    def __dir__(self):
        return peer.request("dir", self)

    def __copy__(self):
        return peer.request("copy", self, False)

    def __deepcopy__(self, memo):
        return peer.request("copy", self, True)

    def __reduce_ex__(self, protocol):
        peer.uncrossed(f"pickling a {type(self).__name__}")
        raise TypeError(f"cannot pickle a {type(self).__name__}")

    @property
    def __dict__(self):
        return peer.request("get", self, "__dict__")


class Function:
    """Functions bind when they are attributes of a class here."""

    def __get__(self, holder, kind=None):
        return self if holder is None else types.MethodType(self, holder)


class Error:
    """Exceptions keep their own arguments, state and identity; the rest is asked for."""

    def __getattr__(self, name):
        if name.startswith(_PREFIX) or name in ("__notes__", "pytestmark"):
            raise AttributeError(name)
        return peer.request("get", self, name)

    def __setattr__(self, name, value) -> None:
        if name.startswith("__"):
            object.__setattr__(self, name, value)
        else:
            peer.request("set", self, name, value)

    def __reduce_ex__(self, protocol):
        peer.uncrossed(f"pickling a {type(self).__name__}")
        raise TypeError(f"cannot pickle a {type(self).__name__}")


def _drive(awaitable):
    """Awaits something elsewhere: its own loop runs over there, a slice at a time."""
    number = peer.request("task", awaitable)
    try:
        while True:
            done, value = peer.request("step", number)
            if done:
                return value
            yield
    except BaseException:
        if not peer.lost:
            peer.request("cancel", number)
        raise


class Coroutine:
    """What drives a coroutine sends to it; the loop here knows no other way."""

    cr_code = cr_frame = cr_await = None
    cr_running = False

    def _wb_running(self):
        try:
            return object.__getattribute__(self, "_wb_run")
        except AttributeError:
            object.__setattr__(self, "_wb_run", _drive(self))
            return self._wb_run

    def send(self, value):
        """Go on until the next slice."""
        return self._wb_running().send(value)

    def throw(self, *error):
        """Fail, or be cancelled, at the next slice."""
        return self._wb_running().throw(*error)

    def close(self) -> None:
        """Never to be awaited again."""
        self._wb_running().close()


def _special(name: str):
    def ask(self, *args, **more):
        if name == "__hash__":
            try:
                return object.__getattribute__(self, "_wb_hash")
            except AttributeError:
                pass
        if name in ("__exit__", "__aexit__") and len(args) == 3:
            args = (*args[:2], None)  # frames stay where they are
        plain = name in OPERATORS and args and number_of(args[0]) is None
        if plain or name in TRUTHS:
            peer.answered(name, self)
        if name == "__await__":
            return _drive(self)
        return peer.request("special", self, name, args, more)

    ask.__name__ = name
    return ask


SPECIAL = {name: _special(name) for name in ASKED}


class Asked:
    """An attribute that functions have for themselves and every class has too."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, holder, kind=None):
        return "builtins" if holder is None else peer.request("get", holder, self._name)


class Method:
    """A function of the original class, where `super()` looks for it."""

    def __init__(self, cls, name: str) -> None:
        self._cls, self._name = cls, name

    def __get__(self, holder, kind=None):
        if self._name in PREDICATES:
            peer.answered(self._name, self._cls)
        if holder is None or number_of(holder) is None:
            return peer.request("get", self._cls, self._name)
        for cls in type(holder).__mro__:
            if self._name in type.__dict__["__dict__"].__get__(cls):
                if cls is self._cls:
                    return peer.request("get", holder, self._name)
                break
        return peer.request("bind", self._cls, self._name, holder)


def make_instance(cls: type, number: int, hashed):
    """A stand-in of a class for the original of that number."""
    value = object.__new__(cls)
    object.__setattr__(value, "_wb_number", number)
    if hashed is not None:
        object.__setattr__(value, "_wb_hash", hashed)
    return value


def make_error(cls: type, number: int, args: tuple):
    """A stand-in exception: raised and caught as the original would be."""
    value = BaseException.__new__(cls, *args)
    object.__setattr__(value, "_wb_number", number)
    for base in cls.__mro__:
        if not is_class(base) and base is not Error and issubclass(base, BaseException):
            base.__init__(value, *args)
            break
    object.__setattr__(value, "args", args)
    return value
