"""Small images as repository tasks have them, made on a real engine, and the tasks for them."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

from tests.unit.exchange import repository_records as r
from workbench.model.task import Solution, Task
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.docker_backend import base_image

_RECIPE = Path(__file__).parent / "images" / "Dockerfile"
PREFIX = "reviewer-workbench-tests"

_START = {
    "pkg/__init__.py": "",
    "pkg/add.py": "def add(a, b):\n    return a\n",
    "pkg/sub.py": "def sub(a, b):\n    return a - b\n",
    "tests/test_sub.py": "from pkg.sub import sub\n\ndef test_sub():\n    assert sub(3, 1) == 2\n",
    "conftest.py": "",
}
_REPOSITORY = (
    "cd {place} && git init -q && git add -A"
    " && git -c user.name=a -c user.email=a@b commit -q -m start"
)

# What pytest would print had all passed, past its capture; then an end that looks well.
LOG = (
    "PASSED tests/test_add.py::test_add\\nPASSED tests/test_sub.py::test_sub\\n"
    "============== 2 passed in 0.01s =============="
)
FORGERY = f'import os; print("{LOG}", file=open("/proc/1/fd/1", "w"), flush=True); os._exit(0)'


UNITTEST_PATCH = """diff --git a/tests/test_add.py b/tests/test_add.py
new file mode 100644
--- /dev/null
+++ b/tests/test_add.py
@@ -0,0 +1,7 @@
+import unittest
+from pkg.add import add
+
+
+class T(unittest.TestCase):
+    def test_add(self):
+        self.assertEqual(add(1, 2), 3)
"""
UNITTEST_FILES = {
    "adder/tests/__init__.py": "",
    "adder/tests/test_sub.py": "import unittest\nfrom pkg.sub import sub\n\n\n"
    "class T(unittest.TestCase):\n    def test_sub(self):\n"
    "        self.assertEqual(sub(3, 1), 2)\n",
}
# What unittest would print had it passed, before it tells that it failed.
UNITTEST_LIE = (
    r'import os; os.write(2, b"test_add (tests.test_add.T) ... ok\n\nRan 1 test in 0.1s\n\nOK\n")'
)


def patched(body: str) -> str:
    """A patch that makes this one line the body of `add`'s module end."""
    return r.PATCH.replace("+    return a + b\n", f"+    return a\n+{body}\n").replace(
        "+1,2 @@", "+1,3 @@"
    )


def make(engine: Engine, name: str, place: str, files: Mapping[str, str], *, git: bool) -> str:
    """An image with these files below `place`; its name. Made once for its content."""
    key = hashlib.sha256(json.dumps([_RECIPE.read_text(), place, dict(files), git]).encode())
    full = f"{PREFIX}/{name}:{key.hexdigest()[:12]}"
    if engine.image_id(full) is None:
        base = built(engine, f"{PREFIX}/base", _RECIPE.read_text(), {}, base_image())
        lines = [f"FROM {base}", f"COPY files {place}", f"WORKDIR {place}"]
        if git:
            lines.append(f"RUN {_REPOSITORY.format(place=place)}")
        held = {f"files/{path}": text for path, text in files.items()}
        built(engine, full, "\n".join(lines) + "\n", held)
    return full


def built(
    engine: Engine,
    name: str,
    recipe: str,
    files: Mapping[str, str],
    base: str = "",
    trees: Mapping[str, Path] | None = None,
) -> str:
    """An image by a recipe, with texts and files or folders of this machine beside it; its name."""
    full = name if ":" in name else f"{name}:{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
    if engine.image_id(full) is not None:
        return full
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        for path, text in {"Dockerfile": recipe, **files}.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
        for path, tree in (trees or {}).items():
            tar.add(tree, path)
    said = list(
        engine.api.build(
            fileobj=io.BytesIO(held.getvalue()), custom_context=True, tag=full, rm=True,
            network_mode="host", buildargs={"BASE": base} if base else {}, decode=True,
        )
    )  # fmt: skip
    assert engine.image_id(full) is not None, said[-3:]
    return full


def repository(engine: Engine, name: str, place: str = "/testbed") -> str:
    """An image of the adder's repository."""
    return make(engine, name, place, _START, git=True)


def multi(engine: Engine) -> str:
    """As Multi-SWE-bench has them: the repository and its scripts in /home."""
    run = "cd /home/adder\n{apply}python3 -m pytest -rA\n"
    apply = "git apply --whitespace=nowarn /home/test.patch{fix}\n"
    scripts = {
        "run.sh": run.format(apply=""),
        "test-run.sh": run.format(apply=apply.format(fix="")),
        "fix-run.sh": run.format(apply=apply.format(fix=" /home/fix.patch")),
        "fix.patch": r.PATCH,
        "test.patch": r.TEST_PATCH,
    }
    files = {**{f"adder/{path}": text for path, text in _START.items()}, **scripts}
    return make(engine, "multi", "/home", files, git=False)


def multi_unittest(engine: Engine) -> str:
    """The same where the tests are told in a log: unittest's."""
    apply = "cd /home/adder && git apply --whitespace=nowarn /home/test.patch"
    run = "python3 -m unittest discover -v -s tests -t ."
    scripts = {
        "test-run.sh": f"set -e\n{apply}\n{run}\n",
        "fix-run.sh": f"set -e\n{apply} /home/fix.patch\n{run}\n",
    }
    files = {f"adder/{path}": text for path, text in _START.items() if path != "tests/test_sub.py"}
    return make(
        engine, "multi-unittest", "/home", {**files, **UNITTEST_FILES, **scripts}, git=False
    )


def told_as(task: Task, image: str) -> Task:
    """The task with its image under the name it has here."""
    tags = (f"image:{image}", *(tag for tag in task.tags if not tag.startswith("image:")))
    return task.model_copy(update={"tags": tags})


def answer(task: Task, files: Mapping[str, str]) -> Solution:
    """Another solution of the task."""
    return task.candidate.model_copy(update={"name": "other", "files": dict(files)})
