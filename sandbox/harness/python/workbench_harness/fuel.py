"""Steps instead of seconds: every loop turn and function call of the solution takes one.

A tick is a call of a builtin the solution's text gets while it is compiled; lines stay where they
are. What loops inside the interpreter takes none, so whoever calls keeps a clock beside it.
"""

import ast
import builtins
import sys
from importlib.machinery import FileFinder, SourceFileLoader

_TICK, _EACH = "__wb_tick__", "__wb_each__"
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Spent(BaseException):
    """The call took all the steps it was given."""


class Tank:
    """Steps taken and steps allowed."""

    def __init__(self) -> None:
        state = [0, sys.maxsize]

        def tick() -> None:
            state[0] += 1
            if state[0] > state[1]:
                raise Spent

        def turns(iterator):
            for item in iterator:
                tick()
                yield item

        def each(iterable):
            return turns(iter(iterable))

        setattr(builtins, _TICK, tick)
        setattr(builtins, _EACH, each)
        self._state = state

    def fill(self, steps: int) -> None:
        """Start counting again."""
        self._state[:] = [0, steps]

    @property
    def used(self) -> int:
        """Steps since it was filled."""
        return self._state[0]


class _Ticks(ast.NodeTransformer):
    def visit(self, node):
        node = self.generic_visit(node)
        if isinstance(node, _LOOPS + _FUNCTIONS):
            call = ast.Expr(ast.Call(ast.Name(_TICK, ast.Load()), [], []))
            first = node.body[0]
            at = int(
                isinstance(node, _FUNCTIONS)
                and isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
            )
            node.body.insert(at, ast.copy_location(call, first))
        elif isinstance(node, ast.comprehension) and not node.is_async:
            name = ast.Name(_EACH, ast.Load())
            node.iter = ast.copy_location(ast.Call(name, [node.iter], []), node.iter)
        return node


class _Loader(SourceFileLoader):
    def source_to_code(self, data, path, *, _optimization=-1):
        """The text with a tick in every loop and function."""
        tree = _Ticks().visit(ast.parse(data, path))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)


def everywhere_under(folder: str) -> None:
    """From now on what is imported from below `folder` takes steps."""

    def hook(path: str):
        if path != folder and not path.startswith(folder + "/"):
            raise ImportError
        return FileFinder(path, (_Loader, [".py"]))

    sys.path_hooks.insert(0, hook)
    sys.path_importer_cache.clear()
