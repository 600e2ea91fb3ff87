"""Stand-ins for what lives on the other side: classes, instances, functions, exceptions.

A class of the other side becomes a real class here, so that isinstance, `except` and type(x) mean
what they say; whatever an instance is asked goes to its original. What a class of the other side
derives from a builtin type is never storage here, only a face that isinstance sees.
"""

import sys
import types

_PREFIX = "_wb_"
_STANDARD = sys.stdlib_module_names
# Classes of these modules are the same on both sides and go by name.
NAMED = frozenset(
    ("builtins", "collections", "collections.abc", "datetime", "decimal", "enum", "fractions")
    + ("numbers", "abc", "random", "io", "_io", "re", "json", "functools", "contextlib")
)
# C code reads the storage of these without asking: a stand-in for a subclass would be empty.
STORED = (str, bytes, bytearray, list, dict, set, frozenset)
_ENDINGS = (KeyboardInterrupt, GeneratorExit)
# Frameworks look for these to tell functions apart; a stand-in is none of theirs.
INSIDES = ("__code__", "__globals__", "__closure__", "__signature__")
_OF_FUNCTIONS = ("__call__", "__repr__")
# Special methods an original may answer itself. What is not among them keeps object's meaning.
ASKED = frozenset(
    f"__{name}__"
    for name in (
        "repr str bytes format lt le eq ne gt ge hash bool len length_hint getitem setitem delitem "
        "missing iter next reversed contains call enter exit add sub mul matmul truediv floordiv "
        "mod divmod pow lshift rshift and xor or radd rsub rmul rmatmul rtruediv rfloordiv rmod "
        "rdivmod rpow rlshift rrshift rand rxor ror iadd isub imul imatmul itruediv ifloordiv "
        "imod ipow ilshift irshift iand ixor ior neg pos abs invert complex int float index round "
        "trunc floor ceil await aiter anext aenter aexit fspath sizeof get set delete "
        "set_name dir instancecheck subclasscheck"
    ).split()
)
_TRUTHS = frozenset(("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__bool__"))
_TRUTHS |= {"__contains__", "__instancecheck__"}
_FACES = {
    "generator": types.GeneratorType,
    "coroutine": types.CoroutineType,
    "async_generator": types.AsyncGeneratorType,
    "mappingproxy": types.MappingProxyType,
    "dict_keys": type({}.keys()),
    "dict_values": type({}.values()),
    "dict_items": type({}.items()),
}

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


class _Function:
    """Functions bind when they are attributes of a class here."""

    def __get__(self, holder, kind=None):
        return self if holder is None else types.MethodType(self, holder)


class _Error:
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


def _special(name: str):
    def ask(self, *args, **more):
        if name == "__hash__":
            try:
                return object.__getattribute__(self, "_wb_hash")
            except AttributeError:
                pass
        if name in ("__exit__", "__aexit__") and len(args) == 3:
            args = (*args[:2], None)  # frames stay where they are
        if name in _TRUTHS:
            peer.answered(name, self)
        return peer.request("special", self, name, args, more)

    ask.__name__ = name
    return ask


_SPECIAL = {name: _special(name) for name in ASKED}


class _Method:
    """A function of the original class, where `super()` looks for it."""

    def __init__(self, cls, name: str) -> None:
        self._cls, self._name = cls, name

    def __get__(self, holder, kind=None):
        if holder is None or number_of(holder) is None:
            return peer.request("get", self._cls, self._name)
        for cls in type(holder).__mro__:
            if self._name in type.__dict__["__dict__"].__get__(cls):
                if cls is self._cls:
                    return peer.request("get", holder, self._name)
                break
        return peer.request("bind", self._cls, self._name, holder)


