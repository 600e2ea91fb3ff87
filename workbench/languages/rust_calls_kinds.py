"""Rust types that stand for plain values: which the host can make, which can be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SIGNED = {f"i{bits}": bits for bits in (8, 16, 32, 64, 128)} | {"isize": 64}
UNSIGNED = {f"u{bits}": bits for bits in (8, 16, 32, 64, 128)} | {"usize": 64}
FLOATS = frozenset({"f32", "f64"})
ROWS = frozenset({"Vec", "VecDeque", "slice", "array"})
MAPS = frozenset({"HashMap", "BTreeMap"})
SETS = frozenset({"HashSet", "BTreeSet"})
POINTERS = frozenset({"&", "&mut", "Box", "Cow"})
TEXTS = frozenset({"str", "String"})
DECLARED = frozenset({"enum", "record", "choice"})
SIMPLE = {*SIGNED, *UNSIGNED, *FLOATS, "bool", "char", "str", "String"}


@dataclass(frozen=True)
class Kind:
    """A type. `name` is Rust's own word, or `slice`, `array`, `tuple` (of none: unit), `error` (one
    of the standard library's); of what the solution declares: `enum` (of variants without fields),
    `record` (a struct of plain public fields), `choice` (an enum, its `parts` a record a variant),
    `own` (anything else, told in words)."""

    name: str
    parts: tuple[Kind, ...] = ()
    size: int = 0
    """how many an array holds"""
    declared: str = ""
    """the solution's name of a type"""
    variants: tuple[str, ...] = ()
    """an enum's; a record's fields, none where they have no names"""

    @property
    def borrows(self) -> bool:
        """Whether a value of it may point into an argument."""
        return self.name in ("&", "&mut", "Cow", "own") or any(p.borrows for p in self.parts)


BOXED = Kind("error", declared="Box")
"""`Box<dyn Error>`"""


def declared_in(kind: Kind) -> Iterator[tuple[str, Kind]]:
    """The types of the solution's own that a type is made of, by name."""
    if kind.name in ("own", *DECLARED):
        yield kind.declared, kind
    inner = kind.parts if kind.name != "choice" else [p for v in kind.parts for p in v.parts]
    for part in inner:
        yield from declared_in(part)


def is_key(kind: Kind) -> bool:
    """Whether values of it can be hashed, on the host too."""
    if kind.name in ("tuple", "Option", *POINTERS):
        return all(map(is_key, kind.parts))
    return kind.name in SIMPLE - FLOATS or kind.name in ("enum", "choice")


def is_given(kind: Kind, *, top: bool = True) -> bool:
    """Whether the host can make values of it for a parameter."""
    name, parts = kind.name, kind.parts
    if name == "&mut":
        return top and parts[0].name not in ("str", "&", "&mut") and is_given(parts[0], top=False)
    if name in SIMPLE:
        return name != "str"
    if name == "&":
        return parts[0] == Kind("str") or is_given(parts[0], top=False)
    if name == "Box":
        return parts[0].name not in ("str", "slice") and is_given(parts[0], top=False)
    if name == "slice" and top:
        return False
    return _is_held(kind) and all(is_given(p, top=False) for p in parts)


def _is_held(kind: Kind) -> bool:
    name, parts = kind.name, kind.parts
    if name == "Option":
        # None within Some would look like None.
        return parts[0].name != "Option" and parts[0] != Kind("tuple")
    if name in MAPS | SETS:
        return is_key(parts[0])
    if name == "tuple":
        return bool(parts)
    return name in ROWS or name in DECLARED


def is_told(kind: Kind, *, top: bool = True) -> bool:
    """Whether results of it can be told."""
    name, parts = kind.name, kind.parts
    if name == "Result":
        error = parts[1]
        worded = error.name in ("error", "own") or error == Kind("tuple")
        return top and is_told(parts[0], top=False) and (worded or is_told(error, top=False))
    if name in SIMPLE or name == "own" or (name == "tuple" and not parts):
        return True
    if name in POINTERS:
        return is_told(parts[0], top=False)
    return _is_held(kind) and all(is_told(p, top=False) for p in parts)


def notation(kind: Kind) -> str:
    """A type in Python's notation; '' for what it has no word for."""
    name, parts = kind.name, [notation(p) for p in kind.parts]
    if name in SIGNED or name in UNSIGNED:
        return "int"
    if name in FLOATS:
        return "float"
    if name == "bool":
        return "bool"
    if name in TEXTS or name == "char":
        return "str"
    if name in POINTERS or name == "Result":
        return parts[0]
    if name == "tuple" and not parts:
        return "None"
    if name == "record":
        return "dict" if kind.variants else "tuple"
    word = {"tuple": "Tuple", "Option": "Optional", **dict.fromkeys(ROWS, "List"),
            **dict.fromkeys(MAPS, "Dict"), **dict.fromkeys(SETS, "Set")}.get(name, "")  # fmt: skip
    if not word or not all(parts):
        return {"List": "list", "Tuple": "tuple", "Dict": "dict", "Set": "set"}.get(word, "")
    return f"{word}[{', '.join(parts)}]"


def written(kind: Kind) -> str:
    """A type as Rust source writes it where no lifetime has to be named."""
    name, parts = kind.name, [written(p) for p in kind.parts]
    match name:
        case "&":
            return f"&{parts[0]}"
        case "&mut":
            return f"&mut {parts[0]}"
        case "slice":
            return f"[{parts[0]}]"
        case "array":
            return f"[{parts[0]}; {kind.size}]"
        case "tuple":
            return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
        case "enum" | "record" | "choice" | "own":
            return kind.declared
    if name in MAPS | SETS or name == "VecDeque":
        name = f"std::collections::{name}"
    return f"{name}<{', '.join(parts)}>" if parts else name
