"""What a task needs beyond its language: packages nobody named, and names without a version."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from workbench.lint.reading import imports, language_files, tree_of
from workbench.lint.shell import commands, is_recipe, is_script, loose_images, unpinned
from workbench.model.assessment import Flag
from workbench.model.task import LanguageName, Task
from workbench.resources import sandbox_files

_NODE = frozenset({
    "assert", "async_hooks", "buffer", "child_process", "cluster", "console", "constants", "crypto",
    "dgram", "dns", "domain", "events", "fs", "http", "http2", "https", "inspector", "module",
    "net", "os", "path", "perf_hooks", "process", "punycode", "querystring", "readline", "repl",
    "stream",
    "string_decoder", "sys", "timers", "tls", "trace_events", "tty", "url", "util", "v8", "vm",
    "wasi", "worker_threads", "zlib", "vitest", "jest", "mocha", "chai", "bun:test",
})  # fmt: skip
# What tests are written in is given with what runs them, as everywhere a suite is run.
_FRAMEWORKS = {"pytest", "hypothesis", "pytest_asyncio", "_pytest"}
_JAVA = ("java.", "javax.", "org.junit.", "jdk.", "sun.", "org.assertj.", "org.hamcrest.")
_GO_TESTING = ("github.com/stretchr/testify/", "github.com/google/go-cmp/")
_RUST = {"std", "core", "alloc", "crate", "self", "super", "proc_macro", "test"}
_GO_MODULE = re.compile(r"(?m)^\s*(?:require\s+)?(\S+\.\S+/\S+)\s+v\S")
_NPM_RANGE = re.compile(r"^[\^~><=*]|\bx\b|\|\||latest|^$")


def dependencies(task: Task) -> Iterator[Flag]:
    """Packages used that no manifest of the task names; and those named without one version."""
    files = {**task.candidate.files, **task.given.support, **task.given.files}
    named, loose = _manifests(files)
    foreign = sorted(f for f in _foreign(task, files) if not _named(f, named))
    unknown = [f for f in foreign if not _named(f, _kit())]
    if unknown:
        yield Flag(kind="dependencies", severity="medium", evidence=tuple(unknown[:20]),
                   message="packages are used that nothing names a version of")  # fmt: skip
    if kit := [f for f in foreign if f not in unknown]:
        message = "packages are used that only this workbench's kit names a version of"
        yield Flag(kind="dependencies", severity="low", message=message, evidence=tuple(kit[:20]))
    loose |= {f"{path}: {name}" for path, name in _installed(task)}
    if loose:
        yield Flag(kind="dependencies", severity="low", evidence=tuple(sorted(loose)[:20]),
                   message="packages are named without one exact version")  # fmt: skip


def _installed(task: Task) -> Iterator[tuple[str, str]]:
    """What scripts and recipes of images install, or begin from, without one version."""
    for path, text in {**task.given.support, **task.given.files}.items():
        if is_script(path) or is_recipe(path):
            yield from ((path, name) for c in commands(text) for name in unpinned(c))
        if is_recipe(path):
            yield from ((path, image) for image in loose_images(text))


@cache
def _kit() -> set[str]:
    """What a sandbox has besides the language."""
    named: set[str] = set()
    for path in sorted((sandbox_files() / "kits").glob("*/*")):
        if path.is_file() and path.suffix != ".sum":
            named |= _manifests({path.name: path.read_text(encoding="utf-8")})[0]
        if path.name == "Cargo.toml":
            # Several versions stand there, each under a name of its own.
            kept = tomllib.loads(path.read_text(encoding="utf-8"))["package"]["metadata"]
            named |= {_plain(name) for name in kept["default"]}
    return named


def _named(package: str, named: set[str]) -> bool:
    """A Go package lies in a module, a Java package in a group."""
    plain = _plain(package)
    return any(plain == n or plain.startswith((f"{n}/", f"{n}.")) for n in named)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def _foreign(task: Task, files: Mapping[str, str]) -> set[str]:
    own = {part for path in files for part in re.split(r"[/.]", path)} | _crate(task, files)
    reader = _READERS[task.language]
    found: set[str] = set()
    for path, text in language_files(dict(files), task.language).items():
        root = tree_of(path, text)
        if root is not None:
            found |= {package for i in imports(root) if (package := reader(i.name, own))}
    return found


def _python(name: str, own: set[str]) -> str:
    top = name.lstrip().split(".")[0]
    known = top in sys.stdlib_module_names or top in _FRAMEWORKS or top in own
    return "" if not top or known else top


def _node(name: str, own: set[str]) -> str:
    if name.startswith((".", "/", "node:", "@jest/", "data:")) or not name:
        return ""
    parts = name.split("/")
    package = "/".join(parts[:2]) if name.startswith("@") else parts[0]
    return "" if package in _NODE else package


def _go(name: str, own: set[str]) -> str:
    first = name.split("/")[0]
    # A standard package has no dot in its first part; the module's own name may have one.
    foreign = "." in first and name.split("/")[-1] not in own
    return name if foreign and not name.startswith(_GO_TESTING) else ""


def _rust(name: str, own: set[str]) -> str:
    top = re.split(r"::|\W", name.lstrip(":").strip())[0]
    return "" if not top or top in _RUST or top in own or top[0].isupper() else top


def _crate(task: Task, files: Mapping[str, str]) -> set[str]:
    """The solution's own crate, as its tests call it: its manifest says so, or tests use what
    the solution itself does not."""
    if task.language is not LanguageName.RUST:
        return set()
    for path, text in files.items():
        if path.endswith("Cargo.toml") and (named := re.search(r'(?m)^name\s*=\s*"([^"]+)"', text)):
            return {named.group(1).replace("-", "_")}
    inside, outside = (
        {p for path, text in language_files(dict(part), task.language).items()
         if (root := tree_of(path, text)) is not None
         for i in imports(root) if (p := _rust(i.name, set()))}
        for part in (task.candidate.files, task.given.files)
    )  # fmt: skip
    only = outside - inside - _kit()
    return only if len(only) == 1 else set()


def _java(name: str, own: set[str]) -> str:
    if name.startswith(_JAVA) or name.split(".")[0] in own or "." not in name:
        return ""
    return ".".join(name.split(".")[:3])


_READERS: dict[LanguageName, Callable[[str, set[str]], str]] = {
    LanguageName.PYTHON: _python, LanguageName.JAVASCRIPT: _node, LanguageName.TYPESCRIPT: _node,
    LanguageName.GO: _go, LanguageName.RUST: _rust, LanguageName.JAVA: _java,
}  # fmt: skip


def _manifests(files: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Packages that are named, and those among them without one version."""
    named: set[str] = set()
    loose: set[str] = set()
    for path, text in files.items():
        name = path.rsplit("/", 1)[-1]
        if name.startswith("requirements") and name.endswith(".txt"):
            entries = _requirements(text)
        elif name == "pyproject.toml":
            entries = _pyproject(text)
        elif name == "package.json":
            entries = _package_json(text)
        elif name == "Cargo.toml":
            entries = _cargo(text, locked="Cargo.lock" in {p.rsplit("/", 1)[-1] for p in files})
        elif name == "go.mod":
            entries = dict.fromkeys(_GO_MODULE.findall(text), True)
        elif name == "pom.xml":
            entries = _pom(text)
        else:
            continue
        named |= {_plain(n) for n in entries}
        loose |= {f"{path}: {n}" for n, exact in entries.items() if not exact}
    return named, loose


