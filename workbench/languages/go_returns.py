"""What a Go function may return in the place of its results: zero values by their types, and an
error where it has one to give: whoever looks at results only if there is none would never notice.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.languages.go_types import Package, result_types
from workbench.languages.syntax import Node, ancestors, children, text_of, walk

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
    """Bodies for a function that does nothing, always says the same, or always fails."""
    types = result_types(function)
    if not types:
        return ["return"]
    nothing = f"return {', '.join(zero(t, package) for t in types)}"
    constant = f"return {', '.join(_constant(t, package) for t in types)}"
    bodies = [nothing] if nothing == constant else [nothing, constant]
    if types[-1] == "error" and (error := _error(function)):
        bodies.append(f"return {', '.join([*(zero(t, package) for t in types[:-1]), error])}")
    return bodies


def _error(place: Node) -> str:
    """An error that can be made at `place` without another import; '' where there is none."""
    file = next((a for a in ancestors(place) if a.parent is None), place)
    plain = [
        text_of(spec.child_by_field_name("path")).strip('"')
        for declaration in children(file, "import_declaration")
        for spec in walk(declaration)
        if spec.type == "import_spec" and spec.child_by_field_name("name") is None
    ]
    makers = {"errors": 'errors.New("mutant")', "fmt": 'fmt.Errorf("mutant")'}
    return next((made for name, made in makers.items() if name in plain), "")


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
            case _ if named == "error" and text_of(value) == "nil":
                if error := _error(statement):
                    yield *at, error
            case _:
                new = zero(named, package)
                if text_of(value) not in (new, f"{named}{{}}"):
                    yield *at, new
