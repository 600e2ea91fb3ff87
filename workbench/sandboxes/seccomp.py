"""The system-call filter: `sandbox/seccomp/policy.toml` compiled to classic BPF.

An assembler of our own because the language is tiny (load a word, compare, jump, return) and
the alternative is a shared library users would have to install. The kernel runs the program once
for every system call with a `seccomp_data` in front of it:

    offset 0   int  nr
    offset 4   u32  arch
    offset 16  u64  args[6]   (the low half first on the little-endian machines we know)

Reference: Documentation/userspace-api/seccomp_filter.rst and linux/filter.h.
"""

from __future__ import annotations

import errno
import platform
import struct
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import NoSandbox
from workbench.resources import sandbox_files

ALLOW = 0x7FFF0000
KILL_PROCESS = 0x80000000
_RETURN_ERRNO = 0x00050000

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

_NR_OFFSET = 0
_ARCH_OFFSET = 4
_ARGS_OFFSET = 16
_X32_BIT = 0x40000000

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

_MOST_INSTRUCTIONS = 4096


@dataclass(frozen=True)
class Instruction:
    """One BPF instruction; jumps count the instructions to skip."""

    code: int
    k: int
    if_true: int = 0
    if_false: int = 0

    def pack(self) -> bytes:
        """As the kernel reads it (`struct sock_filter`)."""
        return struct.pack("<HBBI", self.code, self.if_true, self.if_false, self.k)


def deny(name: str) -> int:
    """The return value that makes a call fail with errno `name`."""
    number = getattr(errno, name, None)
    if not name.startswith("E") or not isinstance(number, int):
        raise ValueError(f"seccomp policy: {name!r} is not an errno")
    return _RETURN_ERRNO | number


def compile_policy(policy: Mapping[str, Any], arch: str) -> bytes:
    """The program for `arch` (`x86_64` or `aarch64`)."""
    program = [
        Instruction(_LOAD, _ARCH_OFFSET),
        Instruction(_EQUAL, AUDIT_ARCH[arch], if_true=1),
        Instruction(_RETURN, KILL_PROCESS),
        Instruction(_LOAD, _NR_OFFSET),
    ]
    if arch == "x86_64":
        program += [
            Instruction(_AT_LEAST, _X32_BIT, if_false=1),
            Instruction(_RETURN, KILL_PROCESS),
        ]
    seen: set[int] = set()
    for group in policy["deny"]:
        action = Instruction(_RETURN, deny(group["errno"]))
        for number in _fresh(group[arch], seen):
            program += [Instruction(_EQUAL, number, if_false=1), action]
    for rule in policy["deny_if"]:
        for number in _fresh(rule[arch], seen):
            block = _conditional(rule)
            program += [Instruction(_EQUAL, number, if_false=len(block)), *block]
    program.append(Instruction(_RETURN, ALLOW))
    if len(program) > _MOST_INSTRUCTIONS:
        raise ValueError(f"seccomp policy: {len(program)} instructions, {_MOST_INSTRUCTIONS} fit")
    return b"".join(instruction.pack() for instruction in program)


def _fresh(numbers: Mapping[str, int], seen: set[int]) -> Iterable[int]:
    """Numbers not named before: a second rule for a call would silently never be reached."""
    for name, number in numbers.items():
        if number in seen:
            raise ValueError(f"seccomp policy: {name} ({number}) has two rules")
        seen.add(number)
        yield number


def _conditional(rule: Mapping[str, Any]) -> list[Instruction]:
    """Compare the low half of one argument, then deny or allow: nothing falls through, as the
    accumulator no longer holds the call's number. Every argument compared here is an `int` or a
    flag word to the kernel, which ignores the high half as well."""
    load = Instruction(_LOAD, _ARGS_OFFSET + 8 * rule["argument"])
    refuse, accept = Instruction(_RETURN, deny(rule["errno"])), Instruction(_RETURN, ALLOW)
    if "any_bit" in rule:
        return [load, Instruction(_ANY_BIT, rule["any_bit"], if_false=1), refuse, accept]
    values = rule["in"] if "in" in rule else rule["not_in"]
    # A match jumps over the rest of the comparisons and the first return.
    tests = [
        Instruction(_EQUAL, value, if_true=len(values) - place)
        for place, value in enumerate(values)
    ]
    first, second = (accept, refuse) if "in" in rule else (refuse, accept)
    return [load, *tests, first, second]


def policy_file() -> Path:
    """Where the policy lies."""
    return sandbox_files() / "seccomp" / "policy.toml"


def machine_program() -> bytes:
    """The program for this machine. Raises NoSandbox on an architecture without a table."""
    return program_for(platform.machine())


def program_for(arch: str) -> bytes:
    """The program for a machine of that kind, which may be an engine's elsewhere."""
    return compile_policy(load_policy(arch), arch)


def load_policy(arch: str) -> dict[str, Any]:
    """The policy. Raises NoSandbox on an architecture it has no table for."""
    if arch not in AUDIT_ARCH:
        raise NoSandbox(
            f"no system-call policy for {arch}",
            mend=f"use a machine with one of: {', '.join(AUDIT_ARCH)}",
        )
    with open(policy_file(), "rb") as file:
        return tomllib.load(file)
