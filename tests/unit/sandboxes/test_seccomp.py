"""The compiled filter, run by a small interpreter of the instructions the kernel would run."""

from __future__ import annotations

import errno
import struct
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sandboxes.seccomp import (
    ALLOW,
    AUDIT_ARCH,
    KILL_PROCESS,
    compile_policy,
    deny,
    policy_file,
)

POLICY: Mapping[str, Any] = tomllib.loads(policy_file().read_text())
PROGRAMS = {arch: compile_policy(POLICY, arch) for arch in AUDIT_ARCH}
ARCHES = st.sampled_from(sorted(AUDIT_ARCH))


def verdict(arch: str, number: int, *args: int, audit: int | None = None) -> int:
    """What the kernel would do with this call."""
    data = struct.pack(
        "<IIQ6Q",
        number & 0xFFFFFFFF,
        AUDIT_ARCH[arch] if audit is None else audit,
        0,
        *[a & (2**64 - 1) for a in args],
        *[0] * (6 - len(args)),
    )
    program = list(struct.iter_unpack("<HBBI", PROGRAMS[arch]))
    at, accumulator = 0, 0
    while True:
        code, if_true, if_false, k = program[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, k)
        elif code == 0x06:
            return k
        else:
            holds = {0x15: accumulator == k, 0x35: accumulator >= k, 0x45: accumulator & k != 0}
            at += if_true if holds[code] else if_false


def numbers(arch: str, name: str) -> int:
    for rule in (*POLICY["deny"], *POLICY["deny_if"]):
        if name in rule[arch]:
            return int(rule[arch][name])
    raise AssertionError(name)


@pytest.mark.parametrize("arch", AUDIT_ARCH)
def test_every_named_call_answers_its_errno(arch: str) -> None:
    for group in POLICY["deny"]:
        for name, number in group[arch].items():
            assert verdict(arch, number) == deny(group["errno"]), name


@given(ARCHES, st.integers(0, 0x3FFFFFFF), st.lists(st.integers(0, 2**64 - 1), max_size=6))
def test_a_call_nobody_named_is_allowed(arch: str, number: int, args: list[int]) -> None:
    named = {n for rule in (*POLICY["deny"], *POLICY["deny_if"]) for n in rule[arch].values()}
    if number not in named:
        assert verdict(arch, number, *args) == ALLOW


@given(st.integers(0x40000000, 0xFFFFFFFF))
def test_x32_numbers_kill(number: int) -> None:
    assert verdict("x86_64", number) == KILL_PROCESS


@given(ARCHES, st.integers(0, 2**32 - 1), st.integers(0, 500))
def test_another_architecture_kills(arch: str, audit: int, number: int) -> None:
    if audit != AUDIT_ARCH[arch]:
        assert verdict(arch, number, audit=audit) == KILL_PROCESS


@given(ARCHES, st.integers(0, 2**64 - 1))
def test_clone_is_denied_exactly_when_it_makes_a_namespace(arch: str, flags: int) -> None:
    makes = flags & 0x7E020080
    expected = deny("EPERM") if makes else ALLOW
    assert verdict(arch, numbers(arch, "clone"), flags) == expected


@given(ARCHES, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_only_three_families_of_sockets(arch: str, family: int, high: int) -> None:
    expected = ALLOW if family in (1, 2, 10) else deny("EAFNOSUPPORT")
    for name in ("socket", "socketpair"):
        # The kernel reads an int; what stands in the high half must not matter.
        assert verdict(arch, numbers(arch, name), high << 32 | family) == expected


@pytest.mark.parametrize("arch", AUDIT_ARCH)
@pytest.mark.parametrize(("request_", "denied"), [(0x5412, True), (0x541C, True), (0x5413, False)])
def test_terminal_injection_is_denied(arch: str, request_: int, denied: bool) -> None:
    expected = deny("EPERM") if denied else ALLOW
    assert verdict(arch, numbers(arch, "ioctl"), 0, request_) == expected
    assert verdict(arch, numbers(arch, "ioctl"), 0, 1 << 32 | request_) == expected


@given(ARCHES, st.integers(0, 0o7777))
def test_set_id_bits_are_denied_and_plain_modes_are_not(arch: str, mode: int) -> None:
    expected = deny("EPERM") if mode & 0o6000 else ALLOW
    assert verdict(arch, numbers(arch, "fchmod"), 3, mode) == expected
    assert verdict(arch, numbers(arch, "fchmodat"), 3, 0, mode) == expected


@pytest.mark.parametrize("arch", AUDIT_ARCH)
@pytest.mark.parametrize("name", ["clone3", "io_uring_setup"])
def test_what_libraries_fall_back_from_says_not_implemented(arch: str, name: str) -> None:
    assert verdict(arch, numbers(arch, name)) & 0xFFFF == errno.ENOSYS


def test_a_call_with_two_rules_is_refused() -> None:
    twice = {
        "deny": [{"errno": "EPERM", "x86_64": {"a": 1}}, {"errno": "EPERM", "x86_64": {"b": 1}}],
        "deny_if": [],
    }
    with pytest.raises(ValueError, match="two rules"):
        compile_policy(twice, "x86_64")


def test_an_unknown_errno_is_refused() -> None:
    with pytest.raises(ValueError, match="not an errno"):
        deny("EWHATEVER")
