"""What is read of Rust solutions, prompts and suites for calls, before anything runs."""

from __future__ import annotations

import pytest

from workbench.languages.calls import Call, Entry, Result, View
from workbench.languages.registry import language
from workbench.languages.rust_calls import RustCalls
from workbench.languages.rust_calls_entries import RustEntry
from workbench.languages.rust_calls_kinds import Kind
from workbench.languages.rust_calls_values import literal
from workbench.languages.values import NotPlain, Opaque
from workbench.model.task import Solution, Suite

CALLS = RustCalls()
LIB = """//! Of a crate.
use std::collections::HashMap;
pub type Price = u32;
type Made<T> = Result<T, Error>;
#[derive(Debug, PartialEq)]
pub enum Error { Empty, Bad(String) }
#[derive(Clone, Copy)]
pub enum Side { Left, Right }
#[derive(Debug)]
pub struct Open { pub side: u8 }
#[derive(Debug)]
pub struct Shut { side: u8 }
pub fn second(a: &[Price], b: Option<&str>) -> Made<Vec<Price>> { Err(Error::Empty) }
pub fn first(mut a: HashMap<char, (u8, f32)>, n: usize) -> bool { for _ in 0..n {} true }
pub fn turned(side: Side) -> Open { Open { side: 1 } }
pub fn shut(n: u8) -> Shut { Shut { side: n } }
pub fn moved(row: &mut Vec<i64>) { row.push(1); }
pub fn unnamed(n: u8) -> u8 { n }
pub fn closed(f: impl Fn(u8) -> u8) -> u8 { f(1) }
pub fn grown<T: Clone>(x: T) -> T { x }
pub fn waits(n: Option<Option<u8>>) -> u8 { 1 }
pub fn still(row: &mut [i64]) {}
pub async fn later(n: u8) -> u8 { n }
#[cfg(test)] pub fn tested(n: u8) -> u8 { n }
impl Open { pub fn method(n: u8) -> u8 { n } }
"""
TESTS = """use made::*;
#[test]
fn a() {
    // unnamed(1)
    assert!(first(HashMap::new(), 1)); assert_eq!(second(&[1], None), Ok(vec![]));
    turned(Side::Left); shut(1); moved(&mut v); closed(|x| x); grown(1); waits(None);
    later(1); tested(1); Open::method(1); still(&mut v);
}
"""


def _solution(text: str, path: str = "src/lib.rs") -> Solution:
    return Solution(name="s", role="candidate", files={path: text})


def _suite(text: str = TESTS, path: str = "tests/a.rs") -> Suite:
    return Suite(name="given", role="given", files={path: text})


def _entry(name: str) -> RustEntry:
    found = {e.name: e for e in CALLS.entries(_solution(LIB), _suite())}
    entry = found[name]
    assert isinstance(entry, RustEntry)
    return entry


def test_entries_are_functions_of_plain_types_in_the_order_the_suite_calls_them() -> None:
    names = [e.name for e in CALLS.entries(_solution(LIB), _suite())]
    assert names == ["first", "second", "turned", "shut", "moved", "still"]


def test_types_are_read_in_pythons_notation_through_aliases() -> None:
    second = _entry("second")
    assert [p.annotation for p in second.parameters] == ["List[int]", "Optional[str]"]
    assert second.returns == "List[int]"
    assert _entry("first").parameters[0].annotation == "Dict[str, Tuple[int, float]]"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("second", ([-1], None)),
        ("second", ([1 << 32], None)),
        ("second", ([1.0], None)),
        ("second", ([True], None)),
        ("second", ((1,), None)),
        ("second", ([1], "\ud800")),
        ("second", ([1],)),
        ("first", ({"ab": (1, 1.0)}, 1)),
        ("first", ({"a": (256, 1.0)}, 1)),
        ("first", ({"a": (1, 1e300)}, 1)),
        ("first", ({"a": (1, 1.0, 2)}, 1)),
        ("turned", (Opaque("Side::Up", "Side::Up", '["u", "Side::Up"]'),)),
    ],
)
def test_what_a_type_does_not_hold_does_not_fit(name: str, args: tuple[object, ...]) -> None:
    assert not _entry(name).fits(args)


def test_what_a_type_holds_fits() -> None:
    assert _entry("second").fits(([0, (1 << 32) - 1], "é"))
    assert _entry("first").fits(({"😀": (255, 0.5), "b": (0, 1)}, (1 << 64) - 1))
    assert _entry("turned").fits((Opaque("Side::Left", "Side::Left", '["u", "Side::Left"]'),))


