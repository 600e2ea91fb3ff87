"""Which names a Python test takes from a solution it used to be pasted under."""

from __future__ import annotations

import ast
import warnings

from workbench.exchange.base import Refused


def top_level_names(code: str) -> tuple[str, ...]:
    """Names bound at the top level, in order: functions, classes, assignments, imports."""
    found: dict[str, None] = {}
    for node in _parse(code, "the solution").body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found[name] = None
            case ast.ClassDef(name=name):
                found[name] = None
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found.update((a.asname or a.name.partition(".")[0], None) for a in names)
            case ast.Assign() | ast.AnnAssign():
                found.update(
                    (inner.id, None)
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
                )
            case _:
                pass
    found.pop("*", None)
    return tuple(found)


def imports_for(test: str, solution: str) -> tuple[str, ...]:
    """Names the test reads that the solution binds and the test does not bind by itself.

    Raises Refused when there are none: such a test would judge nothing.
    """
    tree = _parse(test, "the test")
    own = set(top_level_names(test))
    read = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    names = tuple(n for n in top_level_names(solution) if n in read and n not in own)
    if not names:
        raise Refused("the tests use nothing that the solution defines")
    return names


def _parse(code: str, what: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            # An invalid escape in foreign code warns; it is not ours to mend.
            warnings.simplefilter("ignore")
            return ast.parse(code)
    except SyntaxError as error:
        raise Refused(f"{what} is not Python: {error.msg} on line {error.lineno}") from None
    except (ValueError, RecursionError, MemoryError):
        raise Refused(f"{what} is not Python that can be parsed") from None
