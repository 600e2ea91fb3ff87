"""Values of calls as JSON nodes; `workbench/languages/values.py` says which node means what.

The tags of `wire.py`, without its numbering of containers: here nothing is shared between two
processes, a value is only told.
"""

import math
import sys
from itertools import islice, repeat

from workbench_harness.wire import Codec, Malformed, Uncrossable

_MOST_ITEMS = 2_000
_LONGEST = 500
_CONTAINERS = {"L": list, "S": set}
look: list = []
"""What tells objects of the solution: a function, value -> node or None."""
make: list = []
"""What makes such an object of an argument's node: (class, arguments, steps) -> object."""


def _reaches(kind, base):
    return base if issubclass(kind, base) else None


class _Shared:
    """Lists, sets and dictionaries, by value. A subclass without an equality of its own is told as
    what it derives from: that is what it is equal to."""

    TAGS = frozenset("LSDIfN")

    def takes(self, kind: type) -> bool:
        return self._base(kind) is not None

    def _base(self, kind: type):
        if kind in (list, set, dict):
            return kind
        for base in (dict, list, set, tuple):
            if issubclass(kind, base):
                told = kind.__module__ in ("collections", "builtins") or "_fields" in dir(kind)
                return base if kind.__eq__ is base.__eq__ or told else None
        return None

    def encode(self, value, kind, depth, encode):
        base, deeper = self._base(kind), repeat(depth + 1)
        if base is dict:
            pairs = dict.items(value)
            return ["D", *([encode(k, depth + 1), encode(v, depth + 1)] for k, v in pairs)]
        if base is set:
            return ["S", *map(encode, set.__iter__(value), deeper)]
        tag = "T" if base is tuple else "L"
        return [tag, *map(encode, base.__iter__(value), deeper)]

    def decode(self, node, depth, decode):
        tag, rest = node[0], node[1:]
        if tag == "D":
            return {decode(k, depth + 1): decode(v, depth + 1) for k, v in rest}
        if tag == "f":
            return float(rest[0])
        if tag == "N" and make:
            name, args, steps = rest
            return make[0](name, decode(args, depth + 1), decode(steps, depth + 1))
        if tag == "I":
            return iter([decode(n, depth + 1) for n in rest[1:]])
        return _CONTAINERS[tag](map(decode, rest, repeat(depth + 1)))


class _Words:
    """Whatever has no form: what it yields, or its type and its words."""

    def __init__(self, tell: bool, known=None) -> None:
        self._tell, self._known = tell, known

    def encode(self, value, keyed):
        if not self._tell:
            node = self._known(value) if self._known else None
            if node is not None:
                return node
            raise Uncrossable(f"a {type(value).__name__}")
        for looked in look:
            node = looked(value)
            if node is not None:
                return node
        kind = type(value)
        name = f"{kind.__module__}.{kind.__qualname__}"
        for base in (bool, int, float, str, bytes, frozenset):
            if issubclass(kind, base) and base.__eq__ is kind.__eq__:
                return _tell.encode(base(value))
        if (kind.__module__ == "builtins" and hasattr(kind, "__next__")) or (
            kind.__module__ == "itertools" or name.startswith("builtins.dict_")
        ):
            return ["I", name, *map(_tell.encode, islice(value, _MOST_ITEMS), repeat(1))]
        if name.startswith(("numpy.", "array.")) and hasattr(value, "tolist"):
            return _tell.encode(value.tolist())
        if callable(value):
            return ["o", name, getattr(value, "__qualname__", name)]
        try:
            text = repr(value)
        except Exception as error:
            text = f"<a {name} whose repr raises {type(error).__name__}>"
        return ["o", name, text[:_LONGEST]]

    def decode(self, node, depth, decode):
        raise Malformed(f"no value has the tag {node[0]!r}")


class Plain(Codec):
    """Nodes of single values. `tell`: what has no form is told in words, else it is refused, unless
    `known` has a node for it."""

    def __init__(self, tell: bool, known=None) -> None:
        super().__init__(_Shared(), _Words(tell, known))

    def encode(self, value: object, depth: int = 0, keyed: bool = False) -> object:
        """The node of a value; floats JSON has no word for are told in theirs."""
        if type(value) is float and not math.isfinite(value):
            return ["f", repr(value)]
        return super().encode(value, depth, keyed)


_tell = Plain(tell=True)
exact = Plain(tell=False)


def told(value: object) -> object:
    """The node of any value at all; one that is too deep or too large is told as such."""
    try:
        return _tell.encode(value)
    except (Uncrossable, RecursionError) as why:
        return ["o", type(value).__name__, f"<{str(why)[:200] or 'nested too deep'}>"]
    except Exception as error:
        # An iterator that fails on the way.
        return ["o", type(value).__name__, f"<yields until {type(error).__name__}>"]


def kind_of(error: BaseException) -> str:
    """The name a test would write in `raises(...)`."""
    kind = type(error)
    module = kind.__module__
    return kind.__qualname__ if module == "builtins" or module in sys.modules else kind.__name__
