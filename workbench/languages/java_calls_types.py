"""Java types whose values can be made on the host, and whether a value is one of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.languages.values import Value

_WIDTHS = {"byte": 8, "Byte": 8, "short": 16, "Short": 16, "int": 32, "Integer": 32, "long": 64,
           "Long": 64}  # fmt: skip
PRIMITIVES = {"byte", "short", "int", "long", "float", "double", "boolean", "char"}
FLOATS = {"float", "Float", "double", "Double"}
CHARS = {"char", "Character"}
TEXTS = {"String", "CharSequence"}
LISTS = {
    "List": "ArrayList", "Collection": "ArrayList", "Iterable": "ArrayList",
    "ArrayList": "ArrayList", "LinkedList": "LinkedList", "Queue": "LinkedList",
    "Deque": "LinkedList", "ArrayDeque": "ArrayDeque",
}  # fmt: skip
SETS = {
    "Set": "HashSet", "HashSet": "HashSet", "LinkedHashSet": "LinkedHashSet",
    "SortedSet": "TreeSet", "NavigableSet": "TreeSet", "TreeSet": "TreeSet",
}  # fmt: skip
MAPS = {
    "Map": "HashMap", "HashMap": "HashMap", "LinkedHashMap": "LinkedHashMap",
    "SortedMap": "TreeMap", "NavigableMap": "TreeMap", "TreeMap": "TreeMap",
}  # fmt: skip
OPTIONALS = {"OptionalInt": "int", "OptionalLong": "long", "OptionalDouble": "double"}
UNKNOWN = "?"
"""a type parameter: known calls say what it is"""

ANY = {"Object", "Number", "Comparable", UNKNOWN}
"""What stands for values of many types; a literal's own type is taken."""

_TOKEN = re.compile(r"[\w$.]+|[<>,?\[\]&]|\.\.\.")
_ARITY = {**dict.fromkeys((*LISTS, *SETS, "Optional"), 1), **dict.fromkeys(MAPS, 2)}


@dataclass(frozen=True)
class JavaType:
    """A type as a source writes it, without its package. `dims` counts its array brackets."""

    name: str
    args: tuple[JavaType, ...] = ()
    dims: int = 0

    @property
    def element(self) -> JavaType:
        """Of an array."""
        return JavaType(self.name, self.args, self.dims - 1)

    def held(self, place: int) -> JavaType:
        """A type argument; a raw type holds anything."""
        return self.args[place] if place < len(self.args) else JavaType("Object")

    @property
    def erased(self) -> str:
        """What reflection calls it."""
        return self.name + "[]" * self.dims

    @property
    def nullable(self) -> bool:
        """Whether null is one of its values."""
        return self.dims > 0 or self.name not in PRIMITIVES

    def __str__(self) -> str:
        given = f"<{', '.join(map(str, self.args))}>" if self.args else ""
        return f"{self.name}{given}{'[]' * self.dims}"


def read_type(text: str, variables: frozenset[str] = frozenset()) -> JavaType:
    """The type a text names; type parameters, `variables`, and wildcards stand for anything."""
    text = re.sub(r"@[\w.]+(\([^)]*\))?|/\*.*?\*/|//[^\n]*|\bfinal\b", " ", text, flags=re.DOTALL)
    return _type(iter([*_TOKEN.findall(text.replace("...", "[]")), ""]), variables)[0]


def _type(tokens: Iterator[str], variables: frozenset[str]) -> tuple[JavaType, str]:
    """A type and the token behind it."""
    name = next(tokens, "").rsplit(".", 1)[-1]
    token = next(tokens, "")
    if name == UNKNOWN:
        if token not in ("extends", "super"):
            return JavaType("Object"), token
        bound, token = _type(tokens, variables)
        return bound, token
    args: list[JavaType] = []
    if token == "<":
        while token not in (">", ""):
            inner, token = _type(tokens, variables)
            args.append(inner)
        token = next(tokens, "")
    dims = 0
    while token == "[":
        next(tokens, "")
        dims += 1
        token = next(tokens, "")
    return JavaType(UNKNOWN if name in variables else name, tuple(args), dims), token


