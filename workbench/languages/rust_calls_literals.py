"""Values of literals in Rust source."""

from __future__ import annotations

from workbench.languages.rust_calls_kinds import FLOATS, SIGNED, UNSIGNED
from workbench.languages.syntax import Node, parse, text_of
from workbench.languages.values import NotPlain, Opaque, Value

_READ = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def expression(text: str) -> Node | None:
    """The expression a text is; its tree stays alive with it."""
    root = parse("rust", f"const A: u8 = {text};").root_node
    for item in root.named_children[:1]:
        if item.type == "const_item" and not root.has_error:
            return item.child_by_field_name("value")
    return None


def value_of(node: Node) -> Value:
    """The value of a literal expression. Raises NotPlain on anything else."""
    inner = [c for c in node.named_children if not c.type.endswith("comment")]
    match node.type:
        case "integer_literal" | "float_literal":
            return number(text_of(node))
        case "string_literal" | "raw_string_literal" | "char_literal":
            return string(node)
        case "boolean_literal":
            return text_of(node) == "true"
        case "identifier" if text_of(node) == "None":
            return None
        case "unary_expression" if text_of(node).startswith("-") and len(inner) == 1:
            value = value_of(inner[0])
            if isinstance(value, int | float) and not isinstance(value, bool):
                return -value
        case "reference_expression" | "parenthesized_expression" if inner:
            return value_of(inner[-1])
        case "array_expression" if ";" not in [text_of(c) for c in node.children]:
            return [value_of(c) for c in inner]
        case "tuple_expression":
            return tuple(value_of(c) for c in inner)
        case "scoped_identifier":
            return Opaque(text_of(node), text_of(node), f'["u", "{text_of(node)}"]')
        case "macro_invocation" if text_of(node).startswith("vec!"):
            listed = expression(f"[{text_of(node)[5:-1]}]")
            if listed is not None:
                return value_of(listed)
        case "call_expression":
            return _called(node)
    raise NotPlain(f"no literal: {text_of(node)[:60]}")


def _called(node: Node) -> Value:
    """`"a".to_string()`, `String::from("a")`, `Some(1)`, `HashMap::from([...])`."""
    callee, listed = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    given = listed.named_children if listed is not None else []
    if callee is not None and callee.type == "field_expression":
        method = text_of(callee.child_by_field_name("field"))
        held = callee.child_by_field_name("value")
        if method in ("to_string", "to_owned", "into", "to_vec", "clone", "as_str") and held:
            return value_of(held)
    name = text_of(callee).rsplit("std::", 1)[-1].removeprefix("collections::")
    if name in ("Some", "String::from", "Box::new") and len(given) == 1:
        return value_of(given[0])
    if name in ("String::new", "Vec::new"):
        return "" if name.startswith("S") else []
    if name in ("HashMap::new", "BTreeMap::new", "HashSet::new", "BTreeSet::new"):
        return {} if "Map" in name else set()
    if name.endswith("::from") and len(given) == 1:
        rows = value_of(given[0])
        try:
            if name in ("HashMap::from", "BTreeMap::from"):
                return dict(rows)
            if name in ("HashSet::from", "BTreeSet::from"):
                return set(rows)
        except (TypeError, ValueError):
            raise NotPlain("an unhashable key") from None
    raise NotPlain(f"no literal: {text_of(node)[:60]}")


def number(text: str) -> int | float:
    """What a number's text means, its suffix gone. Raises NotPlain."""
    text = text.replace("_", "").lower()
    based = text.startswith(("0x", "0b", "0o"))
    for suffix in (*SIGNED, *UNSIGNED, *(() if text.startswith("0x") else FLOATS)):
        if text.endswith(suffix):
            text, suffixed = text[: -len(suffix)], suffix
            if suffixed in FLOATS:
                text += "" if "." in text or "e" in text else ".0"
            break
    try:
        if based:
            return int(text, 0)
        return float(text) if "." in text or "e" in text else int(text)
    except ValueError:
        raise NotPlain(f"no number: {text[:40]}") from None


def string(node: Node) -> str:
    """The text of a string or character literal. Raises NotPlain on one of bytes."""
    text = text_of(node)
    if text.startswith("b"):
        raise NotPlain("bytes")
    if node.type == "raw_string_literal":
        hashes = len(text[1:]) - len(text[1:].lstrip("#"))
        return text[2 + hashes : len(text) - 1 - hashes]
    return _unescaped(text[1:-1])


def _unescaped(text: str) -> str:
    made: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        at += 1
        if char != "\\" or at >= len(text):
            made.append(char)
            continue
        mark = text[at]
        at += 1
        try:
            if mark == "x":
                made.append(chr(int(text[at : at + 2], 16)))
                at += 2
            elif mark == "u":
                end = text.index("}", at)
                made.append(chr(int(text[at + 1 : end].replace("_", ""), 16)))
                at = end + 1
            elif mark == "\n":
                at += len(text[at:]) - len(text[at:].lstrip())
            else:
                made.append(_READ.get(mark, mark))
        except (ValueError, OverflowError):
            raise NotPlain("no character") from None
    return "".join(made)
