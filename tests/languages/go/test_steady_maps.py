"""A mutant's fate does not hang on the order of a map; whether a test does, reruns show."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.compiled import Workshop
from workbench.adequacy.trials import Bench, build
from workbench.languages.go_mutation import GoMutation
from workbench.languages.mutation import NOTHING, Trial, TrialResult
from workbench.model.task import Limits, Solution, Suite
from workbench.toolchains.go_steady import SOURCE, is_steady, write_overlay

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

CODE = """package order

func Words(held map[string]int, numbers map[int]bool) (words []string, counted []int) {
	for word := range held {
		words = append(words, word)
	}
	for number := range numbers {
		counted = append(counted, number)
	}
	return words, counted
}
"""
# Grown on a thread of its own as well: what order there is must not be that thread's.
TESTS = """package order

import (
	"fmt"
	"runtime"
	"testing"
)

func TestTold(t *testing.T) {
	held, numbers := map[string]int{}, map[int]bool{}
	for n := range 40 {
		held[fmt.Sprint("word", n)], numbers[n*7] = n, true
	}
	said := make(chan string)
	go func() {
		runtime.LockOSThread()
		said <- fmt.Sprint(Words(held, numbers))
	}()
	t.Fatal(<-said, fmt.Sprint(Words(map[string]int{"a": 1, "b": 2, "c": 3}, nil)))
}
"""
TEST = "TestTold"


@pytest.fixture(scope="module")
def told(go: Workshop) -> dict[int, set[str]]:
    """Every order that was seen, by the seed of its trial; half of them in another build."""
    solution = Solution(name="made", role="candidate", files={"order.go": CODE})
    suite = Suite(name="given", role="given", files={"order_test.go": TESTS})
    tests = go.speaker.inventory(suite, solution)
    bench = Bench(go.sandbox, go.speaker, GoMutation(), go.tools, Limits(), suite, tests)
    mutants = bench.mutation.mutants(solution, suite)
    seen: dict[int, set[str]] = {0: set(), 1: set()}
    for held in (mutants, mutants[:1]):
        built = build(bench, solution, held)
        for seed in seen:
            trials = built.run([Trial(NOTHING, (TEST,), seed=seed)] * 6)
            seen[seed] |= {message(t) for t in trials}
    return seen


def message(trial: TrialResult) -> str:
    (said,) = trial.messages.values()
    assert "word39" in said
    assert "273" in said
    return said


def test_maps_keep_their_order_in_trials_that_vary_nothing(told: dict[int, set[str]]) -> None:
    assert len(told[0]) == 1


def test_reruns_draw_the_order_of_maps_anew(told: dict[int, set[str]]) -> None:
    assert len(told[1]) > 6


def test_the_installed_distribution_can_be_steadied(go: Workshop) -> None:
    (kit,) = [layer.source for layer in go.tools.layers if layer.name == "go-kit"]
    assert is_steady(Path(kit))


def test_a_release_of_another_text_is_left_as_it_is(tmp_path: Path) -> None:
    source, kit = tmp_path / "go" / SOURCE, tmp_path / "kit"
    source.parent.mkdir(parents=True)
    source.write_text("package runtime\n")
    kit.mkdir()
    assert write_overlay(tmp_path / "go", kit, tool="/tool", mounted="/kit") is None
    assert not is_steady(kit)
    assert (kit / "steady/overlay.json").read_text() == '{"Replace": {}}'
