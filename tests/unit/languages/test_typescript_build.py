"""What is read out of the Node build job's results."""

from __future__ import annotations

import json

import pytest

from workbench.languages.js_build import parse_build
from workbench.languages.js_layout import layout
from workbench.languages.typescript import TypeScriptLanguage
from workbench.model.task import Framework, Solution, Suite
from workbench.sandboxes.base import Outcome


def outcome(results: bytes) -> Outcome:
    return Outcome(0, None, frozenset(), b"", b"node: bad option", results, 0.1)


def left(**fields: object) -> bytes:
    return json.dumps({"ok": True, "said": "", "types": "", "code": {}, **fields}).encode()


def test_compiled_files_become_the_artefact() -> None:
    built = parse_build(outcome(left(code={"a.ts": "1"})))
    assert built.ok
    assert json.loads(built.artefact) == {"a.ts": "1"}


def test_type_errors_are_warnings_that_fail_nothing() -> None:
    types = "../job/a.ts(4,7): error TS2322: Type 'string' is not assignable to type 'number'.\n"
    built = parse_build(outcome(left(types=types)))
    assert built.ok
    assert [(d.severity, d.file, d.line, d.source) for d in built.diagnostics] == [
        ("warning", "a.ts", 4, "tsc")
    ]


def test_type_errors_inside_the_kit_are_nobodys() -> None:
    types = "../../opt/kit/node/node_modules/@types/x.d.ts(1,1): error TS1000: odd\n"
    assert parse_build(outcome(left(types=types))).diagnostics == ()


def test_a_syntax_error_fails_the_build_and_names_its_place() -> None:
    said = '✘ [ERROR] Expected identifier but found "{"\n\n    foo.ts:3:13:\n      3 │ class {\n'
    built = parse_build(outcome(left(ok=False, said=said)))
    assert not built.ok
    assert (built.diagnostics[0].file, built.diagnostics[0].line) == ("foo.ts", 3)
    assert built.artefact == b""


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b"\xff", b'{"ok": 1}', b"[" * 5000])
def test_any_bytes_are_a_failed_build_and_no_crash(raw: bytes) -> None:
    built = parse_build(outcome(raw))
    assert not built.ok
    assert built.output


def test_every_typescript_file_is_compiled_and_declarations_are_not() -> None:
    solution = Solution(
        name="s",
        role="candidate",
        files={"a.ts": "export const a = 1\n", "b.d.ts": "declare const b: number\n"},
    )
    suite = Suite(name="g", role="given", files={"a.test.ts": "it('x', () => {})\n"})
    assert layout(solution, suite, Framework.JEST).compile == {"a.ts": "cjs", "a.test.ts": "cjs"}


def test_generic_calls_keep_their_type_arguments() -> None:
    text = "it.each<[number]>([[1]])('x %i', (n) => { expect(n).toBe(1) })\n"
    suite = Suite(name="g", role="given", framework=Framework.JEST, files={"a.test.ts": text})
    solution = Solution(name="s", role="candidate", files={"a.ts": ""})
    found = TypeScriptLanguage().inventory(suite, solution)
    assert [ref.id for ref in found.tests] == ["a.test.ts > x %i"]
