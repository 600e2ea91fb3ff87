"""What a Python statement's mutants put in its place: conditions, returns, raises, whole bodies."""

from __future__ import annotations

import ast

from workbench.languages.python_edits import Edit, default_of
from workbench.languages.python_shape import Function
from workbench.languages.python_source import dotted
from workbench.languages.python_text import Text

_AUGMENTED = {
    "+": "-=", "-": "+=", "*": "/=", "/": "*=", "//": "/=", "%": "*=", "**": "*=", "<<": ">>=",
    ">>": "<<=", "&": "|=", "|": "&=", "^": "&=",
}  # fmt: skip


def augmented(text: Text, node: ast.AugAssign) -> list[Edit]:
    """Another operator; none where one side is no number for sure."""
    if isinstance(node.value, ast.JoinedStr | ast.List | ast.ListComp) or (
        isinstance(node.value, ast.Constant) and isinstance(node.value.value, str | bytes)
    ):
        return []
    _, after_target = text.span(node.target)
    before_value, _ = text.span(node.value)
    found = text.token(after_target, before_value, rb"[-+*/%<>&|^@]+(?==)=")
    if found is None:
        return []
    other = _AUGMENTED.get(text.data[found[0] : found[1] - 1].decode())
    return [Edit(*found, other, "arithmetic")] if other else []


def returned(
    text: Text, value: ast.expr, returns: ast.expr | None, generator: bool, *, short: bool
) -> list[Edit]:
    """Another result, by the annotation `returns` or by what stands there. `short`: the return is
    the whole body, where the stub does the same. What has mutants of its own is left to those."""
    literal = isinstance(value, ast.Constant | ast.JoinedStr) and not (
        isinstance(value, ast.Constant) and value.value is None
    )
    again = short and not isinstance(value, ast.BoolOp)
    if literal or again or _is_turned(value):
        return []
    said = text.of(value)
    if isinstance(value, ast.BoolOp):
        values = [f"not ({said})"]
    elif isinstance(value, ast.List | ast.ListComp):
        values = ["[]"]
    elif isinstance(value, ast.Dict | ast.DictComp):
        values = ["{}"]
    elif isinstance(value, ast.Set | ast.SetComp):
        values = ["set()"]
    elif generator:
        values = ["None"]
    else:
        values = list(default_of(returns))
    if said in values:
        values = ["None"] if said != "None" else ['""']
    return [Edit(*text.span(value), v, "return") for v in values]


def raised(text: Text, error: ast.expr) -> list[Edit]:
    """Another type of error."""
    kind = error.func if isinstance(error, ast.Call) else error
    name = dotted(kind).rsplit(".", 1)[-1]
    if not isinstance(kind, ast.Name | ast.Attribute) or not name[:1].isupper():
        return []
    other = "RuntimeError" if name != "RuntimeError" else "ValueError"
    return [Edit(*text.span(kind), other, "exception")]


def condition(text: Text, test: ast.expr) -> list[Edit]:
    """Always true, always false, turned round where nothing inside does that."""
    if isinstance(test, ast.Constant):
        return []
    span = text.span(test)
    edits = [Edit(*span, v, "condition") for v in ("True", "False")]
    if not _is_turned(test):
        edits.append(Edit(*span, f"not ({text.of(test)})", "negate"))
    return edits


def stub(text: Text, function: Function, first: ast.stmt, generator: bool) -> Edit:
    """A return before the `first` statement of a body."""
    start, _ = text.span(first)
    value = "None" if generator else default_of(function.returns)[0]
    said = "return" if generator or function.name == "__init__" else f"return {value}"
    indent = text.indent(start)
    after = f"{said}; " if indent is None else f"{said}\n{indent}"
    return Edit(start, start, after, "stub")


def _is_turned(node: ast.expr) -> bool:
    """Whether its own mutants turn it round."""
    return isinstance(node, ast.Compare) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )
