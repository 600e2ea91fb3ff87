"""What a project of a test runner is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

CASES = ("green", "wrong", "hang", "dies", "quits", "liar", "forger", "faker")
"""`dies` ends the process with 3 or a signal, `quits` with 0; `liar` fails and prints that the
test passed, `forger` that all did, and `faker` then ends the process with 0: only where the
process is not the runner's own, which would be all that could tell."""


@dataclass(frozen=True)
class Project:
    """`solution` is the file that differs, `bodies` what stands in it for each case."""

    name: str
    version: str
    """a command that prints it; its last number is taken"""
    run: str
    solution: str
    text: str
    bodies: Mapping[str, str]
    files: Mapping[str, str]
    lie: str
    green: str
    prepare: str = ""
    timeout: int = 4
    env: Mapping[str, str] = field(default_factory=dict)

    def written(self, case: str) -> dict[str, str]:
        """Every file of the project with the solution of that case."""
        body = self.bodies[case]
        body = body.replace("@LIE@", json.dumps(self.lie if case == "liar" else self.green))
        return {**self.files, self.solution: self.text.replace("@BODY@", body)}