def make_class(number: int, said: dict, namespace=None) -> type:
    """A class for the original's description (see `describe`)."""
    real, face = [], None
    virtual = []
    for base in said["bases"]:
        if is_class(base):
            real.append(base)
        elif issubclass(base, BaseException):
            # What ends a test run must not be the solution's to raise.
            real.append(BaseException if issubclass(base, _ENDINGS) else base)
        elif hasattr(base, "_abc_impl"):
            virtual.append(base)
        elif base is not object:
            face = base
    failing = any(issubclass(base, BaseException) for base in real)
    inner: dict = dict(namespace or {})
    inner |= {"__module__": said["module"], "__doc__": said["doc"]}
    inner["__qualname__"] = said["qualname"]
    for name in said["specials"]:
        if name in ASKED and name not in inner:
            inner[name] = _SPECIAL[name]
    if not said["hashable"]:
        inner["__hash__"] = None
    if failing:
        mixin = [] if any(is_class(b) and issubclass(b, BaseException) for b in real) else [_Error]
        real = [b for b in real if not is_class(b) or issubclass(b, BaseException)]
        bases = (*mixin, *real)
    else:
        bases = tuple(real) or ((_Function, Original) if said["binds"] else (Original,))
    face = _FACES.get(said["name"], face) if said["module"] == "builtins" else face
    if face is not None:
        inner["__class__"] = property(lambda self, kind=face: _faced(type(self), kind))
    cls = type.__new__(StandIn, said["name"], bases, inner)
    _handles[id(cls)] = (cls, number)
    for name in said["methods"]:
        if name not in inner:
            type.__setattr__(cls, name, _Method(cls, name))
    for base in virtual:
        base.register(cls)
    return cls


_faces: dict = {}


def _faced(cls: type, face: type) -> type:
    """What `x.__class__` says of an instance whose class derives from a builtin type: isinstance
    believes it, and nothing else looks."""
    found = _faces.get((cls, face))
    if found is None:
        try:
            found = types.new_class(cls.__name__, (face,))
        except Exception:  # a type nobody derives from, such as generator
            found = face
        _faces[(cls, face)] = found
    return found


def make_instance(cls: type, number: int, hashed):
    """A stand-in of a class for the original of that number."""
    value = object.__new__(cls)
    object.__setattr__(value, "_wb_number", number)
    if hashed is not None:
        object.__setattr__(value, "_wb_hash", hashed)
    return value


def describe(cls: type, base_of) -> list:
    """What the other side needs to stand in for a class: names only. `base_of` gives a base's
    node."""
    own = cls.__module__ not in _STANDARD
    asked: dict = {}
    for holder in cls.__mro__:
        if holder is object or _is_builtin_error(holder):
            continue
        if is_class(holder):
            inside = type.__dict__["__dict__"].__get__(holder)
        else:
            inside = vars(holder)
        for name in inside:
            if name in ASKED and (cls is not types.FunctionType or name in _OF_FUNCTIONS):
                asked[name] = True
    asked.pop("__hash__", None) if cls.__hash__ is None else None
    methods = [
        name
        for name, value in (vars(cls).items() if own and not is_class(cls) else ())
        if type(value) is types.FunctionType and (name == "__init__" or not name.startswith("__"))
    ]
    failing = issubclass(cls, BaseException)
    bases = [base_of(b) for b in cls.__bases__ if b is not object and (own or failing)]
    if cls.__module__ in _STANDARD and not failing and cls.__module__ in NAMED:
        named = getattr(sys.modules.get(cls.__module__), cls.__qualname__, None) is cls
        bases = [base_of(cls)] if named and cls not in (types.FunctionType,) else bases
    doc = cls.__doc__ if type(cls.__doc__) is str else None
    return [
        cls.__name__, str(cls.__module__), cls.__qualname__, doc and doc[:2000], bases,
        list(asked), methods[:400], cls.__hash__ is not None, cls is types.FunctionType,
    ]  # fmt: skip


def _is_builtin_error(cls: type) -> bool:
    return cls.__module__ == "builtins" and issubclass(cls, BaseException)


def make_error(cls: type, number: int, args: tuple):
    """A stand-in exception: raised and caught as the original would be."""
    value = BaseException.__new__(cls, *args)
    object.__setattr__(value, "_wb_number", number)
    for base in cls.__mro__:
        if not is_class(base) and base is not _Error and issubclass(base, BaseException):
            base.__init__(value, *args)
            break
    object.__setattr__(value, "args", args)
    return value