def is_plain(kind: JavaType) -> bool:
    """Whether values of the host can be of this type."""
    if kind.dims:
        return kind.element.dims < 6 and is_plain(kind.element)
    name = kind.name
    if name in _ARITY:
        return len(kind.args) in (0, _ARITY[name]) and all(map(is_plain, kind.args))
    if name in ANY:
        return True
    return not kind.args and (
        name in PRIMITIVES | FLOATS | CHARS | TEXTS | {"Boolean", "BigInteger"}
        or name in _WIDTHS
        or name in OPTIONALS
    )


def annotation(kind: JavaType) -> str:
    """The type in Python's notation; '' for what that has no word for."""
    if kind.dims:
        return _of("List", kind.element)
    name = kind.name
    if name in _WIDTHS or name == "BigInteger":
        return "int"
    if name in FLOATS:
        return "float"
    if name in ("boolean", "Boolean"):
        return "bool"
    if name in CHARS | TEXTS:
        return "str"
    if name in ANY:
        return {"Object": "object", "Number": "Union[int, float]"}.get(name, "")
    if name in LISTS:
        return _of("List", kind.held(0))
    if name in SETS:
        return _of("Set", kind.held(0))
    if name in MAPS:
        return _of("Dict", kind.held(0), kind.held(1))
    return "tuple" if name == "Optional" or name in OPTIONALS else ""


def _of(container: str, *held: JavaType) -> str:
    inner = [annotation(kind) for kind in held]
    return f"{container}[{', '.join(inner)}]" if all(inner) else container


def fits(kind: JavaType, value: Value, depth: int = 0) -> bool:
    """Whether a value can be given where this type is asked for."""
    if depth > 90:
        return False
    if value is None:
        return kind.nullable
    if kind.dims:
        return type(value) is list and all(fits(kind.element, v, depth + 1) for v in value)
    name, of = kind.name, type(value)
    if name in _WIDTHS:
        bound = 1 << (_WIDTHS[name] - 1)
        return of is int and -bound <= value < bound
    if name == "BigInteger":
        return of is int and value.bit_length() < 100_000
    if name in FLOATS:
        return of is float or (of is int and abs(value) <= 1 << 53)
    if name in ("boolean", "Boolean"):
        return of is bool
    if name in CHARS:
        return of is str and len(value) == 1 and ord(value) < 1 << 16
    if name in TEXTS:
        return of is str
    if name in LISTS:
        return of is list and all(fits(kind.held(0), v, depth + 1) for v in value)
    if name in SETS:
        return of in (set, frozenset) and all(_fits_inside(kind.held(0), v, depth) for v in value)
    if name in MAPS:
        return of is dict and all(
            _fits_inside(kind.held(0), k, depth) and fits(kind.held(1), v, depth + 1)
            for k, v in value.items()
        )
    if name == "Optional":
        return of is tuple and len(value) <= 1 and all(
            v is not None and fits(kind.held(0), v, depth + 1) for v in value
        )  # fmt: skip
    if name in OPTIONALS:
        return of is tuple and len(value) <= 1 and all(
            fits(JavaType(OPTIONALS[name]), v, depth + 1) for v in value
        )  # fmt: skip
    return _natural(name, value, depth)


def _fits_inside(kind: JavaType, value: Value, depth: int) -> bool:
    """In a set or as a key a list is a tuple and a set is frozen."""
    if type(value) is tuple and (kind.dims or kind.name in LISTS):
        inner = kind.element if kind.dims else kind.held(0)
        return all(_fits_inside(inner, v, depth + 1) for v in value)
    return fits(kind, value, depth + 1)


def _natural(name: str, value: Value, depth: int) -> bool:
    """What `Object` and the like may be."""
    of = type(value)
    if of in (int, float):
        return of is float or abs(value) < 1 << 63
    if name == "Number":
        return False
    if of in (bool, str):
        return True
    anything = JavaType("Object")
    if name == "Comparable":
        return False
    if of is dict:
        return all(_fits_inside(anything, k, depth) and fits(anything, v, depth + 1)
                   for k, v in value.items())  # fmt: skip
    if of in (list, set, frozenset, tuple):
        return all(fits(anything, v, depth + 1) for v in value)
    return False
