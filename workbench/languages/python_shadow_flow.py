"""Where an expected value that stands in a variable comes from."""

from __future__ import annotations

import ast

from workbench.languages.python_shadow_values import Values


class Flows:
    """Names of one file that stand for expected values and nothing else."""

    def __init__(self, tree: ast.Module, values: Values) -> None:
        self._tree, self._values = tree, values

    def perturb(self, node: ast.expr, tolerance: float | None) -> bool:
        """The literals a name stands for, if all uses of it expect."""
        return False
