"""What a Rust function may return instead of what it computes, by its declared type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.languages.rust_source import attributes
from workbench.languages.syntax import Node, children, parse, text_of, walk

_SIGNED = frozenset({"i8", "i16", "i32", "i64", "i128", "isize"})
_UNSIGNED = frozenset({"u8", "u16", "u32", "u64", "u128", "usize"})
_EMPTY = frozenset({"HashMap", "HashSet", "BTreeMap", "BTreeSet", "VecDeque", "BinaryHeap",
                    "LinkedList", "PathBuf", "OsString", "Duration"})  # fmt: skip
_DEEPEST = 4


@dataclass(frozen=True)
class Types:
    """What is known of the types a solution declares."""

    defaults: frozenset[str]
    """those with a `Default`"""
    aliases: Mapping[str, str]
    declared: frozenset[str]


def read_types(sources: Mapping[str, str]) -> Types:
    """From all files of a solution."""
    defaults: set[str] = set()
    aliases: dict[str, str] = {}
    declared: set[str] = set()
    for path in sorted(sources):
        if not path.endswith(".rs"):
            continue
        for node in walk(parse("rust", sources[path]).root_node):
            name = text_of(node.child_by_field_name("name"))
            if node.type in ("struct_item", "enum_item"):
                declared.add(name)
                derived = " ".join(text_of(m) for m in attributes(node))
                # Of a generic type only if its parameters are too.
                generic = bool(children(node, "type_parameters"))
                if not generic and re.search(r"\bderive\b[^)]*\bDefault\b", derived):
                    defaults.add(name)
            elif node.type == "type_item":
                declared.add(name)
                if not children(node, "type_parameters"):
                    aliases[name] = text_of(node.child_by_field_name("type"))
            elif node.type == "impl_item":
                trait = text_of(node.child_by_field_name("trait")).rsplit("::", 1)[-1]
                if trait == "Default":
                    defaults.add(_bare(text_of(node.child_by_field_name("type"))))
    return Types(frozenset(defaults), aliases, frozenset(declared))


def returned(function: Node) -> str:
    """The declared return type, `()` when there is none."""
    return text_of(function.child_by_field_name("return_type")) or "()"


def instead(kind: str, types: Types, own: str = "", depth: int = 0) -> list[str]:
    """Expressions of type `kind`, the most telling first; none where nothing is certain to
    compile. `own` is what `Self` stands for."""
    kind = kind.strip()
    if depth > _DEEPEST or not kind:
        return []
    if kind.startswith("&"):
        return _borrowed(kind)
    if kind.startswith("(") and kind.endswith(")"):
        parts = [instead(p, types, own, depth + 1)[:1] for p in _split(kind[1:-1])]
        if not all(parts):
            return []
        inner = ", ".join(p[0] for p in parts)
        return [f"({inner},)" if len(parts) == 1 else f"({inner})"]
    array = re.fullmatch(r"\[(.+);\s*\w+\s*\]", kind, re.S)
    if array:
        filled = instead(array[1], types, own, depth + 1)[:1]
        return [f"[{filled[0]}; {kind[:-1].rsplit(';', 1)[1].strip()}]"] if filled and (
            array[1].strip() in _SIGNED | _UNSIGNED | {"bool"}) else []  # fmt: skip
    return _named(kind, types, own, depth)


def _borrowed(kind: str) -> list[str]:
    target = re.sub(r"\A&\s*(?:'\w+\s+)?", "", kind)
    if target == "str":
        return ['""', '"mutant"']
    return ["&[]"] if target.startswith("[") and ";" not in target else []


def _named(kind: str, types: Types, own: str, depth: int) -> list[str]:
    name, arguments = _bare(kind), _split(_arguments(kind))
    first = instead(arguments[0], types, own, depth + 1) if arguments else []
    if name == "Self" and own:
        name = own
    if name in types.aliases and depth < _DEEPEST:
        return instead(types.aliases[name], types, own, depth + 1)
    if name in types.defaults:
        return ["Default::default()"]
    if name in types.declared:
        return []
    plain = _PLAIN.get(name)
    if plain is not None and not arguments:
        return list(plain)
    match name:
        case "Option" if arguments:
            return ["None", *(f"Some({value})" for value in first[:1])]
        case "Result":
            if not arguments or kind.startswith(("fmt::", "std::fmt::")):
                return ["Ok(())"]
            return [f"Ok({value})" for value in first[:2]]
        case "Vec" if arguments:
            return ["Vec::new()", *(f"Vec::from([{value}])" for value in first[:1])]
        case "Box" | "Rc" | "Arc" if arguments:
            return [f"{name}::new({value})" for value in first[:1]]
        case _ if name in _EMPTY:
            return ["Default::default()"]
    return []


_PLAIN: dict[str, tuple[str, ...]] = {
    "bool": ("false", "true"),
    "char": ("'\\0'", "'~'"),
    "String": ("String::new()", '"mutant".into()'),
    "f32": ("0.0", "1.0"),
    "f64": ("0.0", "1.0"),
    **dict.fromkeys(_SIGNED, ("0", "1", "-1")),
    **dict.fromkeys(_UNSIGNED, ("0", "1")),
}


def failing(kind: str, types: Types, own: str) -> list[str]:
    """`Err(...)` for a `Result` whose error type has a value that can be written down."""
    parts = _split(_arguments(kind)) if _bare(kind) == "Result" else []
    if len(parts) != 2:
        return []
    return [f"Err({value})" for value in instead(parts[1], types, own, 1)[:1]]


def present(kind: str, types: Types, own: str) -> list[str]:
    """`Some(...)` for an `Option` whose content can be written down."""
    parts = _split(_arguments(kind)) if _bare(kind) == "Option" else []
    return [f"Some({value})" for value in instead(parts[0], types, own, 1)[:1]] if parts else []


def _bare(kind: str) -> str:
    return kind.split("<", 1)[0].strip().rsplit("::", 1)[-1]


def _arguments(kind: str) -> str:
    start = kind.find("<")
    return kind[start + 1 : kind.rindex(">")] if start >= 0 and kind.endswith(">") else ""


def _split(listed: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, character in enumerate(listed):
        if character == ">" and listed[at - 1 : at] in ("-", "="):
            continue
        depth += (character in "(<[") - (character in ")>]")
        if character == "," and depth == 0:
            parts.append(listed[start:at].strip())
            start = at + 1
    return [p for p in (*parts, listed[start:].strip()) if p and not p.startswith("'")]
