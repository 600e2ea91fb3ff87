"""Which mutants JavaScript and TypeScript sources have, and the text that holds them."""

from __future__ import annotations

import pytest

from workbench.languages.mutation import Mutant, Schemata
from workbench.languages.registry import mutation
from workbench.languages.syntax import first_error, parse
from workbench.model.task import LanguageName, Solution, Suite

JS, TS = LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT
SUITE = Suite(name="g", role="given", files={"test.js": "test('x', () => {})"})


def solution(text: str, path: str = "sol.js") -> Solution:
    return Solution(name="s", role="candidate", files={path: text})


def mutants(text: str, path: str = "sol.js") -> tuple[Mutant, ...]:
    return mutation(TS if path.endswith(("ts", "tsx")) else JS).mutants(solution(text, path), SUITE)


def edits(text: str, path: str = "sol.js", operator: str = "") -> set[tuple[str, str]]:
    return {(m.before, m.after) for m in mutants(text, path) if operator in ("", m.operator)}


def held(text: str, path: str = "sol.js") -> Schemata:
    subject = solution(text, path)
    speaker = mutation(TS if path.endswith(("ts", "tsx")) else JS)
    return speaker.schemata(subject, speaker.mutants(subject, SUITE))


def test_each_operator_finds_its_mutants() -> None:
    assert edits("f = (a) => a < 1") >= {("<", "<="), ("<", ">="), ("1", "2"), ("1", "0")}
    assert ("a && b", "(a || b)") in edits("if (a && b) f()", operator="logical")
    assert edits("if (a) f()", operator="condition") == {("a", "true"), ("a", "false")}
    assert edits("x += 2", operator="arithmetic") == {("+=", "-=")}
    assert edits("x = a ?? b", operator="optional") == {("a ?? b", "a"), ("a ?? b", "b")}
    assert edits("x = a?.b.c", operator="optional") == {("?.", ".")}
    assert edits("x = m.some(f).x", operator="call") == {("some", "every")}
    assert edits("f(...x)", operator="delete") >= {("x", "[]"), ("f(...x)", "void 0")}
    assert edits("try { a() } catch { b() }", operator="exception") == {("{ b() }", "{}")}
    loop = "for (;;) { if (a) break; switch (b) { case 1: break } }"
    assert edits(loop, operator="jump") == {
        ("break;", "continue;"), ("break;", ";"), ("break", ";"),
    }  # fmt: skip
    assert ("continue;", "break;") not in edits("a: { for (;;) {} }", operator="jump")


def test_a_stub_and_a_return_give_what_the_function_is_declared_to() -> None:
    typed = "export function f(a: number): string[] { const b = g(a); return b }"
    assert edits(typed, "s.ts", "return") == {("b", "[]")}
    assert ("{ const b = g(a); return b }", "{ return []; }") in edits(typed, "s.ts", "stub")
    seen = "function f() { let out = ''; out += g(); return out }"
    assert edits(seen, operator="return") == {("out", '""')}
    assert edits("f = () => ({ a })", operator="stub") == {("({ a })", "({})")}


def test_what_only_names_or_types_something_is_never_mutated() -> None:
    text = """\
import a from "./a"
import type { T } from './t'
enum E { A = 1, B = 2 }
type U = 5 | 'five'
interface I { x: 3; f(a: 'b'): void }
declare const q: 7
export class C implements I {
  declare z: 8
  x!: 3
  static readonly y: 4 = h<9>(q as 10)
  constructor(private readonly k: number) {}
  abstract: 11
}
function over(a: 12): 13
function over(a: unknown): unknown { return a }
const r = require("./r"), o = { "key": a, 14: a }
"""
    assert not {m.before for m in mutants(text, "s.ts")} & {
        *(str(n) for n in range(1, 15)), '"./a"', "'./t'", "'five'", "'b'", '"./r"', '"key"',
    }  # fmt: skip
    assert edits("'use strict'\nf()") == {("f()", "void 0")}


def test_a_mutant_is_one_edit_that_can_be_undone_by_hand() -> None:
    text = "const é = 'ü'\nfunction f(a) { return a === 1 }\n"
    for m in mutants(text):
        assert text.encode()[m.start : m.end].decode() == m.before
        changed = m.applied(solution(text)).files["sol.js"]
        assert first_error(parse("javascript", changed)) == ""
    found = next(m for m in mutants(text) if m.operator == "negate")
    assert (found.line, found.column, found.function, found.static) == (2, 26, "f", False)
    assert next(m for m in mutants(text) if m.operator == "text").static


def test_mutants_are_the_same_for_the_same_text_and_the_suites_files_have_none() -> None:
    text = "export const f = (a) => a + 1\n"
    subject = Solution(name="s", role="candidate", files={"sol.js": text, "test.js": text})
    assert mutation(JS).mutants(subject, SUITE) == mutants(text)
    assert len({m.id for m in mutants(text)}) == len(mutants(text))
    assert mutants("function (") == mutants("const __mul = 1") == ()


