"""What evidence was measured on, and how a change of it is said."""

from tests.unit.model.test_task import make
from workbench.model import basis


def test_a_version_is_said_as_it_was_and_as_it_is() -> None:
    then = {
        "tool:node": "v20.19.1",
        "tool:rust": "rustc 1.95.0 (5 2026-04-14)",
        "tool:go": "go1.22",
    }
    now = {"tool:node": "v22.1.0", "tool:rust": "rustc 1.96.1 (6 2026-06-01)", "tool:go": "go1.23"}
    assert basis.differences(then, now) == (
        "Node 20.19.1 then, 22.1.0 now",
        "Rust 1.95.0 then, 1.96.1 now",
        "Go 1.22 then, 1.23 now",
    )


def test_every_part_of_a_task_is_told_apart() -> None:
    then = basis.of_task(make(), {"python_kit": "a"})
    now = basis.of_task(
        make(
            prompt="another",
            solutions=[{"name": "candidate", "role": "candidate", "files": {"a.py": "x = 2\n"}}],
            limits={"wall_s": 3},
        ),
        {"python_kit": "b"},
    )
    assert set(basis.differences(then, now)) >= {
        "the prompt changed since",
        "what a run may use changed since",
        "the solution changed since",
        "the packages Python tests may use changed since",
    }
    assert basis.differences(then, then) == ()


def test_what_is_gone_is_said_to_be_gone() -> None:
    then = {"suite:probe:p1": "a", "suite:given": "b", "tool:java": "21", "unknown": "c"}
    assert basis.differences(then, {}) == (
        "probe p1 is not there any more",
        "your edited tests are not there any more",
        "Java is not there now",
        "what it was measured on was not noted",
    )
