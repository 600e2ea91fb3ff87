"""Who reads a name in a Rust suite: a value may be moved only where nothing but checks does."""

from __future__ import annotations

import re

from workbench.languages.rust_checks import Check, Part, RustFile
from workbench.languages.syntax import Node, ancestors, children, text_of

WRAPPERS = re.compile(
    r"(?:\w+::)*(?:Some|Ok|Err|Box::new|Rc::new|Arc::new|(?:String|Vec|VecDeque|HashMap|HashSet|"
    r"BTreeMap|BTreeSet|Cow|Box|Rc|Arc)(?:::<.*>)?::from)(?:::<.*>)?\Z",
    re.DOTALL,
)
# Methods that give other values for other receivers.
KEEPING = frozenset(
    [
        "to_string",
        "to_owned",
        "into",
        "to_vec",
        "as_str",
        "as_bytes",
        "as_slice",
        "as_ref",
        "iter",
        "into_iter",
        "collect",
        "cloned",
        "copied",
        "clone",
        "concat",
        "chars",
        "bytes",
        "as_deref",
        "to_uppercase",
        "to_lowercase",
    ]
)
GROWING = frozenset({"insert", "push", "push_str", "push_back", "push_front", "extend"})
_ORDERING = frozenset({"sort", "sort_unstable", "reverse", "len", "is_empty"})
_TALK = frozenset({"println", "print", "eprintln", "eprint", "dbg", "panic", "format", "write"})
_BINDS = ("let_declaration", "const_item", "static_item", "for_expression", "parameter")


def sides(check: Check) -> list[Part]:
    """Both sides of what a check compares."""
    if check.word.endswith("assert_eq"):
        return list(check.arguments[:2])
    if check.word.endswith("assert") and check.arguments:
        first = check.arguments[0]
        if text_of(first.node.child_by_field_name("operator")) == "==":
            left = first.node.child_by_field_name("left")
            right = first.node.child_by_field_name("right")
            if left is not None and right is not None:
                return [Part(left, first.shift), Part(right, first.shift)]
    return []


def declarations(name: str, function: Node, file: RustFile) -> list[Node]:
    """What gives a name a value inside a function."""
    found = []
    for node in file.index.named(name, function):
        for above in ancestors(node):
            if above.type in _BINDS:
                pattern = above.child_by_field_name("pattern") or above.child_by_field_name("name")
                if pattern is not None and pattern.start_byte <= node.start_byte < pattern.end_byte:
                    found.append(above)
                break
            if above.type in ("closure_parameters", "match_pattern"):
                found += [above, above]  # two declarations are none
            if above.type in ("block", "token_tree", "arguments"):
                break
    return found


def position(pattern: Node, name: str) -> int | None:
    """Which place of a tuple pattern a name has; -1 for the pattern itself."""
    while pattern.type in ("reference_pattern", "ref_pattern") and pattern.named_children:
        pattern = pattern.named_children[-1]
    if pattern.type == "identifier":
        return -1
    if pattern.type == "tuple_pattern":
        cells = [text_of(c).removeprefix("&").strip() for c in children(pattern)]
        return cells.index(name) if name in cells else None
    return None


def only_checked(name: str, file: RustFile, scope: Node, *, field: bool = False) -> bool:
    """Whether nothing but checks reads a name."""
    kind = "field_identifier" if field else "identifier"
    for node in file.index.named(name, scope):
        token = node.type == "identifier" and node.parent and node.parent.type == "token_tree"
        if (node.type == kind or token) and not _harmless(node, file, field=field):
            return False
    return True


def _harmless(node: Node, file: RustFile, *, field: bool) -> bool:
    name = text_of(node)
    macro = next((a for a in ancestors(node) if a.type == "macro_invocation"), None)
    if macro is not None:
        word = text_of(macro.child_by_field_name("macro")).rsplit("::", 1)[-1]
        check = file.checks.get(macro.id)
        if check is None:
            return word in _TALK
        at = next(
            (
                n
                for n, part in enumerate(check.arguments)
                if part.node.start_byte + part.shift
                <= node.start_byte
                < part.node.end_byte + part.shift
            ),
            99,
        )
        compared = 2 if check.word.endswith(("_eq", "_ne")) else 1
        if at >= compared:
            return True
        return any(
            side.node.start_byte + side.shift <= node.start_byte < side.node.end_byte + side.shift
            and _core(side.node, field=field) == name
            for side in sides(check)
        )
    above = node.parent
    if above is None:
        return False
    if field:
        # The declaration, or a row: `expected: 3`.
        outer = above.parent
        reading = above.type == "field_expression"
        return not reading or (outer is not None and outer.type == "field_expression" and (
            text_of(outer.child_by_field_name("field")) in _ORDERING))  # fmt: skip
    if above.type in ("let_declaration", "const_item", "static_item", "parameter", "tuple_pattern",
                      "reference_pattern", "mut_pattern", "for_expression"):  # fmt: skip
        outer_let = above.type == "let_declaration"
        return not outer_let or above.child_by_field_name("pattern") == node
    if above.type == "field_expression":
        call = above.parent
        method = text_of(above.child_by_field_name("field"))
        return (
            call is not None
            and call.type == "call_expression"
            and (method in GROWING or method in _ORDERING)
        )
    return False


def _core(node: Node, *, field: bool) -> str:
    """The name an operand comes down to: `expected` of `&expected[..]`, `expected.clone()`."""
    while True:
        if node.type in ("reference_expression", "parenthesized_expression", "unary_expression",
                         "index_expression"):  # fmt: skip
            if not node.named_children:
                return ""
            node = node.named_children[-1 if node.type == "reference_expression" else 0]
        elif node.type == "call_expression":
            function = node.child_by_field_name("function")
            if function is None:
                return ""
            if function.type == "field_expression":
                method = text_of(function.child_by_field_name("field"))
                value = function.child_by_field_name("value")
                if method not in KEEPING or value is None:
                    return ""
                node = value
            else:
                given = node.child_by_field_name("arguments")
                listed = children(given) if given is not None else []
                if not WRAPPERS.match(text_of(function)) or len(listed) != 1:
                    return ""
                node = listed[0]
        elif node.type == "field_expression" and field:
            return text_of(node.child_by_field_name("field"))
        else:
            return text_of(node) if node.type == "identifier" else ""
