"""A Rust test that a certain day fails is found, and time runs on."""

from __future__ import annotations

import time

import pytest

from tests.languages.compiled import Workshop
from tests.languages.dated import FAR, assert_days_that_fail_are_found, second_told
from tests.languages.rust.mutable import suite
from workbench.adequacy.trials import Bench, build
from workbench.languages.rust_mutation import RustMutation
from workbench.model.task import Limits, Solution

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

CARGO = """[package]
name = "dated"
version = "0.1.0"
edition = "2021"

[dependencies]
chrono = "0.4"
"""
CODE = """use std::time::{SystemTime, UNIX_EPOCH};

pub fn second() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

pub fn open() -> bool {
    (second() / 86_400 + 4) % 7 % 6 != 0
}

pub fn year() -> i32 {
    chrono::Datelike::year(&chrono::Utc::now())
}
"""
TESTS = f"""use chrono::Datelike;
use std::time::{{Duration, Instant, SystemTime}};

#[test]
fn weekend() {{ assert!(dated::open()); }}

#[test]
fn month_end() {{
    let tomorrow = chrono::Utc::now() + chrono::Duration::days(1);
    assert_ne!(tomorrow.day(), 1);
}}

#[test]
fn expiry() {{ assert!(dated::year() < {FAR}); }}

#[test]
fn steady() {{
    let (wall, steady, second) = (SystemTime::now(), Instant::now(), dated::second());
    std::thread::sleep(Duration::from_millis(20));
    for took in [wall.elapsed().unwrap(), steady.elapsed()] {{
        assert!(took >= Duration::from_millis(15) && took < Duration::from_secs(60));
    }}
    assert!(dated::second() - second < 60);
    assert!(second.abs_diff(chrono::Utc::now().timestamp() as u64) < 60);
}}

#[test]
fn told() {{ panic!("second {{}}", dated::second()); }}
"""


def test_a_test_that_a_day_fails_is_found(rust: Workshop) -> None:
    files = {"Cargo.toml": CARGO, "src/lib.rs": CODE}
    solution, tests = Solution(name="made", role="candidate", files=files), suite(TESTS)
    known = rust.speaker.inventory(tests, solution)
    bench = Bench(rust.sandbox, rust.speaker, RustMutation(), rust.tools, Limits(), tests, known)
    built = build(bench, solution, bench.mutation.mutants(solution, tests))
    dated = ["a::weekend", "a::month_end", "a::expiry"]
    assert_days_that_fail_are_found(built, dated, "a::steady")
    assert abs(second_told(built, "a::told") - time.time()) < 600
