"""Classes across the line: what is said of one, and the class that stands in for it."""

import types

from workbench_harness.split_names import (
    ASKED,
    CALLABLES,
    ENDINGS,
    FACES,
    OF_FUNCTIONS,
    STANDARD,
    goes_by_name,
)
from workbench_harness.split_objects import (
    SPECIAL,
    Asked,
    Coroutine,
    Error,
    Function,
    Method,
    Original,
    StandIn,
    is_class,
    register,
)


def make_class(number: int, said: dict, namespace=None) -> type:
    """A class for the original's description (see `describe`)."""
    real, face = [], None
    virtual = []
    for base in said["bases"]:
        if is_class(base):
            real.append(base)
        elif issubclass(base, BaseException):
            # What ends a test run must not be the solution's to raise.
            real.append(BaseException if issubclass(base, ENDINGS) else base)
        elif hasattr(base, "_abc_impl"):
            virtual.append(base)
        elif base is not object:
            face = base
    failing = any(issubclass(base, BaseException) for base in real)
    inner: dict = dict(namespace or {})
    inner |= {"__module__": said["module"], "__doc__": said["doc"]}
    inner["__qualname__"] = said["qualname"]
    if said["module"] == "builtins" and said["name"] in CALLABLES:
        inner |= {"__doc__": Asked("__doc__"), "__module__": Asked("__module__")}
    for name in said["specials"]:
        if name in ASKED and name not in inner:
            inner[name] = SPECIAL[name]
    if not said["hashable"]:
        inner["__hash__"] = None
    if failing:
        mixin = [] if any(is_class(b) and issubclass(b, BaseException) for b in real) else [Error]
        real = [b for b in real if not is_class(b) or issubclass(b, BaseException)]
        bases = (*mixin, *real)
    else:
        mixin = [Function] if said["binds"] else []
        mixin += [Coroutine] if (said["module"], said["name"]) == ("builtins", "coroutine") else []
        bases = tuple(real) or (*mixin, Original)
    face = FACES.get(said["name"], face) if said["module"] == "builtins" else face
    if face is not None:
        inner["__class__"] = property(lambda self, kind=face: _faced(type(self), kind))
    cls = type.__new__(StandIn, said["name"], bases, inner)
    register(cls, number)
    for name in said["methods"]:
        if name not in inner:
            type.__setattr__(cls, name, Method(cls, name))
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


def describe(cls: type, base_of) -> list:
    """What the other side needs to stand in for a class: names only. `base_of` gives a base's
    node."""
    own = str(cls.__module__).partition(".")[0] not in STANDARD
    asked: dict = {}
    for holder in cls.__mro__:
        if holder is object or _is_builtin_error(holder):
            continue
        inside = type.__dict__["__dict__"].__get__(holder)
        for name in inside:
            if name in ASKED and (cls is not types.FunctionType or name in OF_FUNCTIONS):
                asked[name] = True
    asked.pop("__hash__", None) if cls.__hash__ is None else None
    methods = [
        name
        for name, value in (vars(cls).items() if own and not is_class(cls) else ())
        if type(value) is types.FunctionType and (name == "__init__" or not name.startswith("__"))
    ]
    failing = issubclass(cls, BaseException)
    bases = [base_of(b) for b in cls.__bases__ if b is not object and (own or failing)]
    if not own and not failing and goes_by_name(cls):
        bases = [base_of(cls)]
    doc = cls.__doc__ if type(cls.__doc__) is str else None
    return [
        cls.__name__, str(cls.__module__), cls.__qualname__, doc and doc[:2000], bases,
        list(asked), methods[:400], cls.__hash__ is not None, cls is types.FunctionType,
    ]  # fmt: skip


def _is_builtin_error(cls: type) -> bool:
    return issubclass(cls, BaseException) and not is_class(cls) and goes_by_name(cls)
