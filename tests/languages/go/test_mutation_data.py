"""Go mutants of the public data sets, from the text alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.exchange.registry import FORMATS
from workbench.languages.go_mutation import GoMutation
from workbench.languages.syntax import first_error, parse

pytestmark = pytest.mark.data


def test_nearly_every_mutant_of_humanevalpack_finds_a_guard(data_folder: Path) -> None:
    speaks = GoMutation()
    made = held = 0
    for imported in FORMATS["humanevalpack"](data_folder / "humanevalpack" / "go.jsonl"):
        if imported.task is None:
            continue
        solution = imported.task.solution("reference") or imported.task.candidate
        mutants = speaks.mutants(solution, imported.task.given)
        schemata = speaks.schemata(solution, mutants)
        made += len(mutants)
        held += len(schemata.mutants)
        for path, text in schemata.solution.files.items():
            assert not path.endswith(".go") or first_error(parse("go", text)) == "", (
                imported.task.id
            )
    assert made > 2_000
    assert held > 0.99 * made