# Places where parentheses, a second writing or a word before would change what is meant.
AWKWARD = {
    "no semicolons": "let a = b\nc++\n;[1].forEach(f)\nlet d = a\na && f(1)\nx = 1\n",
    "statements alone": "if (a) b(1); else if (c) d(2)\nelse e(3)\nfor (const x of y) z += 1\n"
    "do i++; while (i < 3)\nwhile (a) ;\nl: for (;;) { for (;;) if (a) continue l; else break l }",
    "chains": "a?.b[c + 1]?.(d - 1).e.f(2)\ndelete a?.b[1]\nnew (f(1))(2)\nt`x${1 + 2}y`",
    "targets": "[a = 1, b[2]] = c\n;({ d = 3, e: f[4] } = g)\nfor (h[5] of k) { h++ }\nm[6]--",
    "names": "const f = () => 1, g = function () { return 2 }\nclass A { static b = 1; #c = 2;"
    " get d() { return this.#c + 3 } static { this.e = 4 } [`f${5}`]() {} 'g' = 6; 7() {} }",
    "words": "function f(a) { if (a) return-a; else throw-1 }\nx = typeof-1\ny = a in b\n"
    "z = void!c",
    "generators": "function* g() { const x = yield 1 + 2; yield* h(x - 1) }\n"
    "async function a() { for await (const b of c) await b(1); return await d(2) }",
    "objects": "const f = () => ({ a: 1, ...b, c() { return 2 }, get d() { return 3 } })",
    "switch": "switch (a + 1) { case 'b': { c() } case 2: d(); break\n default: e() }",
    "directives": "function f() { 'use strict'\n return this === undefined }",
    "derived": "class A extends B { constructor(a) { super(a + 1); this.b = 2 }\n"
    " f() { return super.some(1) } }",
    "signs": "x = - -a + +b - -1 + (-2) ** 2\ny = a ** b ** c\nz = a - (b + c) * d % e",
    "comma": "for (let i = 0, j = 1; i < j; i++, j--) f(i, (a, b))",
    "var": "try { a() } catch ({ message = 'b' }) { c(message) } finally { d() }",
}  # fmt: skip
TYPED = {
    "typed": "export abstract class A<T> { constructor(private a: number = 1, public b?: T) {}\n"
    " abstract f(): void; g<U>(x: U | undefined): x is U { return (x as any)!.y > 1 } }",
    "narrowed": "const a = <T,>(x: T[]) => x.map((y): y is T => !!y)!.length satisfies number",
    "namespace": "namespace N { export const a = 1\n"
    " export function f(): number { return a + 1 } }\n"
    "export default N.f() as const",
    "generic": "const m = new Map<string, Array<[number, 'x']>>([['a', [[1, 'x']]]])\n"
    "function over(a: 1): 2\nfunction over(a: any) { return a ? (b) : (c) => d }",
}


@pytest.mark.parametrize("name", [*AWKWARD, *TYPED])
def test_every_mutant_of_an_awkward_text_is_held(name: str) -> None:
    path = "s.ts" if name in TYPED else "s.js"
    made = held({**AWKWARD, **TYPED}[name], path)
    assert len(made.mutants) == len(mutants({**AWKWARD, **TYPED}[name], path)) > 0
    assert not first_error(parse("typescript" if name in TYPED else "javascript",
                                 made.solution.files[path]))  # fmt: skip


def test_tsx_and_jsx_keep_their_markup() -> None:
    text = "export const A = (p) => <a href='x' b={p.c ? 1 : 2}>{p.d + 1} text</a>\n"
    made = held(text, "s.jsx")
    assert "href='x'" in made.solution.files["s.jsx"]
    assert {m.before for m in made.mutants} >= {"1", "2", "+"}


def test_lines_and_branches_have_probes_and_every_mutant_knows_its_own() -> None:
    made = held("function f(a) {\n  if (a)\n    return 1\n  return 2\n}\n")
    kinds = {(p.kind, p.line) for p in made.probes}
    assert kinds >= {("line", 2), ("line", 3), ("line", 4), ("true", 2), ("false", 2)}
    assert [made.probes[p].kind for p in made.reach] == ["guard"] * len(made.mutants)
    for (start, end, number), m in zip(
        sorted(made.places["sol.js"], key=lambda p: p[2]), made.mutants, strict=False
    ):
        text = made.solution.files["sol.js"].encode()[start:end].decode()
        assert number
        assert m.after in text or m.operator == "stub"


def test_a_subset_is_held_as_well() -> None:
    text = "export const f = (a) => a < 1 && a > -1\n"
    some = mutants(text)[::2]
    made = mutation(JS).schemata(solution(text), some)
    assert set(made.mutants) == set(some)
    assert mutation(JS).schemata(solution(text), ()).mutants == ()
