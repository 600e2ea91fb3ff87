"""Private names of Python: `_name` of modules, functions and classes.

A class that inherits from something foreign, or is decorated, may owe its names to that; a name
that is also a parameter can be given by keyword. Such names stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.private_reading import Names, Roots, anywhere, is_name, looked_up
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

_PRIVATE = re.compile(r"_{1,2}[A-Za-z]\w*(?<!_)")
_LOOKED_UP = re.compile(
    r"\b(?:[gs]etattr|delattr|hasattr|vars|globals|locals|eval|exec|dir|inspect|pickle|copyreg"
    r"|marshal|shelve|ctypes|importlib|attrgetter|methodcaller|namedtuple|NamedTuple|TypedDict"
    r"|asdict|astuple|BaseModel|__dict__|__getattr__|__getattribute__|__setattr__|__qualname__"
    r"|__init_subclass__|__set_name__|_getframe|currentframe)\b|\.__name__\b"
)
# Whose subclasses owe nobody a name with an underscore.
_PLAIN = re.compile(r"(?:object|ABC|abc\.ABC|\w*(?:Error|Exception)|Generic\[.*\]|Protocol)")
_KEEPING = re.compile(
    r"@(?:property|staticmethod|classmethod|abstractmethod|abc\.abstractmethod|override"
    r"|(?:functools\.)?(?:cached_property|(?:lru_)?cache(?:\(.*\))?)|\w+\.(?:setter|deleter))"
)


def read_python(roots: Roots) -> Names | None:
    """Functions, classes and variables of modules; methods and attributes of classes."""
    if looked_up(roots, _LOOKED_UP):
        return None
    names = Names(roots)
    own = {text_of(n.child_by_field_name("name")) for root in roots.values() for n in walk(root)
           if n.type == "class_definition"}  # fmt: skip
    modules = {part for path in roots for part in re.split(r"[/.]", path)}
    for path, root in roots.items():
        for node in walk(root):
            for token in _declares(node):
                if not _PRIVATE.fullmatch(text_of(token)):
                    continue
                if _is_owed(token, own):
                    names.block(token)
                else:
                    names.declare(path, token, anywhere)
            for token in _public(node, modules):
                names.block(token)
    names.blocked |= modules
    return names


def _declares(node: Node) -> Iterator[Node]:
    """The names that a node gives to its module or class."""
    name = node.child_by_field_name("name")
    if node.type in ("function_definition", "class_definition") and name is not None:
        yield name
    elif node.type == "assignment":
        left = node.child_by_field_name("left")
        for part in walk(left) if left is not None else ():
            if part.type == "attribute" and text_of(part.child_by_field_name("object")) in (
                "self", "cls"):  # fmt: skip
                attribute = part.child_by_field_name("attribute")
                if attribute is not None:
                    yield attribute
            elif (
                part.type == "identifier"
                and part.parent is not None
                and part.parent.type != "attribute"
                and _is_outside_functions(part)
            ):
                yield part


def _is_outside_functions(node: Node) -> bool:
    return all(a.type not in ("function_definition", "lambda") for a in ancestors(node))


def _is_owed(token: Node, own: set[str]) -> bool:
    """Whether somebody else may know the declared name: a decorator, or a foreign base class."""
    holder = token.parent
    around = [a for a in ancestors(token) if a.type == "decorated_definition"]
    for decorated in around:
        marks = [text_of(mark).strip() for mark in children(decorated, "decorator")]
        if not all(_KEEPING.fullmatch(mark) for mark in marks):
            # A decorated class may know its attributes, a decorated function its own name.
            definition = decorated.child_by_field_name("definition")
            if definition is None or definition.type == "class_definition" or definition == holder:
                return True
    for outer in ancestors(token):
        if outer.type != "class_definition":
            continue
        bases = outer.child_by_field_name("superclasses")
        if bases is not None and any(
            text_of(base) not in own and not _PLAIN.fullmatch(text_of(base))
            for base in bases.named_children
        ):
            return True
    return False


def _public(node: Node, modules: set[str]) -> Iterator[Node]:
    """Names by which others may call what they are given, and what comes from elsewhere."""
    if node.type in ("keyword_argument", "default_parameter", "typed_default_parameter"):
        named = node.child_by_field_name("name")
        if named is not None:
            yield named
    elif node.type in ("parameters", "lambda_parameters", "typed_parameter", "keyword_pattern"):
        yield from (child for child in node.named_children if is_name(child))
    elif node.type in ("import_from_statement", "import_statement"):
        module = text_of(node.child_by_field_name("module_name"))
        here = module.startswith(".") or module.split(".")[0] in modules
        if node.type == "import_statement" or not here:
            yield from (part for part in walk(node) if is_name(part))
    elif node.type == "interpolation" and any(child.type == "=" for child in node.children):
        yield from (part for part in walk(node) if is_name(part))