def test_structs_of_plain_public_fields_are_plain_and_others_are_told_by_name() -> None:
    assert _entry("turned").result == Kind("record", (Kind("u8"),), 0, "Open", ("side",))
    assert _entry("shut").result == Kind("own", (), 0, "Shut")
    text = (
        "pub struct Item { pub name: String, pub next: Option<Box<Item>> }\n"
        "pub enum Key { At(u8), All }\npub struct Row(pub Vec<Key>);\n"
        "pub fn f(row: Row) -> Item { todo!() }\n"
    )
    (entry,) = CALLS.entries(_solution(text), _suite("#[test] fn a() { f(x); }"))
    assert isinstance(entry, RustEntry)
    assert entry.result.name == "own"
    at = Opaque("Key.At", "At(1)", '["v", "Key", "At", 1]')
    every = Opaque("Key::All", "Key::All", '["u", "Key::All"]')
    assert entry.fits((([at, every],),))
    assert not entry.fits((([Opaque("Key.At", "At(300)", '["v", "Key", "At", 300]')],),))
    assert literal(([at, every],), entry.kinds[0]) == "Row(vec![Key::At(1), Key::All])"


def test_a_probe_names_no_type_its_suite_does_not_import() -> None:
    result = Result(0, "returned", {"side": 1})
    call = Call((Opaque("Side::Left", "Side::Left", '["u", "Side::Left"]'),))
    probe = CALLS.probe(_suite(), _entry("turned"), call, result, View())
    made = probe.files["tests/counterexample.rs"]
    assert "assert_eq!(turned(Side::Left), Open { side: 1 });" in made
    other = _suite(TESTS.replace("use made::*;", "use made::turned;"))
    with pytest.raises(NotPlain):
        CALLS.probe(other, _entry("turned"), call, result, View())


def test_no_line_moves_in_code_that_is_called_or_recorded() -> None:
    entries = CALLS.entries(_solution(LIB), _suite())
    for made in (
        CALLS.callable(_solution(LIB), _suite(), entries[0]),
        CALLS.recordable(_solution(LIB), _suite(), entries),
    ):
        lines = made.files["src/lib.rs"].split("\n")
        for at, line in enumerate(LIB.split("\n")[:-1]):
            assert line.split("(")[0].split()[-1] in lines[at]


def test_loops_and_functions_spend_steps_in_what_is_called() -> None:
    made = CALLS.callable(_solution(LIB), _suite(), _entry("first")).files["src/lib.rs"]
    assert "for _ in 0..n { crate::__workbench_steps::fuel();}" in made
    assert "b: Option<&str>) -> Made<Vec<Price>> { crate::__workbench_steps::fuel();" in made


def test_a_solution_may_not_pass_itself_off_as_a_caller() -> None:
    sly = Solution(name="s", role="candidate", files={"src/lib.rs": "", "workbench_calls": "x"})
    assert "callers lean on" in language(CALLS.name).reject(sly, _suite())


@pytest.mark.parametrize(
    "prompt",
    [
        'f(vec![1, 2], "a")',
        '/// assert_eq!(f(&[1, 2], "a"), 3);',
        ">>> f([1, 2], 'a')\n3",
        'f(vec![1, 2], "a".to_string()) -> 3',
        '`f(vec![1u8, 0x2], String::from("a"))`',
    ],
)
def test_calls_in_a_prompt_are_examples(prompt: str) -> None:
    assert CALLS.examples(prompt, "f") == (Call(([1, 2], "a")),)


def test_a_signature_is_no_example() -> None:
    assert CALLS.examples("Write `fn f(numbers: Vec<f32>, k: i32) -> bool`", "f") == ()


def test_constants_are_numbers_texts_and_characters() -> None:
    text = 'fn f() { g(7u8, -1.5e3, "no\\n", \'x\', r#"a"b"#, 0xFF, vec![1_000]); }'
    assert set(CALLS.constants(text)) == {7, 1500.0, "no\n", "x", 'a"b', 255, 1000}


