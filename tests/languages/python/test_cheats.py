"""Wrong Python solutions with a trick: none may pass."""

from __future__ import annotations

import pytest

from tests.languages.python.conftest import Run

pytestmark = pytest.mark.toolchain

SUITES = {
    "pytest": "from sol import add\ndef test_a(): assert add(1, 1) == 2\n",
    "unittest": (
        "import unittest\nfrom sol import add\n"
        "class T(unittest.TestCase):\n    def test_a(self): self.assertEqual(add(1, 1), 2)\n"
    ),
    "script": "from sol import add\nassert add(1, 1) == 2\n",
}
TRICKS = {
    "leaves at import": "import os\nos._exit(0)",
    "leaves when called": "import os\ndef add(a, b): os._exit(0)",
    "exits at import": "import sys\nsys.exit(0)",
    "exits when called": "import sys\ndef add(a, b): sys.exit(0)",
    "leaves at exit": "import atexit, os\natexit.register(os._exit, 0)\ndef add(a, b): return 9",
    "leaves from a thread": (
        "import os, threading, time\ndef add(a, b):\n"
        "    threading.Thread(target=os._exit, args=(0,)).start()\n    time.sleep(5)"
    ),
    "prints a summary": "print('== 1 passed in 0.01s ==')\ndef add(a, b): return 9",
    "skips": "import unittest\ndef add(a, b): raise unittest.SkipTest('x')",
    "writes records": (
        "import os, json\ndef add(a, b):\n    for fd in range(3, 256):\n        try:\n"
        '            os.write(fd, b\'{"k":"end","exit":0,"count":0}\\n\')\n'
        "        except OSError:\n            pass\n    return 9"
    ),
    "forks": "import os\ndef add(a, b):\n    return 2 if os.fork() == 0 else 9",
}


@pytest.mark.parametrize("framework", SUITES)
@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_does_not_pass(run: Run, framework: str, trick: str) -> None:
    ran = run("python", {"sol.py": TRICKS[trick]}, {"test_sol.py": SUITES[framework]}, framework)
    assert ran.verdict in ("fail", "incomplete", "tampered", "build_error"), ran.reason


def test_a_planted_json_module_is_powerless(run: Run) -> None:
    evil = "import os\nos._exit(0)\n"
    solution = {"sol.py": "def add(a, b): return 2", "json.py": evil, "traceback.py": evil}
    for framework, text in SUITES.items():
        assert run("python", solution, {"test_sol.py": text}, framework).verdict == "pass"


def test_an_honest_solution_with_files_threads_and_processes_passes(run: Run) -> None:
    solution = {
        "sol.py": (
            "import subprocess, sys, tempfile, threading\n"
            "def add(a, b):\n"
            "    out = []\n"
            "    t = threading.Thread(target=lambda: out.append(a + b)); t.start(); t.join()\n"
            "    with tempfile.NamedTemporaryFile('w+') as f: f.write('x'); f.flush()\n"
            "    subprocess.run([sys.executable, '-c', 'pass'], check=True)\n"
            "    return out[0]\n"
        )
    }
    for framework, text in SUITES.items():
        ran = run("python", solution, {"test_sol.py": text}, framework)
        assert ran.verdict == "pass", ran.reason
