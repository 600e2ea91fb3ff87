"""Values on the wire between tests and solution: exact types, by value, into JSON and back.

No pickle: a value is what one of the tags below says, of exactly that type, or it does not cross by
value. Subclasses of these types never do, for their equality may be code of whoever sent them.
Mutable containers are numbered (`split_shared.py`), so that both sides mean the same list; whatever
has no form here is left to `refs`, which sends handles.
"""

import json
import sys
from itertools import repeat

MAX_MESSAGE = 32 << 20
MAX_DEPTH = 220
_MAX_INT = 1 << 63
_MAX_BITS = 1 << 24

_dump = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_load = json.JSONDecoder().decode


class Uncrossable(Exception):
    """A value that has no form on the wire."""


class Malformed(Exception):
    """Bytes or nodes that no honest side sends."""


def to_bytes(node: object) -> bytes:
    """A message of nodes as bytes; raises Uncrossable when it is too large or too deep."""
    try:
        data = _dump(node).encode()
    except RecursionError:
        raise Uncrossable("a value nested too deep") from None
    if len(data) > MAX_MESSAGE:
        raise Uncrossable(f"a value of {len(data) >> 20} MB")
    return data


def from_bytes(data: bytes) -> list:
    """Nodes of a message; raises Malformed on anything but a JSON array in bounds."""
    try:
        node = _load(data.decode())
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not a message: {str(error)[:80]}") from None
    if type(node) is not list:
        raise Malformed("not a message")
    return node


def _date(cls):
    names = {
        "date": ("year", "month", "day"),
        "time": ("hour", "minute", "second", "microsecond", "tzinfo", "fold"),
        "datetime": (
            "year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo", "fold",
        ),
        "timedelta": ("days", "seconds", "microseconds"),
    }[cls]  # fmt: skip

    def make(*args):
        kind = getattr(sys.modules["datetime"], cls)
        if names[-1] == "fold":
            return kind(*args[:-1], fold=args[-1])
        return kind(*args)

    return (lambda value: [getattr(value, name) for name in names]), make


def _named(module: str, name: str):
    return lambda *args: getattr(sys.modules[module], name)(*args)


# What is rebuilt from arguments that are values themselves: (module, class) -> (to, from).
_REBUILT = {
    ("datetime", "date"): _date("date"),
    ("datetime", "time"): _date("time"),
    ("datetime", "datetime"): _date("datetime"),
    ("datetime", "timedelta"): _date("timedelta"),
    ("datetime", "timezone"): (
        lambda v: list(v.__getinitargs__()),
        _named("datetime", "timezone"),
    ),
    ("zoneinfo", "ZoneInfo"): (lambda v: [v.key], _named("zoneinfo", "ZoneInfo")),
    ("decimal", "Decimal"): (lambda v: [str(v)], _named("decimal", "Decimal")),
    ("fractions", "Fraction"): (
        lambda v: [v.numerator, v.denominator],
        _named("fractions", "Fraction"),
    ),
    ("uuid", "UUID"): (lambda v: [v.hex], _named("uuid", "UUID")),
    ("pathlib", "PosixPath"): (lambda v: [str(v)], _named("pathlib", "PosixPath")),
    ("pathlib", "PurePosixPath"): (lambda v: [str(v)], _named("pathlib", "PurePosixPath")),
    ("re", "Pattern"): (lambda v: [v.pattern, v.flags], _named("re", "compile")),
    ("builtins", "complex"): (lambda v: [v.real, v.imag], complex),
    ("builtins", "range"): (lambda v: [v.start, v.stop, v.step], range),
    ("builtins", "slice"): (lambda v: [v.start, v.stop, v.step], slice),
}
_SINGLE = {"...": Ellipsis, "NotImplemented": NotImplemented}


def _rebuilt(kind: type):
    """The entry of an exact standard type; a class that only bears its name has none."""
    key = (kind.__module__, kind.__qualname__)
    entry = _REBUILT.get(key)
    if entry is None or getattr(sys.modules.get(key[0]), key[1], None) is not kind:
        return None
    return key, entry[0]


class Codec:
    """Encodes and decodes one message at a time.

    `refs` sends and finds what does not cross by value: `refs.encode(value, keyed)` gives a node or
    raises Uncrossable, `refs.decode(node, walk)` gives an object or raises Malformed.
    """

    def __init__(self, shared, refs) -> None:
        self._shared = shared
        self._refs = refs
        self._cache: dict = {}

    def encode(self, value: object, depth: int = 0, keyed: bool = False) -> object:
        """The node of a value. `keyed`: it will be hashed on the other side."""
        kind = type(value)
        if kind is str:
            if value.isascii():
                return value
            try:
                value.encode()
            except UnicodeEncodeError:
                return ["s", value.encode("utf-32-le", "surrogatepass").hex()]
            return value
        if kind is int:
            return value if -_MAX_INT < value < _MAX_INT else ["i", _hex(value)]
        if kind is float or kind is bool or value is None:
            return value
        if depth > MAX_DEPTH:
            raise Uncrossable("a value nested too deep")
        if kind is tuple:
            return ["T", *map(self.encode, value, repeat(depth + 1), repeat(keyed))]
        if self._shared.takes(kind):
            return self._shared.encode(value, kind, depth, self.encode)
        if kind is frozenset:
            return ["F", *map(self.encode, value, repeat(depth + 1), repeat(True))]
        if kind is bytes:
            return ["b", value.hex()]
        if value is Ellipsis or value is NotImplemented:
            return [".", "..." if value is Ellipsis else "NotImplemented"]
        if kind not in self._cache:
            self._cache[kind] = _rebuilt(kind)
        found = self._cache[kind]
        if found is not None:
            (module, name), to = found
            return ["v", module, name, *map(self.encode, to(value), repeat(depth + 1))]
        return self._refs.encode(value, keyed)

    def decode(self, node: object, depth: int = 0) -> object:
        """The value of a node; raises Malformed and nothing else on nonsense."""
        kind = type(node)
        if kind is not list:
            if kind is dict:
                raise Malformed("an object where an array must be")
            return node
        if depth > 2 * MAX_DEPTH or not node or type(node[0]) is not str:
            raise Malformed("not a value")
        tag = node[0]
        try:
            if tag == "T":
                return tuple(map(self.decode, node[1:], repeat(depth + 1)))
            if tag in self._shared.TAGS:
                return self._shared.decode(node, depth, self.decode)
            if tag == "F":
                return frozenset(map(self.decode, node[1:], repeat(depth + 1)))
            if tag == "b":
                return bytes.fromhex(node[1])
            if tag == "s":
                return bytes.fromhex(node[1]).decode("utf-32-le", "surrogatepass")
            if tag == "i":
                if len(node[1]) > _MAX_BITS // 4:
                    raise Malformed("an integer too large")
                return int(node[1], 16)
            if tag == ".":
                return _SINGLE[node[1]]
            if tag == "v":
                _, make = _REBUILT[node[1], node[2]]
                __import__(node[1])
                return make(*map(self.decode, node[3:], repeat(depth + 1)))
            return self._refs.decode(node, depth, self.decode)
        except Malformed:
            raise
        except Exception as error:
            raise Malformed(f"not a value: {type(error).__name__}") from None


def _hex(value: int) -> str:
    if value.bit_length() > _MAX_BITS:
        raise Uncrossable("an integer too large")
    return format(value, "x")
