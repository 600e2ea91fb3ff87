"""Solutions that are wrong by construction hold nothing of the original's work."""

from __future__ import annotations

from workbench.adequacy.wrong import apply_all, wrong_solutions
from workbench.languages.mutation import Mutant
from workbench.model.task import Solution

SOURCE = "f(){outer g(){inner}} h(){other}"
SOLUTION = Solution(name="s", role="candidate", files={"a": SOURCE})


def stub(before: str, after: str) -> Mutant:
    start = SOURCE.index(before)
    return Mutant(
        id=f"{start}{after}", file="a", line=1, column=1, start=start, end=start + len(before),
        operator="stub", before=before, after=after,
    )  # fmt: skip


def test_every_outer_function_is_emptied_at_once() -> None:
    stubs = [stub("outer g(){inner}", "0"), stub("inner", "1"), stub("other", "2")]
    (made,) = wrong_solutions(SOLUTION, stubs)
    assert made.files == {"a": "f(){0} h(){2}"}
    assert made.expected == "fail"


def test_each_kind_of_constant_makes_one_solution() -> None:
    stubs = [stub("other", "0"), stub("other", "1"), stub("inner", "x")]
    made = wrong_solutions(SOLUTION, stubs)
    assert [s.name for s in made] == ["all-stub", "constant-1"]
    assert made[1].files == {"a": "f(){outer g(){x}} h(){1}"}


def test_without_functions_there_is_nothing_to_empty() -> None:
    assert wrong_solutions(SOLUTION, []) == []


def test_edits_do_not_shift_each_other() -> None:
    assert apply_all(SOLUTION, [stub("inner", "longer text"), stub("other", "")])["a"] == (
        "f(){outer g(){longer text}} h(){}"
    )
