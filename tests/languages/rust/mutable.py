"""A crate with everything that a guard may trip over, and tests that all of it passes."""

from __future__ import annotations

from pathlib import Path

from workbench.model.task import Solution, Suite

_SAMPLES = Path(__file__).parent / "samples"
CARGO = '[package]\nname = "nasty"\nversion = "0.1.0"\nedition = "{edition}"\n'
LIB = (_SAMPLES / "nasty.rs").read_text("utf-8")
TESTS = (_SAMPLES / "nasty_tests.rs").read_text("utf-8")


def solution(source: str, edition: str = "2021") -> Solution:
    """A library crate of one file."""
    files = {"Cargo.toml": CARGO.format(edition=edition), "src/lib.rs": source}
    return Solution(name="made", role="candidate", files=files)


def suite(tests: str) -> Suite:
    """Integration tests of one file; their ids begin with `a::`."""
    return Suite(name="given", role="given", files={"tests/a.rs": tests})
