"""A test that asks for a private name which the prompt does not give is found in each language, at
its own line; one that asks for what is given, or for something of its own, is not."""

from __future__ import annotations

import pytest

from workbench.adequacy.flags import flags
from workbench.adequacy.overspec import KINDS, passing, suspects
from workbench.adequacy.overspec_private import private_suspects
from workbench.adequacy.runs import Runs
from workbench.judge.judge import Judge
from workbench.languages.benign import benign_edits
from workbench.languages.registry import language
from workbench.model.assessment import Assessment, SuspectAssertion
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

PLANTED: dict[str, tuple[dict[str, str], dict[str, str], str, int]] = {
    "python": (
        {"box.py": "class Box:\n"
                   "    def __init__(self):\n        self._all = []\n\n"
                   "    def put(self, one):\n        self._all.append(one)\n        return self\n\n"
                   "    def size(self):\n        return len(self._all)\n"},
        {"test_box.py": "from box import Box\n\n\n"
                        "def test_open():\n    assert Box().put(1).size() == 1\n\n\n"
                        "def test_inside():\n    assert Box().put(1)._all == [1]\n"},
        "test_box.py::test_inside", 9,
    ),
    "typescript": (
        {"box.ts": "export class Box {\n  private all: number[] = [];\n"
                   "  put(one: number): this { this.all.push(one); return this; }\n"
                   "  size(): number { return this.all.length; }\n}\n"},
        {"box.test.ts": "import { expect, test } from 'vitest';\nimport { Box } from './box';\n"
                        "const made = (): any => new Box().put(1);\n"
                        "test('open', () => { expect(made().size()).toBe(1); });\n"
                        "test('inside', () => { expect(made().all).toEqual([1]); });\n"},
        "inside", 5,
    ),
    "go": (
        {"box.go": "package box\n\ntype Box struct{ all []int }\n\n"
                   "func (b *Box) Put(one int) { b.all = append(b.all, one) }\n\n"
                   "func (b *Box) Size() int { return len(b.all) }\n"},
        {"box_test.go": "package box\n\nimport \"testing\"\n\n"
                        "func TestOpen(t *testing.T) {\n\tb := Box{}\n\tb.Put(1)\n"
                        "\tif b.Size() != 1 {\n\t\tt.Fatal(b.Size())\n\t}\n}\n\n"
                        "func TestInside(t *testing.T) {\n\tb := Box{}\n\tb.Put(1)\n"
                        "\tif len(b.all) != 1 {\n\t\tt.Fatal(\"empty\")\n\t}\n}\n"},
        "TestInside", 16,
    ),
    "rust": (
        {"Cargo.toml": "[package]\nname = \"bin\"\nversion = \"0.1.0\"\nedition = \"2021\"\n",
         "src/lib.rs": "#[derive(Default)]\npub struct Bin { all: Vec<u8> }\nimpl Bin {\n"
                       "    pub fn put(&mut self, one: u8) { self.all.push(one); }\n"
                       "    pub fn size(&self) -> usize { self.all.len() }\n}\n"
                       "#[cfg(test)]\nmod tests;\n"},
        {"src/tests.rs": "use super::*;\n"
                         "fn one() -> Bin { let mut b = Bin::default(); b.put(1); b }\n"
                         "#[test]\nfn open() { assert_eq!(one().size(), 1); }\n"
                         "#[test]\nfn inside() { assert_eq!(one().all, vec![1]); }\n"},
        "inside", 6,
    ),
    "java": (
        {"Box.java": "import java.util.*;\nclass Box {\n"
                     "    private final List<Integer> all = new ArrayList<>();\n"
                     "    void put(int one) { all.add(one); }\n"
                     "    int size() { return all.size(); }\n}\n"},
        {"BoxTest.java": "import org.junit.jupiter.api.Test;\n"
                         "import static org.junit.jupiter.api.Assertions.*;\nclass BoxTest {\n"
                         "    @Test void open() { assertEquals(0, new Box().size()); }\n"
                         "    @Test void inside() throws Exception {\n"
                         "        assertNotNull(Box.class.getDeclaredField(\"all\"));\n    }\n}\n"},
        "inside", 6,
    ),
}  # fmt: skip


def found(sandbox: Sandbox, name: str, prompt: str) -> list[SuspectAssertion]:
    files, tests, _, _ = PLANTED[name]
    task = Task.model_validate({
        "id": "box", "title": "Box", "language": name, "prompt": prompt,
        "solutions": [{"name": "candidate", "role": "candidate", "files": files}],
        "suites": [{"name": "given", "role": "given", "files": tests}],
    })  # fmt: skip
    runs = Runs(Judge(sandbox), task)
    tests_of = language(task.language).inventory(task.given, task.candidate).tests
    every = frozenset(ref.id for ref in tests_of)
    private = list(private_suspects(runs, task.candidate, every))
    assert runs.errors == {}
    return private


@pytest.mark.parametrize("name", PLANTED)
def test_a_test_that_asks_for_a_private_name_is_a_suspect(sandbox: Sandbox, name: str) -> None:
    _, tests, test, line = PLANTED[name]
    (one,) = found(sandbox, name, "Write a box that things are put into.")
    assert one.test.endswith(test)
    assert (one.file, one.line) == (next(iter(tests)), line)