@pytest.mark.parametrize(
    ("said", "view"),
    [
        ("assert_eq!(f(1), 2);", View()),
        ("let got = f(1); assert_eq!(2, got);", View()),
        ("assert!(f(1) == 2);", View()),
        ("assert!(f(1));", View(("truth",))),
        ("assert_eq!(f(1).unwrap(), 2);", View()),
        ("assert_eq!(f(1).len(), 2);", View(("len",))),
        ("let mut got = f(1); got.sort(); assert_eq!(got, [1]);", View(("sorted",))),
        ("assert!((f(1) - 2.0).abs() < 1e-3);", View((), (0.0, 1e-3))),
        ("let mut all = f(1); assert_eq!((1, all.remove(1).unwrap_or(0)), (1, 2));", View()),
        ("assert_eq!(f(1).iter().collect::<Vec<_>>(), vec![]);", View()),
        ("assert!(f(1).is_some());", View(direct=False)),
        ("check(f(1), 2);", View()),
        (
            "let got: HashSet<_> = f(1).into_iter().collect(); assert_eq!(got, w);",
            View(("unordered",)),
        ),
        ("assert_eq!(f(1).into_iter().collect::<BTreeSet<_>>(), w);", View(("unordered",))),
        ("assert_eq!(BTreeSet::from_iter(f(1)), w);", View(("unordered",))),
        ("assert_eq!(in_order(f(1)), [1]);", View(("unordered",))),
        ("let v: Value = serde_json::from_str(&f(1)).unwrap(); assert_eq!(v, w);", View(("json",))),
    ],
)
def test_views_are_read_from_assertions(said: str, view: View) -> None:
    helper = "fn in_order(mut v: Vec<u8>) -> Vec<u8> { v.sort(); v }\n"
    suite = _suite(f"use made::*;\n{helper}#[test]\nfn a() {{ {said} }}\n")
    assert CALLS.views(suite, "f") == (view,)


@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        ('a"\\\n\u0007', Kind("String"), '"a\\"\\\\\\n\\u{7}".to_string()'),
        ([], Kind("Vec", (Kind("String"),)), "Vec::<String>::new()"),
        ([1], Kind("&", (Kind("slice", (Kind("u8"),)),)), "&[1]"),
        ("'", Kind("char"), "'\\''"),
        ((1,), Kind("tuple", (Kind("u8"),)), "(1,)"),
        (2.0, Kind("f32"), "2.0"),
        ({1}, Kind("HashSet", (Kind("u8"),)), "std::collections::HashSet::from([1])"),
        (None, Kind("Option", (Kind("u8"),)), "None"),
        (-5, Kind("i8"), "-5"),
    ],
)
def test_values_are_written_as_their_types_want_it(value: object, kind: Kind, written: str) -> None:
    assert literal(value, kind) == written


def test_a_value_of_another_type_is_not_written() -> None:
    with pytest.raises(NotPlain):
        literal(300, Kind("u8"))


def test_a_probe_has_the_manner_of_its_suite() -> None:
    call, result = Call(([1], None)), Result(0, "returned", [2])
    probe = CALLS.probe(_suite(), _entry("second"), call, result, View())
    assert probe.files == {
        "tests/counterexample.rs": "use made::*;\n\n#[test]\nfn counterexample() {\n"
        "    assert_eq!(second(&[1], None).ok(), Some(vec![2]));\n}\n"
    }
    inner = _suite("#[cfg(test)]\nmod tests {\n    use super::*;\n}\n", "src/tests.rs")
    (made,) = CALLS.probe(inner, _entry("second"), call, result, View()).files.values()
    assert made.startswith("#[cfg(test)]\nmod counterexample {\n    use super::*;\n")


def test_a_probe_of_a_call_that_fails_asks_for_the_failure() -> None:
    def body(error: str) -> str:
        result = Result(0, "raised", None, error)
        probe = CALLS.probe(_suite(), _entry("second"), Call(([1], None)), result, View())
        return probe.files["tests/counterexample.rs"]

    assert "assert!(second(&[1], None).is_err());" in body("Err Empty")
    assert "#[should_panic]" in body("panic")


def test_a_probe_looks_at_what_a_call_changed() -> None:
    result = Result(0, "returned", None, after={0: [3, 1]})
    probe = CALLS.probe(_suite(), _entry("moved"), Call(([3],)), result, View())
    assert (
        "let mut a0 = vec![3];\n    moved(&mut a0);\n    assert_eq!(a0, vec![3, 1]);"
        in (probe.files["tests/counterexample.rs"])
    )


def test_a_probe_of_what_has_no_literal_is_refused() -> None:
    told = Result(0, "returned", Opaque("Shut", "<Shut>"))
    with pytest.raises(NotPlain):
        CALLS.probe(_suite(), _entry("shut"), Call((1,)), told, View())
    with pytest.raises(NotPlain):
        CALLS.probe(_suite(), Entry("src/lib.rs", "f"), Call(({},)), told, View())
