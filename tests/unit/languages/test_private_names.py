"""Only what is private, and nothing that somebody else may have named, gets another name."""

from __future__ import annotations

import pytest

from workbench.languages.private_names import mentions, private_names, renamed
from workbench.model.task import LanguageName, Solution, Suite

PATHS = {
    LanguageName.PYTHON: ("a.py", "test_a.py"),
    LanguageName.JAVASCRIPT: ("a.js", "a.test.js"),
    LanguageName.TYPESCRIPT: ("a.ts", "a.test.ts"),
    LanguageName.GO: ("a.go", "a_test.go"),
    LanguageName.RUST: ("src/lib.rs", "src/tests.rs"),
    LanguageName.JAVA: ("A.java", "ATest.java"),
}


def found(name: LanguageName, text: str, tests: str = "", given: str = "") -> dict[str, str]:
    """Private names of a file, each with the file when it has another."""
    path, test = PATHS[name]
    solution = Solution(name="s", role="candidate", files={path: text})
    suite = Suite(name="given", role="given", files={test: tests})
    return {
        p.name: renamed(solution, [p]).files[path]
        for p in private_names(solution, suite, name, [given])
    }


PRIVATE = [
    (LanguageName.PYTHON, "_x = 1\n\ndef f():\n    return _x\n",
     "_x_own = 1\n\ndef f():\n    return _x_own\n"),
    (LanguageName.PYTHON, "class A:\n    def f(self):\n        self._x = 'x'\n",
     "class A:\n    def f(self):\n        self._x_own = 'x'\n"),
    (LanguageName.PYTHON, "class A:\n    @property\n    def _x(self):\n        return self.__y\n",
     "class A:\n    @property\n    def _x_own(self):\n        return self.__y\n"),
    (LanguageName.JAVASCRIPT, "class A { _x = 1; f() { return this._x; } }\nexports.A = A;\n",
     "class A { _x_own = 1; f() { return this._x_own; } }\nexports.A = A;\n"),
    (LanguageName.JAVASCRIPT, "function help() {}\nmodule.exports.f = () => help();\n",
     "function help_own() {}\nmodule.exports.f = () => help_own();\n"),
    (LanguageName.TYPESCRIPT, "class A { private all: T[] = []; n() { return this.all; } }\n",
     "class A { private all_own: T[] = []; n() { return this.all_own; } }\n"),
    (LanguageName.TYPESCRIPT,
     "class A { constructor(private all: T) { f(all) } n() { this.all } }\n",
     "class A { constructor(private all_own: T) { f(all_own) } n() { this.all_own } }\n"),
    (LanguageName.GO, "package a\n\ntype T struct{ all int }\n\n"
                      "func (t T) N() int { all := t.all; return all }\n",
     "package a\n\ntype T struct{ all_own int }\n\n"
     "func (t T) N() int { all_own := t.all_own; return all_own }\n"),
    (LanguageName.GO, "package a\n\nfunc splitAll() {}\n\nfunc F() { splitAll() }\n",
     "package a\n\nfunc splitAllOwn() {}\n\nfunc F() { splitAllOwn() }\n"),
    (LanguageName.RUST, "pub struct S { all: V }\nimpl S { fn n(&self) { self.all.len() } }\n",
     "pub struct S { all_own: V }\nimpl S { fn n(&self) { self.all_own.len() } }\n"),
    (LanguageName.RUST, "fn help(a: u8) -> u8 { a }\npub fn f(x: X) -> u8 { help(x.help()) }\n",
     "fn help_own(a: u8) -> u8 { a }\npub fn f(x: X) -> u8 { help_own(x.help()) }\n"),
    (LanguageName.JAVA, "class A { private int all; int f() { return this.all + all(); } }\n",
     "class A { private int all_own; int f() { return this.all_own + all(); } }\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), PRIVATE)
def test_a_private_name_is_another_everywhere(name: LanguageName, before: str, after: str) -> None:
    assert after in found(name, before).values()


STAYS = [
    (LanguageName.PYTHON, "class A(Base):\n    def _x(self): pass\n"),
    (LanguageName.PYTHON, "@dataclass\nclass A:\n    _x: int = 1\n"),
    (LanguageName.PYTHON, "_x = 1\nprint('_x')\n"),
    (LanguageName.PYTHON, "_x = 1\nprint(f'{_x=}')\n"),
    (LanguageName.PYTHON, "_x = 1\nglobals()['y']\n"),
    (LanguageName.PYTHON, "def f(_x): pass\n_x = 1\n"),
    (LanguageName.PYTHON, "from os import _x\n_x = 1\n"),
    (LanguageName.PYTHON, "def __len__(self): pass\n"),
    (LanguageName.JAVASCRIPT, "function x1() {}\nmodule.exports = { x1 };\n"),
    (LanguageName.JAVASCRIPT, "function x1() {}\n"),
    (LanguageName.JAVASCRIPT, "class A { _x = 1; f() { return JSON.stringify(this); } }\n"),
    (LanguageName.JAVASCRIPT, "class A extends B { f() { this._x = 1; } }\nmodule.exports = A;\n"),
    (LanguageName.JAVASCRIPT, "class A { _x = 1; f() { return { _x: 1 }; } }\n"),
    (LanguageName.TYPESCRIPT, "export class A { private all = 1; f(b: B) { return b.all; } }\n"),
    (LanguageName.TYPESCRIPT, "export function all() {}\nexport class A { all = 1 }\n"),
    (LanguageName.GO, "package a\n\nimport \"sort\"\n\nfunc sort() {}\nfunc main() {}\n"),
    (LanguageName.GO, "package a\n\nfunc ff() { fmt.Printf(\"%T\", 1) }\n"),
    (LanguageName.RUST, "pub fn help() {}\nfn main() {}\nmod other;\n"),
    (LanguageName.RUST, "#[derive(Debug)]\nstruct Seen { field: u8 }\n"),
    (LanguageName.RUST, "impl Iterator for S { fn next(&mut self) {} }\n"),
    (LanguageName.RUST, "fn help(x1: u8) {}\npub struct S { pub help: u8 }\n"),
    (LanguageName.JAVA, "class A { private int all; public int all() { return all; } }\n"),
    (LanguageName.JAVA, "class A { int all; void f() {} }\n"),
    (LanguageName.JAVA, "class A { private void add() {} void f(B b) { b.add(); add(); } }\n"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text"), STAYS)
def test_a_name_that_somebody_else_may_know_stays(name: LanguageName, text: str) -> None:
    assert found(name, text) == {}


def test_a_name_that_prompt_or_suite_declare_stays() -> None:
    text = "_x = 1\n\ndef _y(): pass\n\ndef _z(): pass\n"
    kept = found(LanguageName.PYTHON, text, "def _y(): pass\n", "Keep it in `_x`.")
    assert list(kept) == ["_z"]


def test_a_new_name_is_one_that_no_file_has() -> None:
    text = "_x = 1\n_x_own = 2\n"
    assert found(LanguageName.PYTHON, text)["_x"] == "_x_ownn = 1\n_x_own = 2\n"


@pytest.mark.parametrize(
    ("name", "tests", "lines"),
    [
        (LanguageName.PYTHON, "import a\na._x\n# _x\n'a._x'\nb_x = 1\n", [2, 4]),
        (LanguageName.JAVASCRIPT, "a._x\n// _x\na['_x']\n", [1, 3]),
        (LanguageName.GO, 'package a\n\nvar b = _x\nvar c = "_x"\n', [3]),
        (LanguageName.JAVA, 'class T { int _x;\n String s = "_x"; }\n', [2]),
    ],
)
def test_a_suite_speaks_of_a_name_in_code_and_where_that_finds_it_in_strings(
    name: LanguageName, tests: str, lines: list[int]
) -> None:
    path = PATHS[name][1]
    suite = Suite(name="given", role="given", files={path: tests})
    assert mentions(suite, "_x", name) == [(path, line) for line in lines]


def test_a_mangled_name_is_spoken_of_with_its_class() -> None:
    suite = Suite(name="given", role="given", files={"test_a.py": "a._A__x\n"})
    assert mentions(suite, "__x", LanguageName.PYTHON) == [("test_a.py", 1)]


NEAR = "class A { final List<T> all = make(); void drop() { all.clear(); } public int left() {} }\n"


def test_what_only_its_package_sees_is_private_where_the_prompt_shows_the_rest() -> None:
    assert set(found(LanguageName.JAVA, NEAR, given="Write `int left()`.")) == {"all", "drop"}
    assert set(found(LanguageName.JAVA, NEAR, given="`left()`, `drop()`")) == {"all"}


def test_without_a_call_in_the_prompt_names_are_left_to_the_tests() -> None:
    assert found(LanguageName.JAVA, NEAR, given="Count what is left.") == {}


def test_an_interface_and_what_is_annotated_have_no_such_names() -> None:
    text = "interface A { int all(); }\nclass B { @Override int all() {} public void run() {} }\n"
    assert found(LanguageName.JAVA, text, given="run()") == {}


def test_tests_of_the_package_speak_of_such_a_name_in_their_code() -> None:
    tests = "class T {\n  void t() { a.drop(); }\n}\n"
    suite = Suite(name="given", role="given", files={"ATest.java": tests})
    assert mentions(suite, "drop", LanguageName.JAVA) == []
    assert mentions(suite, "drop", LanguageName.JAVA, near=True) == [("ATest.java", 2)]
