"""LiveCodeBench: contest problems with inputs and outputs, public and private.

Private tests come as JSON, or packed as base64 + zlib + pickle. A pickle is a program: it is never
run, and such a record is refused rather than judged by its public tests alone. The data set holds
no solutions; in result files `code_list` holds some.
"""

from __future__ import annotations

import base64
import binascii
import inspect
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Any

from workbench.exchange.base import Fields, Refused, fenced, safe_id
from workbench.exchange.literals import table
from workbench.exchange.strict_records import decode
from workbench.model.task import (
    Framework,
    LanguageName,
    Limits,
    Provenance,
    Solution,
    Suite,
    Task,
)

_LIMITS = Limits(wall_s=120)
_MAX_UNPACKED = 64 << 20
_MOST = 20
_IMPORTS = "from typing import *\nfrom collections import *\n\n\n"
_STDIN = '''"""Each case starts solution.py with an input; what it prints is compared line by line.

Numbers are compared by value: `normal` writes them one way, as the expected texts have them.
"""

import re
import subprocess
import sys
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("solution.py")


def answer(given):
    """What the program prints; a program that fails has no answer."""
    done = subprocess.run(
        [sys.executable, "-S", "-B", str(PROGRAM)],
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


'''
_FUNCTIONAL = '''"""Each case calls the method and compares what it returns."""

import pytest
from solution import Solution


def plain(value):
    """Tuples as lists: the data set does not tell them apart."""
    return [plain(item) for item in value] if isinstance(value, (list, tuple)) else value

'''


@dataclass(frozen=True)
class _Case:
    given: str
    expected: str
    functional: bool


def task(record: Fields) -> Task:
    """A record of the data set, or of a result file with `code_list`."""
    source_id = record.text("question_id")
    starter = record.text_or("starter_code")
    public = _cases(record, "public_test_cases")
    private = _cases(record, "private_test_cases")
    cases = {"public": public, "private": private}
    kinds = {case.functional for case in (*public, *private)}
    if not kinds:
        raise Refused("it holds no test case")
    if len(kinds) > 1:
        raise Refused("some test cases call a function and some read standard input")
    functional = kinds.pop()
    test = _functional(record, starter, cases) if functional else _stdin(cases)
    head = _IMPORTS if functional else ""
    changes = ["inputs and outputs became test_solution.py"]
    if head:
        changes.append("solutions begin with the imports the data set's own runner adds")
    codes = list(dict.fromkeys(code for code in record.texts_or("code_list") if code.strip()))
    if len(codes) > _MOST:
        changes.append(f"the first {_MOST} of {len(codes)} different solutions are carried")
    prompt = record.text("question_content").strip()
    if starter.strip():
        prompt += f"\n\n{fenced(starter, 'python')}"
    return Task(
        id=safe_id("livecodebench", source_id),
        title=(record.text_or("question_title").strip() or source_id)[:300],
        language=LanguageName.PYTHON,
        prompt=prompt.rstrip() + "\n",
        solutions=tuple(
            Solution(
                name="candidate" if n == 0 else f"answer-{n + 1}",
                role="candidate" if n == 0 else "variant",
                files={"solution.py": head + code.rstrip() + "\n"},
                note=f"Answer {n + 1} of the result file.",
            )
            for n, code in enumerate(codes[:_MOST])
        )
        or (_start(head, starter),),
        suites=(
            Suite(
                name="given",
                role="given",
                framework=Framework.PYTEST,
                files={"test_solution.py": test},
            ),
        ),
        limits=_LIMITS,
        tags=tuple(
            t
            for t in ("livecodebench", record.text_or("platform"), record.text_or("difficulty"))
            if t
        ),
        provenance=Provenance(
            source="LiveCodeBench",
            source_id=source_id,
            licence="CC; the problems belong to their contest sites",
            importer=__name__,
            changes=tuple(changes),
        ),
    )


def _start(head: str, starter: str) -> Solution:
    body = f"{starter.rstrip()}\n        raise NotImplementedError\n" if starter.strip() else ""
    return Solution(
        name="candidate",
        role="candidate",
        files={"solution.py": head + (body or "raise NotImplementedError\n")},
        expected="fail",
        note="The data set holds no solution: this is what a solver starts from.",
    )


