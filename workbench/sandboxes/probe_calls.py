"""Making denied system calls from inside, with whatever can make one there: perl or python3."""

from __future__ import annotations

import errno
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workbench.sandboxes.base import Outcome
from workbench.sandboxes.seccomp import policy_file

_PERL = "for (@ARGV) { my @a = map { $_+0 } split /,/; $! = 0; my $r = syscall($a[0], @a[1..$#a]); "
_PERL += 'print "$_ ", ($r == -1 ? $!+0 : 0), "\\n" }'
_PYTHON = """import ctypes, sys
call = ctypes.CDLL(None, use_errno=True).syscall
for word in sys.argv[1:]:
    ctypes.set_errno(0)
    result = call(*[ctypes.c_long(int(x)) for x in word.split(",")])
    print(word, ctypes.get_errno() if result == -1 else 0, flush=True)
"""


@dataclass(frozen=True)
class Calls:
    """System calls by number, and the errno each must answer."""

    expected: dict[str, int] = field(default_factory=dict)

    def judge(self, outcome: Outcome) -> str:
        lines = (line.split() for line in outcome.stdout.decode(errors="replace").splitlines())
        seen = {word: int(number) for word, number in lines}
        wrong = [
            f"call {word} answered {seen.get(word, 'nothing')}, not {number}"
            for word, number in self.expected.items()
            if seen.get(word) != number
        ]
        return "; ".join(wrong[:5])


def caller(words: list[str]) -> tuple[str, ...] | None:
    """A command that makes system calls, each word `number,argument,...`; None without perl and
    python3."""
    if Path("/usr/bin/perl").exists():
        return ("/usr/bin/perl", "-e", _PERL, *words)
    if Path("/usr/bin/python3").exists():
        return ("/usr/bin/python3", "-I", "-S", "-c", _PYTHON, *words)
    return None


def denied_calls(arch: str) -> dict[str, int]:
    """One word for each call the policy denies -> errno."""
    with open(policy_file(), "rb") as file:
        policy = tomllib.load(file)
    found = {
        f"{number},0,0,0,0,0,0": int(getattr(errno, group["errno"]))
        for group in policy["deny"]
        for number in group[arch].values()
    }
    for rule in policy["deny_if"]:
        for name, number in rule[arch].items():
            for value in _bad_values(rule):
                args = [0, 0, 0]
                args[rule["argument"]] = value
                if name == "clone":
                    args[0] |= 17  # SIGCHLD: without the filter this would be a plain fork.
                found[",".join(map(str, [number, *args]))] = int(getattr(errno, rule["errno"]))
    return found


def _bad_values(rule: dict[str, object]) -> Iterator[int]:
    if "any_bit" in rule:
        mask = rule["any_bit"]
        assert isinstance(mask, int)
        yield from (1 << bit for bit in range(32) if mask >> bit & 1)
    elif "in" in rule:
        values = rule["in"]
        assert isinstance(values, list)
        yield from values
    else:
        yield from (16, 17, 38, 40)  # NETLINK, PACKET, ALG, VSOCK