def _requirements(text: str) -> dict[str, bool]:
    found = {}
    for line in text.splitlines():
        entry = re.match(r"\s*([A-Za-z0-9][\w.-]*)(\[[^\]]*\])?\s*(.*)", line.split("#")[0])
        if entry:
            found[entry.group(1)] = entry.group(3).lstrip().startswith(("==", "===", "@"))
    return found


def _pyproject(text: str) -> dict[str, bool]:
    try:
        project = tomllib.loads(text).get("project", {})
        listed = [project.get("dependencies", ())]
        listed += project.get("optional-dependencies", {}).values()
        return {n: e for part in listed for n, e in _requirements("\n".join(part)).items()}
    except (tomllib.TOMLDecodeError, RecursionError, AttributeError, TypeError):
        return {}


def _package_json(text: str) -> dict[str, bool]:
    try:
        value = json.loads(text)
        return {
            str(n): not _NPM_RANGE.search(str(v))
            for part in ("dependencies", "devDependencies") for n, v in value.get(part, {}).items()
        }  # fmt: skip
    except (ValueError, AttributeError, RecursionError):
        return {}


def _cargo(text: str, *, locked: bool) -> dict[str, bool]:
    try:
        value = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    found = {}
    for part in ("dependencies", "dev-dependencies"):
        table = value.get(part)
        for name, asked in (table if isinstance(table, dict) else {}).items():
            if isinstance(asked, dict) and ("path" in asked or "rev" in asked):
                continue  # beside it, or one commit of a repository
            version = asked.get("version", "") if isinstance(asked, dict) else asked
            found[str(name)] = locked or str(version).startswith("=")
    return found


def _pom(text: str) -> dict[str, bool]:
    found = {}
    for block in re.findall(r"<dependency>(.*?)</dependency>", text, re.DOTALL):
        group = re.search(r"<groupId>\s*([^<]+?)\s*</groupId>", block)
        version = re.search(r"<version>\s*([^<]+?)\s*</version>", block)
        if group:
            exact = version is not None and not re.search(
                r"[\[(,]|LATEST|RELEASE", version.group(1)
            )
            found[".".join(group.group(1).split(".")[:3])] = exact
    return found