def _cases(record: Fields, key: str) -> list[_Case]:
    if not record.any_of(key):
        return []
    packed = record.raw[key]
    value = _unpacked(key, packed) if isinstance(packed, str) else packed
    if isinstance(value, str):
        value = decode(value)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Refused(f"{key} must be a list of test cases")
    found = []
    for number, item in enumerate(value):
        case = Fields(item, f"{key}[{number}].")
        kind = case.text("testtype")
        if kind not in ("stdin", "functional"):
            raise Refused(f"{key}[{number}].testtype {kind[:40]!r} is neither stdin nor functional")
        found.append(_Case(case.text("input"), case.text("output"), kind == "functional"))
    return found


def _unpacked(key: str, text: str) -> Any:
    """JSON as it is, or base64 + zlib around JSON. Never a pickle."""
    if text.lstrip()[:1] in ("[", '"'):
        return decode(text)
    try:
        packed = base64.b64decode(text, validate=True)
        unpack = zlib.decompressobj()
        data = unpack.decompress(packed, _MAX_UNPACKED)
    except (binascii.Error, ValueError, zlib.error):
        raise Refused(f"{key} is neither JSON nor base64 + zlib around JSON") from None
    if unpack.unconsumed_tail:
        raise Refused(f"{key} unpacks to more than {_MAX_UNPACKED >> 20} MiB")
    if not unpack.eof:
        raise Refused(f"{key} ends in the middle of its zlib stream")
    if data[:1] == b"\x80" or data[-1:] == b".":
        raise Refused(
            f"{key} is packed as a pickle, which is a program and is never run; "
            "mend: rewrite the field as the JSON list it holds, where you trust the file"
        )
    try:
        return decode(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refused(f"{key} unpacks to something that is not UTF-8") from None


def _stdin(cases: dict[str, list[_Case]]) -> str:
    # The very texts that are compared stand in the table, so that a shadow can change them there.
    rows = {
        key: [(case.given, normal(case.expected)) for case in found] for key, found in cases.items()
    }
    call = "    assert normal(answer(given)) == expected\n"
    return f"{_STDIN}{inspect.getsource(normal)}\n{_tests(rows, call)}"


def normal(text: str) -> str:
    """Lines without the spaces around them; a line of numbers with each written one way, exact to
    its last digit."""
    lines, zero = [], Decimal(0)
    for line in text.strip().split("\n"):
        words = line.split()
        try:
            # Not all that Decimal reads is a number as a contest prints it: `1_000`, other digits.
            plain = all(re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", word)
                        for word in words)  # fmt: skip
            wide = Context(prec=len(line) + 1, Emax=MAX_EMAX, Emin=MIN_EMIN)
            numbers = [Decimal(word).normalize(wide) for word in words] if plain else []
        except ArithmeticError:  # an exponent beyond all bounds
            plain = False
        lines.append(
            " ".join(
                f"{n or zero:f}" if abs(n.adjusted()) < 60 else str(n or zero) for n in numbers
            )
            if plain
            else line.strip()
        )
    return "\n".join(lines)


def _functional(record: Fields, starter: str, cases: dict[str, list[_Case]]) -> str:
    name = _function(record, starter)
    rows = {
        key: [
            (
                [decode(line) for line in case.given.split("\n") if line.strip()],
                decode(case.expected),
            )
            for case in found
        ]
        for key, found in cases.items()
    }
    call = f"    assert plain(Solution().{name}(*given)) == expected\n"
    return f"{_FUNCTIONAL}{_tests(rows, call)}"


def _function(record: Fields, starter: str) -> str:
    metadata = record.raw.get("metadata")
    found = decode(metadata) if isinstance(metadata, str) and metadata.strip() else metadata
    name = Fields(found).text_or("func_name") if isinstance(found, dict) else ""
    if not name:
        methods = re.findall(r"^[ \t]+def (\w+)\(self", starter, re.M)
        name = methods[0] if len(methods) == 1 else ""
    if not name.isidentifier():
        raise Refused("which method the test cases call is said nowhere (metadata.func_name)")
    return name


def _tests(rows: Mapping[str, Sequence[Any]], call: str) -> str:
    return "".join(
        f'\n@pytest.mark.parametrize("given, expected", {table(found)})\n'
        f"def test_{key}(given, expected):\n{call}\n"
        for key, found in rows.items()
        if found
    )
