"""A solution that gives something else than the prompt says is found though suite and reference
agree with it; one that does what the prompt says is not."""

from __future__ import annotations

import pytest

from tests.adequacy.conftest import MakeLab
from workbench.adequacy.assess import Assessor
from workbench.adequacy.promised import broken
from workbench.adequacy.wish import Wish
from workbench.judge.judge import Judge
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

PROMPT = "`half(3)` is 2 (halves go up), `half(4)` is 2."
RIGHT = {
    "python": ("sol.py", "def half(n):\n    return (n + 1) // 2\n"),
    "java": ("Sol.java", "class Sol { static int half(int n) { return (n + 1) / 2; } }\n"),
}
SUITES = {
    "python": {"test_sol.py": "from sol import half\ndef test_a(): assert half(3) == 1\n"},
    "java": {"SolTest.java": "import static org.junit.jupiter.api.Assertions.*;\n"
             "import org.junit.jupiter.api.Test;\n"
             "class SolTest { @Test void a() { assertEquals(1, Sol.half(3)); } }\n"},
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_who_breaks_an_example_of_the_prompt_is_told_with_a_test(lab: MakeLab, name: str) -> None:
    path, text = RIGHT[name]
    right = Solution(name="right", role="candidate", files={path: text})
    wrong = Solution(name="wrong", role="reference", files={path: text.replace("n + 1", "n")})
    (found,) = broken(lab(name, SUITES[name], PROMPT), [right, wrong])
    assert (found.solution, found.other, found.inside) == ("wrong", "the prompt", None)
    assert (found.expected, found.actual) == ("gives 2", "gives 1")
    assert "half(3)" in found.probe
    assert "2" in found.probe


def test_one_that_raises_where_the_prompt_gives_a_value_breaks_it(lab: MakeLab) -> None:
    refuses = "def half(n):\n    if n % 2: raise ValueError(n)\n    return n // 2\n"
    solution = Solution(name="s", role="candidate", files={"sol.py": refuses})
    (found,) = broken(lab("python", SUITES["python"], PROMPT), [solution])
    assert found.actual.startswith("raises ValueError")


def test_a_candidate_alone_is_held_to_the_examples(sandbox: Sandbox) -> None:
    path, text = RIGHT["python"]
    task = Task.model_validate({
        "id": "half", "title": "Half", "language": "python", "prompt": PROMPT,
        "solutions": [{"name": "candidate", "role": "candidate",
                       "files": {path: text.replace("n + 1", "n")}}],
        "suites": [{"name": "given", "role": "given", "files": SUITES["python"]}],
    })  # fmt: skip
    wish = Wish(budget_s=60, reruns=1, phases=("gates", "counterexamples"))
    *_, found = Assessor(Judge(sandbox), task, wish).steps()
    said = [(f.severity, f.message) for f in found.flags if f.kind == "solution"]
    assert said == [("medium", "candidate differs from the prompt on half(3)")]
