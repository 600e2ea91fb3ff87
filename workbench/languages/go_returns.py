"""What a Go function may return in the place of its results: zero values by their types."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.go_types import Package, result_types
from workbench.languages.syntax import Node, ancestors, children, text_of

_FUNCTIONS = ("function_declaration", "method_declaration", "func_literal")


def zero(named: str, package: Package) -> str:
    """The zero value of a type, as short as it can be written."""
    match package.kind(named):
        case "int" | "float":
            return "0"
        case "string":
            return '""'
        case "bool":
            return "false"
        case "nil":
            return "nil"
        case _:
            return f"*new({named})"


def stubs(function: Node, package: Package) -> list[str]:
    """Bodies for a function that does nothing, or always says the same."""
    types = result_types(function)
    if not types:
        return ["return"]
    nothing = f"return {', '.join(zero(t, package) for t in types)}"
    constant = f"return {', '.join(_constant(t, package) for t in types)}"
    return [nothing] if nothing == constant else [nothing, constant]


def _constant(named: str, package: Package) -> str:
    other = {"int": "1", "float": "1", "string": '"mutant"', "bool": "true"}
    return other.get(package.kind(named)) or zero(named, package)


def zeros(statement: Node, package: Package) -> Iterator[tuple[int, int, str]]:
    """(start, end, text) of the results of a return statement that can be exchanged."""
    function = next((a for a in ancestors(statement) if a.type in _FUNCTIONS), None)
    types = result_types(function) if function is not None else []
    listed = next(iter(children(statement, "expression_list")), None)
    values = [v for v in children(listed) if v.type != "comment"] if listed is not None else []
    if len(values) == 1 and len(types) > 1:
        whole = ", ".join(zero(t, package) for t in types)
        yield values[0].start_byte, values[0].end_byte, whole
    if len(values) != len(types):
        return
    for value, named in zip(values, types, strict=True):
        at = (value.start_byte, value.end_byte)
        match package.kind(named):
            case "bool":
                if value.type not in ("true", "false"):
                    yield *at, "true"
                    yield *at, "false"
            case "int" | "float" | "string" if value.type.endswith("_literal"):
                pass  # moved as a literal
            case _:
                new = zero(named, package)
                if text_of(value) not in (new, f"{named}{{}}"):
                    yield *at, new