def test_a_private_name_that_the_prompt_gives_may_be_asked_for(sandbox: Sandbox) -> None:
    assert found(sandbox, "python", "Keep what is put into a box in `_all`.") == []


def test_what_failed_before_an_edit_is_no_suspect_of_it(sandbox: Sandbox) -> None:
    tests = "import half\n\n\ndef test_a():\n    assert half.of(1) == 3\n"
    task = Task.model_validate({
        "id": "half", "title": "Half", "language": "python",
        "prompt": "Print nothing, keep the order, give no tuple.",
        "solutions": [{"name": "candidate", "role": "candidate",
                       "files": {"half.py": "def of(n):\n    return n / 2\n"}}],
        "suites": [{"name": "given", "role": "given", "files": {"test_half.py": tests}}],
    })  # fmt: skip
    runs = Runs(Judge(sandbox), task)
    assert passing(runs, task.candidate, frozenset()) == frozenset()
    edits = benign_edits(task.candidate, task.given, task.language, task.prompt)
    of_kinds = [[e for e in edits if e.kind == kind] for kind in KINDS]
    assert any(of_kinds)
    for mine in of_kinds:
        assert list(suspects(runs, task.candidate, mine, frozenset())) == []


NEAR = {
    "Box.java": "import java.util.*;\npublic class Box {\n"
                "    final List<Integer> all = new ArrayList<>();\n"
                "    public void put(int one) { all.add(one); }\n"
                "    public List<Integer> content() { return all; }\n}\n",
}  # fmt: skip
NEAR_TESTS = {
    "BoxTest.java": "import org.junit.jupiter.api.Test;\nimport java.util.List;\n"
                    "import static org.junit.jupiter.api.Assertions.*;\nclass BoxTest {\n"
                    "    @Test void inside() {\n        Box box = new Box();\n"
                    "        box.put(1);\n        assertEquals(1, box.all.size());\n    }\n"
                    "    @Test void listed() {\n        Box box = new Box();\n"
                    "        box.put(1);\n        box.put(2);\n"
                    "        assertEquals(List.of(1, 2), box.content());\n    }\n}\n",
}  # fmt: skip


def test_a_name_that_only_its_package_sees_is_one_the_prompt_must_give(sandbox: Sandbox) -> None:
    task = _near("Write `void put(int one)` and `content()`.")
    (one,) = private_suspects(Runs(Judge(sandbox), task), task.candidate, frozenset({"x"}))
    assert one.test.endswith("inside")
    assert one.line == 8
    assert "package-private name all" in one.edit


def test_a_list_that_may_have_any_order_is_no_list_in_one(sandbox: Sandbox) -> None:
    task = _near("Write `void put(int one)`. What `content()` lists is in any order.")
    runs = Runs(Judge(sandbox), task)
    edits = benign_edits(task.candidate, task.given, task.language, task.prompt)
    free = [e for e in edits if e.kind == "free"]
    steady = passing(runs, task.candidate, frozenset())
    (one,) = suspects(runs, task.candidate, free, steady)
    assert one.test.endswith("listed")
    assert "which the prompt leaves open" in one.edit


def _near(prompt: str) -> Task:
    return Task.model_validate({
        "id": "box", "title": "Box", "language": "java", "prompt": prompt,
        "solutions": [{"name": "candidate", "role": "candidate", "files": NEAR}],
        "suites": [{"name": "given", "role": "given", "files": NEAR_TESTS}],
    })  # fmt: skip


LATER = {
    "Later.java": "import java.util.concurrent.*;\npublic class Later {\n"
                  "    public static CompletableFuture<Integer> run(int n) {\n"
                  "        CompletableFuture<Integer> made = new CompletableFuture<>();\n"
                  "        new Thread(() -> made.complete(n)).start();\n"
                  "        return made;\n    }\n}\n",
}  # fmt: skip
LATER_TESTS = {
    "LaterTest.java": "import org.junit.jupiter.api.Test;\n"
                      "import static org.junit.jupiter.api.Assertions.*;\nclass LaterTest {\n"
                      "    @Test void waits() { assertEquals(1, Later.run(1).join()); }\n"
                      "    @Test void sleeps() throws Exception {\n"
                      "        var made = Later.run(1);\n        Thread.sleep(100);\n"
                      "        assertTrue(made.isDone());\n    }\n}\n",
}  # fmt: skip


def test_who_sleeps_instead_of_waiting_fails_for_a_thread_that_begins_later(
    sandbox: Sandbox,
) -> None:
    task = Task.model_validate({
        "id": "later", "title": "Later", "language": "java", "prompt": "Run it later.",
        "solutions": [{"name": "candidate", "role": "candidate", "files": LATER}],
        "suites": [{"name": "given", "role": "given", "files": LATER_TESTS}],
    })  # fmt: skip
    runs = Runs(Judge(sandbox), task)
    edits = benign_edits(task.candidate, task.given, task.language, task.prompt)
    steady = frozenset({"LaterTest.waits", "LaterTest.sleeps"})
    (one,) = suspects(runs, task.candidate, [e for e in edits if e.kind == "late"], steady)
    assert one.test == "LaterTest.sleeps"
    found = Assessment(
        id="a" * 64, task_id="later", language="java", solution="candidate", suite="given",
        suspects=(one,),
    )  # fmt: skip
    assert [(f.kind, f.severity) for f in flags(found)] == [("reproducible", "medium")]
