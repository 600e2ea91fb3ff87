"""Reads JavaScript and TypeScript files: which module system, which imports, which names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from workbench.languages.syntax import (
    Node,
    Tree,
    ancestors,
    children,
    first_error,
    parse,
    text_of,
    walk,
)

# The grammar takes `f<typeof import('./a')>()` for comparisons.
_IMPORTED_TYPE = re.compile(r"""(?<=<)typeof import\((['"`])[^'"`\n]*\1\)(?=[\w.\[\]'"]*>\()""")
_ROUNDS = 20
"""of leaving out: each may uncover one that stood further inside"""
TYPESCRIPT = (".ts", ".mts", ".cts", ".tsx")
CODE = (".js", ".mjs", ".cjs", ".jsx", *TYPESCRIPT)
_FUNCTIONS = {
    "function_declaration",
    "function_expression",
    "arrow_function",
    "method_definition",
    "generator_function",
    "generator_function_declaration",
    "class_static_block",
}


@dataclass(frozen=True)
class Source:
    """One file, understood as far as loading it needs."""

    path: str
    text: str
    tree: Tree
    esm: bool
    cjs: bool
    top_level_await: bool
    imports: tuple[str, ...]
    requires: tuple[str, ...]
    bindings: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Local name -> (module, imported name); `default` and `*` as usual."""
    declared: frozenset[str] = frozenset()
    """Names the file itself declares, wherever."""
    required: frozenset[str] = frozenset()
    """Those of `bindings` that `require` binds, at its own line and not before."""

    @property
    def error(self) -> str:
        """Where the syntax stops being understood, or ''."""
        return first_error(self.tree)

    @property
    def imports_local(self) -> bool:
        """Whether it names any other file."""
        return any(s.startswith(".") for s in (*self.imports, *self.requires))


def is_code(path: str) -> bool:
    """Whether a path is JavaScript or TypeScript that runs."""
    return path.endswith(CODE) and not path.endswith((".d.ts", ".d.mts", ".d.cts"))


def grammar(path: str) -> str:
    """The grammar of a path."""
    if path.endswith((".tsx",)):
        return "tsx"
    return "typescript" if path.endswith(TYPESCRIPT) else "javascript"


@lru_cache(maxsize=256)
def read(path: str, text: str) -> Source:
    """A file, parsed. Never raises: see `Source.error`."""
    kind = grammar(path)
    tree = parse(kind, text) if kind == "javascript" else _typed(kind, text)
    imports: list[str] = []
    requires: list[str] = []
    bindings: dict[str, tuple[str, str]] = {}
    declared: set[str] = set()
    required: set[str] = set()
    esm = cjs = top_await = False
    for node in walk(tree.root_node):
        kind = node.type
        if kind == "import_statement":
            esm = True
            module = string_value(node.child_by_field_name("source"))
            if module is not None and not _type_only(node):
                imports.append(module)
                bindings.update(_import_names(node, module))
        elif kind == "export_statement":
            esm = True
            module = string_value(node.child_by_field_name("source"))
            if module is not None:
                imports.append(module)
        elif kind == "call_expression":
            callee = node.child_by_field_name("function")
            if text_of(callee) == "require":
                module = string_value(_first_argument(node))
                cjs = True
                if module is not None:
                    requires.append(module)
                    names = dict(_require_names(node, module))
                    bindings.update(names)
                    required.update(names)
            elif callee is not None and callee.type == "import":
                module = string_value(_first_argument(node))
                if module is not None:
                    imports.append(module)
        elif kind == "member_expression":
            member = text_of(node)
            esm = esm or member.startswith("import.meta")
            cjs = cjs or member == "module.exports" or member.startswith("exports.")
        elif kind == "identifier" and node.text in (b"__dirname", b"__filename"):
            cjs = True
        elif kind == "await_expression" or (kind == "for_in_statement" and _awaits(node)):
            top_await = top_await or not any(a.type in _FUNCTIONS for a in ancestors(node))
        elif kind in ("variable_declarator", "function_declaration", "class_declaration"):
            name = node.child_by_field_name("name")
            if name is not None and name.type == "identifier":
                declared.add(text_of(name))
    return Source(
        path=path,
        text=text,
        tree=tree,
        esm=esm or top_await or path.endswith((".mjs", ".mts")),
        cjs=cjs,
        top_level_await=top_await,
        imports=tuple(imports),
        requires=tuple(requires),
        bindings=bindings,
        declared=frozenset(declared - bindings.keys()),
        required=frozenset(required),
    )


def _typed(kind: str, text: str) -> Tree:
    """The tree of a TypeScript file, at the places of its text. The grammar lets `!` bind as weakly
    as an operator and reads `a + b! * 2` as `(a + b)! * 2`; as it says nothing of values, one that
    stands behind a whole operation is left out."""
    data = bytearray(_IMPORTED_TYPE.sub(_as_long, text).encode())
    tree = parse(kind, data.decode())
    for _ in range(_ROUNDS):
        loose = [
            n.end_byte - 1 for n in walk(tree.root_node)
            if n.type == "non_null_expression" and n.named_children
            and n.named_children[0].type in ("binary_expression", "unary_expression")
        ]  # fmt: skip
        if not loose:
            break
        for place in loose:
            data[place : place + 1] = b" "
        tree = parse(kind, data.decode())
    return tree


def _as_long(found: re.Match[str]) -> str:
    return "T" * len(found[0].encode())


def string_value(node: Node | None) -> str | None:
    """The text of a string literal or of a template without holes; None for anything else."""
    if node is None or node.type not in ("string", "template_string"):
        return None
    if any(c.type == "template_substitution" for c in node.named_children):
        return None
    return _unescape(text_of(node)[1:-1])


def _unescape(raw: str) -> str:
    simple = {"n": "\n", "t": "\t", "r": "\r"}
    out: list[str] = []
    at = 0
    while at < len(raw):
        if raw[at] == "\\" and at + 1 < len(raw):
            out.append(simple.get(raw[at + 1], raw[at + 1]))
            at += 2
        else:
            out.append(raw[at])
            at += 1
    return "".join(out)


def arguments(node: Node) -> list[Node]:
    """The arguments of a call, without comments."""
    holder = node.child_by_field_name("arguments")
    if holder is None or holder.type != "arguments":
        return []
    return [c for c in holder.named_children if c.type != "comment"]


def _first_argument(node: Node) -> Node | None:
    found = arguments(node)
    return found[0] if found else None


def _type_only(node: Node) -> bool:
    return any(c.type == "type" for c in node.children)


def _awaits(node: Node) -> bool:
    return any(c.type == "await" for c in node.children)


def _import_names(node: Node, module: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for clause in children(node, "import_clause"):
        for part in clause.named_children:
            if part.type == "identifier":
                yield text_of(part), (module, "default")
            elif part.type == "namespace_import":
                yield text_of(part.named_children[0]), (module, "*")
            elif part.type == "named_imports":
                for item in children(part, "import_specifier"):
                    name = text_of(item.child_by_field_name("name"))
                    alias = item.child_by_field_name("alias")
                    yield text_of(alias) if alias is not None else name, (module, name)


def _require_names(call: Node, module: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Names bound by `const x = require(m)`, `const {a, b: c} = require(m)`, `require(m).a`."""
    imported = "*"
    holder = call.parent
    if holder is not None and holder.type == "member_expression":
        imported = text_of(holder.child_by_field_name("property"))
        holder = holder.parent
    if holder is None or holder.type != "variable_declarator":
        return
    name = holder.child_by_field_name("name")
    if name is None:
        return
    if name.type == "identifier":
        yield text_of(name), (module, imported)
    elif name.type == "object_pattern":
        for part in name.named_children:
            if part.type == "shorthand_property_identifier_pattern":
                yield text_of(part), (module, text_of(part))
            elif part.type == "pair_pattern":
                key = text_of(part.child_by_field_name("key"))
                yield text_of(part.child_by_field_name("value")), (module, key)
