"""Private names of Go, Rust and Java: lower-case, not `pub`, `private`.

What is overlooked here does not compile, and accuses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.private_reading import (
    Means,
    Names,
    Roots,
    anywhere,
    field_of,
    looked_up,
)
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_GO_LOOKED_UP = re.compile(
    r"\breflect\b|%[+#]v|%T|\bruntime\.(?:Caller|FuncForPC|Frames)|debug\.Stack|go:linkname"
    r"|\bunsafe\b"
)
_PREDECLARED = frozenset(
    ["any", "append", "bool", "byte", "cap", "clear", "close", "comparable", "complex",
     "complex128", "complex64", "copy", "delete", "error", "false", "float32", "float64", "imag",
     "int", "int16", "int32", "int64", "int8", "iota", "len", "main", "make", "max", "min",
     "new", "nil", "panic", "print", "println", "real", "recover", "rune", "string", "true",
     "uint", "uint16", "uint32", "uint64", "uint8", "uintptr", "init", "_"]
)  # fmt: skip
_RUST_LOOKED_UP = re.compile(
    r"\b(?:stringify|type_name|module_path|serde|Serialize|macro_rules|include|no_mangle|"
    r"proc_macro)\b"
)
_SAYS_NAMES = re.compile(r"derive\([^)]*\b(?!Clone\b|Copy\b|PartialEq\b|Eq\b|Hash\b|Default\b|"
                         r"PartialOrd\b|Ord\b|derive\b)[A-Z]\w*", re.DOTALL)  # fmt: skip
_JAVA_LOOKED_UP = re.compile(
    r"\breflect\b|getDeclared|\.getClass\(|Class\.forName|getSimpleName|Serializable|ObjectOutput"
    r"|MethodHandles|VarHandle|FieldUpdater|\bGson\b|@Json"
)
_JAVA_TYPES = ("class_declaration", "interface_declaration", "enum_declaration",
               "record_declaration", "annotation_type_declaration")  # fmt: skip


def read_go(roots: Roots) -> Names | None:
    """Everything of a package that begins with a small letter, in files that are no tests."""
    roots = {path: root for path, root in roots.items() if not path.endswith("_test.go")} or roots
    if looked_up(roots, _GO_LOOKED_UP):
        return None
    names = Names(roots, blocked=set(_PREDECLARED))
    for path, root in roots.items():
        for node in walk(root):
            if node.type == "import_spec":
                path_of = text_of(node.child_by_field_name("path")).strip('"`')
                names.blocked |= {
                    path_of.rsplit("/", 1)[-1],
                    text_of(node.child_by_field_name("name")),
                }
            for token in _go_declares(node):
                if text_of(token)[:1].islower() or text_of(token).startswith("_"):
                    names.declare(path, token, _of_go)
    return names


def _of_go(path: str, node: Node) -> bool:
    return node.type in ("identifier", "field_identifier", "type_identifier")


def _go_declares(node: Node) -> Iterator[Node]:
    if node.type in ("function_declaration", "method_declaration", "type_spec", "type_alias",
                     "field_declaration", "method_elem", "var_spec", "const_spec"):  # fmt: skip
        top = node.type not in ("var_spec", "const_spec", "type_spec", "type_alias") or all(
            a.type not in ("function_declaration", "method_declaration", "func_literal")
            for a in ancestors(node)
        )
        if top:
            yield from node.children_by_field_name("name")


def read_rust(roots: Roots) -> Names | None:
    """Items, methods and fields without any `pub`."""
    if looked_up(roots, _RUST_LOOKED_UP):
        return None
    names = Names(roots)
    own = {text_of(n.child_by_field_name("name")) for root in roots.values() for n in walk(root)
           if n.type in _RUST_ITEMS} | {"Self", "crate", "self", "super"}  # fmt: skip
    for path, root in roots.items():
        for node in walk(root):
            _rust_item(names, path, node)
            if node.type == "scoped_identifier":
                on = text_of(node.child_by_field_name("path")).rpartition("::")[2]
                if on.partition("<")[0] not in own:
                    names.block(node.child_by_field_name("name"))  # `RefCell::new`
            if node.type == "use_declaration":
                written = text_of(node.child_by_field_name("argument"))
                if not written.startswith(("crate::", "self::", "super::")):
                    for part in walk(node):
                        if part.type.endswith("identifier") and not part.named_children:
                            names.block(part)
    for name in names.declared:
        fields = [n for _, n in names.spots(name) if n.type.startswith("field_")]
        if not fields and _has_shorthand(roots, name):
            names.blocked.add(name)  # a public field is set from a local variable
    return names


_RUST_ITEMS = ("function_item", "struct_item", "enum_item", "const_item", "static_item",
               "type_item", "field_declaration", "function_signature_item", "trait_item",
               "enum_variant", "mod_item", "union_item", "macro_definition")  # fmt: skip


def _rust_item(names: Names, path: str, node: Node) -> None:
    token = node.child_by_field_name("name")
    if node.type not in _RUST_ITEMS or token is None:
        return
    open_to_others = bool(children(node, "visibility_modifier")) or node.type in (
        "function_signature_item", "enum_variant", "macro_definition")  # fmt: skip
    holder = next((a for a in ancestors(node) if a.type in ("impl_item", "trait_item")), None)
    if node.type in ("function_item", "type_item", "const_item") and holder is not None:
        open_to_others |= holder.type == "trait_item" or bool(holder.child_by_field_name("trait"))
    if node.type == "mod_item" and node.child_by_field_name("body") is None:
        open_to_others = True  # it is a file's name
    if node.type in ("field_declaration", "struct_item", "enum_item") and _says_names(node):
        open_to_others = True
    if open_to_others or text_of(token) in ("main", "_") or _is_marked(node):
        names.block(token)
    elif node.type == "field_declaration":
        names.declare(path, token, _is_no_call)
    elif node.type == "function_item" and holder is not None:
        names.declare(path, token, anywhere)
    else:
        names.declare(path, token, _is_no_member)


def _says_names(node: Node) -> bool:
    """Whether a type or its field is printed by name: what a derived `Debug` does."""
    item = node if node.type.endswith("_item") else next(
        (a for a in ancestors(node) if a.type.endswith("_item")), None)  # fmt: skip
    before = item.prev_named_sibling if item is not None else None
    while before is not None and before.type in ("attribute_item", "line_comment", "block_comment"):
        if _SAYS_NAMES.search(text_of(before)):
            return True
        before = before.prev_named_sibling
    return False


def _is_marked(node: Node) -> bool:
    before = node.prev_named_sibling
    marks = ("#[test", "#[export", "#[unsafe", "#[link")
    return before is not None and text_of(before).startswith(marks)


def _is_no_call(path: str, node: Node) -> bool:
    """A field is not called by its name: `x.len()` is no `x.len`."""
    above = node.parent
    called = above is not None and above.type == "field_expression" and field_of(above, "function")
    return not (node.type == "field_identifier" and called)


def _is_no_member(path: str, node: Node) -> bool:
    return node.type in ("identifier", "type_identifier")


def _has_shorthand(roots: Roots, name: str) -> bool:
    return any(
        text_of(node) == name
        for root in roots.values()
        for node in walk(root)
        if node.type in ("shorthand_field_identifier", "shorthand_field_initializer")
    )


def read_java(roots: Roots) -> Names | None:
    """`private` methods, fields and nested classes, and methods and fields that only their package
    sees; fields and methods are named apart."""
    if looked_up(roots, _JAVA_LOOKED_UP):
        return None
    names = Names(roots)
    for path, root in roots.items():
        for node in walk(root):
            named = node.child_by_field_name("name")
            marks = " ".join(text_of(m) for m in children(node, "modifiers"))
            private = re.search(r"\bprivate\b", marks) is not None
            near = _is_near(node, marks)
            if node.type == "field_declaration":
                for each in children(node, "variable_declarator"):
                    token = each.child_by_field_name("name")
                    if private or near:
                        names.declare(path, token, _java(path, method=False))
                        names.near |= {text_of(token)} if near else set()
                    else:
                        names.block(token)
            elif node.type == "method_declaration" or node.type in _JAVA_TYPES:
                method = node.type == "method_declaration"
                if private or (near and method):
                    names.declare(path, named, _java(path, method=method))
                    names.near |= {text_of(named)} if near else set()
                else:
                    names.block(named)
                    names.api |= {text_of(named)} if method else set()
            elif node.type in ("enum_constant", "import_declaration", "record_declaration"):
                for part in walk(node) if node.type == "import_declaration" else [named]:
                    names.block(part)
            elif node.type == "method_invocation":
                on = node.child_by_field_name("object")
                if on is not None and on.type != "this":
                    names.block(named)  # it may be another class's
            if node.type == "record_declaration":
                for each in walk(node.child_by_field_name("parameters") or node):
                    names.block(each)
    return names


def _is_near(node: Node, marks: str) -> bool:
    """Whether a member is for its package: of no modifier that says more, of no interface, and
    nothing that an annotation may look for."""
    said = re.search(r"\b(?:private|public|protected|abstract)\b|@", marks)
    return said is None and node.parent is not None and node.parent.type == "class_body"


def _java(path: str, *, method: bool) -> Means:
    def means(file: str, node: Node) -> bool:
        above = node.parent
        called = above is not None and (
            (above.type in ("method_invocation", "method_declaration") and field_of(node, "name"))
            or (above.type == "method_reference" and above.named_children[-1] == node)
        )
        key = above is not None and above.type == "element_value_pair" and field_of(node, "key")
        return file == path and called == method and not key

    return means
