"""EvalPlus's input contracts bound the search: what they leave out is no counterexample."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange.records import task_of
from tests.whole import WHOLE
from workbench.adequacy.findings import Finding
from workbench.adequacy.ground import judged
from workbench.adequacy.search import Lab, search, survey
from workbench.languages.calls import Result
from workbench.languages.registry import calls, language
from workbench.languages.values import Value
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Sandbox
from workbench.toolchains.registry import toolchain

pytestmark = [pytest.mark.data, pytest.mark.sandbox, pytest.mark.toolchain]

OUTSIDE: dict[str, tuple[Value, ...]] = {
    "HumanEval/0": ([1.0, 2.0], 0.0),
    "HumanEval/2": (-1.5,),
    "HumanEval/3": ([0.5],),
    "HumanEval/4": ([],),
    "HumanEval/1": (")(",),
}
"""Inputs the contract of each of five tasks refuses."""


def imported(name: str, data_folder: Path, tmp_path: Path) -> Task:
    """The task: contract, reference and inputs of one file, prompt of the other."""
    joined: dict[str, Any] = {}
    for file in ("humanevalpack/python.jsonl", "evalplus/HumanEvalPlus.jsonl"):
        for line in (data_folder / file).read_text().splitlines():
            record = json.loads(line)
            if record["task_id"].partition("/")[2] == name.partition("/")[2]:
                joined |= record
    fields = ("task_id", "prompt", "entry_point", "contract", "reference", "base_input", "atol")
    return task_of("evalplus", tmp_path, {field: joined[field] for field in fields})


@pytest.mark.parametrize("name", OUTSIDE if WHOLE else list(OUTSIDE)[:2])
def test_an_input_the_contract_refuses_is_outside_and_none_is_found(
    name: str, data_folder: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    task = imported(name, data_folder, tmp_path)
    reference = task.solution("reference")
    assert reference is not None
    speaker = language(task.language)
    calling = calls(speaker.name)
    assert calling is not None
    tools = toolchain(speaker.toolchain).toolbox()
    lab = Lab(sandbox, speaker, calling, tools, task.limits, task.given, task.prompt)
    ground = survey(lab, reference, speaker.inventory(task.given, reference), most=200)
    (refused,) = ground.answers([OUTSIDE[name]])
    assert refused is not None
    assert (refused.end, refused.error) == ("raised", "AssertionError")
    finding = Finding(ground.entry, OUTSIDE[name], refused, Result(0, "returned"))
    doubts = judged(ground, finding).doubts
    assert any(doubt.code == "raises" and doubt.decisive for doubt in doubts)
    unguarded = Solution(name="u", role="variant", files=task.candidate.files)
    assert [f for f in search(ground, unguarded, budget_s=3.0) if f.inside] == []
