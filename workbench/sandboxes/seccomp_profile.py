"""The system-call policy in the words of container engines: a JSON profile.

It is the outer of two filters. It binds everything in the container, but an engine's library drops
names it does not know, so new system calls pass it; the program of `seccomp.py`, which the payload
gets on top, goes by number and knows them all.

Format: the runtime specification's `linux.seccomp`, in the form Docker reads (`errnoRet` since
20.10, `SCMP_CMP_MASKED_EQ` compares `argument & value` with `valueTwo`).
"""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from typing import Any

_ARCHITECTURES = {"x86_64": "SCMP_ARCH_X86_64", "aarch64": "SCMP_ARCH_AARCH64"}

Condition = dict[str, int | str]


def profile(policy: Mapping[str, Any], arch: str) -> str:
    """The profile for `arch` as JSON text, for `--security-opt seccomp=`."""
    rules = [_rule(group, arch, []) for group in policy["deny"]]
    for group in policy["deny_if"]:
        rules += [_rule(group, arch, [condition]) for condition in _conditions(group)]
    return json.dumps(
        {
            "defaultAction": "SCMP_ACT_ALLOW",
            # No others: calls of a foreign architecture kill.
            "architectures": [_ARCHITECTURES[arch]],
            "syscalls": rules,
        }
    )


def _rule(group: Mapping[str, Any], arch: str, conditions: list[Condition]) -> dict[str, Any]:
    return {
        "names": sorted(group[arch]),
        "action": "SCMP_ACT_ERRNO",
        "errnoRet": getattr(errno, group["errno"]),
        "args": conditions,
    }


def _conditions(group: Mapping[str, Any]) -> list[Condition]:
    """One condition a rule: several on the same argument are not joined the same way by every
    engine, while rules always are alternatives."""
    place = int(group["argument"])

    def compare(op: str, value: int, other: int = 0) -> Condition:
        return {"index": place, "value": value, "valueTwo": other, "op": f"SCMP_CMP_{op}"}

    if "any_bit" in group:
        bits = [1 << n for n in range(32) if group["any_bit"] >> n & 1]
        return [compare("MASKED_EQ", bit, bit) for bit in bits]
    if "in" in group:
        return [compare("EQ", value) for value in group["in"]]
    allowed = sorted(group["not_in"])
    between = [value for value in range(allowed[-1]) if value not in allowed]
    return [*(compare("EQ", value) for value in between), compare("GT", allowed[-1])]
