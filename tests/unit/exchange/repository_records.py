"""Small records of repository benchmarks' forms, written for these tests."""

from __future__ import annotations

import json
from pathlib import Path

PATCH = """diff --git a/pkg/add.py b/pkg/add.py
--- a/pkg/add.py
+++ b/pkg/add.py
@@ -1,2 +1,2 @@
 def add(a, b):
-    return a
+    return a + b
"""
TEST_PATCH = """diff --git a/tests/test_add.py b/tests/test_add.py
new file mode 100644
--- /dev/null
+++ b/tests/test_add.py
@@ -0,0 +1,4 @@
+from pkg.add import add
+
+def test_add():
+    assert add(1, 2) == 3
"""
SWE = {
    "repo": "someone/adder",
    "instance_id": "someone__adder-12",
    "base_commit": "0123456789abcdef0123456789abcdef01234567",
    "patch": PATCH,
    "test_patch": TEST_PATCH,
    "problem_statement": "add forgets b\n\nadd(1, 2) is 1.",
    "hints_text": "Look at add.py.",
    "created_at": "2024-01-01T00:00:00Z",
    "version": "1.0",
    "FAIL_TO_PASS": json.dumps(["tests/test_add.py::test_add"]),
    "PASS_TO_PASS": json.dumps(["tests/test_sub.py::test_sub"]),
    "environment_setup_commit": "89abcdef",
    "difficulty": "<15 min fix",
}
POLY = {
    "repo": "someone/adder",
    "instance_id": "someone__adder-13",
    "base_commit": "0123456789",
    "language": "Python",
    "patch": PATCH,
    "test_patch": TEST_PATCH,
    "problem_statement": "add forgets b",
    "F2P": "['tests/test_add.py->test_add']",
    "P2P": "[]",
    "Dockerfile": "FROM python:3.11\n",
    "test_command": "pytest -q\n",
    "task_category": "Bug Fix",
}
_RUNS = {"run": "FAIL", "test": "FAIL", "fix": "PASS"}
MULTI = {
    "org": "someone",
    "repo": "adder",
    "number": 14,
    "state": "closed",
    "title": "Add b too",
    "body": "Fixes #3.",
    "base": {"label": "someone:main", "ref": "main", "sha": "0123456789"},
    "resolved_issues": [{"number": 3, "title": "add forgets b", "body": "add(1, 2) is 1."}],
    "fix_patch": PATCH,
    "test_patch": TEST_PATCH,
    "f2p_tests": {"test_add": _RUNS},
    "p2p_tests": {"test_sub": {**_RUNS, "run": "PASS", "test": "PASS"}},
    "s2p_tests": {},
    "n2p_tests": {"test_new": {**_RUNS, "run": "NONE"}},
    "fixed_tests": {},
    "run_result": {},
    "test_patch_result": {},
    "fix_patch_result": {},
}
SWE_FOLDER = {
    "task.yaml": "instance_id: someone__adder-15\nrepo: someone/adder\nversion: '1.0'\n"
    "base_commit: 0123456789abcdef\nsplit: test\nimage: adder/eval:15\nlog_parser: pytest\n",
    "tests.json": json.dumps({"FAIL_TO_PASS": ["test_add"], "PASS_TO_PASS": []}),
    "problem_statement.md": "add forgets b\n",
    "hints.md": "Look at add.py.\n",
    "gold.patch": PATCH,
    "test.patch": TEST_PATCH,
    "eval.sh": "pytest -q\n",
    "Dockerfile": "FROM python:3.11\n",
}
HARBOR = {
    "task.toml": 'schema_version = "1.1"\n[task]\nname = "someone/adder"\n[metadata]\n'
    'difficulty = "easy"\ncategory = "programming"\n[verifier]\ntimeout_sec = 120.0\n'
    "[environment]\ncpus = 1\nmemory_mb = 2048\n",
    "instruction.md": "Make /app/add.py add.\n",
    "environment/Dockerfile": "FROM python:3.11\n",
    "solution/solve.sh": "echo 'add = lambda a, b: a + b' > /app/add.py\n",
    "tests/test.sh": "pytest /tests/test_state.py && echo 1 > /logs/verifier/reward.txt\n",
    "tests/test_state.py": "def test_it():\n    assert True\n",
}
TERMINAL_BENCH = {
    "task.yaml": "instruction: |-\n  Make /app/add.py add.\ndifficulty: easy\n"
    "category: programming\nparser_name: pytest\n",
    "Dockerfile": "FROM python:3.11\n",
    "solution.sh": "echo 'add = lambda a, b: a + b' > /app/add.py\n",
    "run-tests.sh": "pytest tests\n",
    "tests/test_outputs.py": "def test_it():\n    assert True\n",
}


def write(root: Path, files: dict[str, str], **changes: str | None) -> Path:
    """These files below a folder; a change of None leaves one out."""
    for name, text in {**files, **changes}.items():
        if text is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return root
