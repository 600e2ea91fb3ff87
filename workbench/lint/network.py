"""Tests that reach out: what is not in the task cannot be judged, and a sandbox has no network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.languages.syntax import line_of, walk
from workbench.lint.reading import called, calls_around, imports, literals, tree_of
from workbench.lint.shell import commands, is_script, reaches_out
from workbench.model.assessment import Flag
from workbench.model.task import Task

_MODULES = re.compile(
    r"(requests|urllib3|urllib\.request|http\.client|httpx|aiohttp|socket|ftplib|smtplib|boto3"
    r"|websockets?|paramiko)(\.|$)"
    r"|(node:)?(https?|net|dgram|tls|dns)$|(axios|node-fetch|got|undici|superagent|ws)(/|$)"
    r"|net(/http|/rpc|/smtp)?$"
    r"|(reqwest|hyper|ureq|std::net|tokio::net)(::|$)"
    r"|java\.net\.|okhttp3\.|org\.apache\.http"
)
_CALLS = {"fetch", "XMLHttpRequest", "WebSocket", "urlopen", "HttpClient"}
_PROGRAMS = {"system", "run", "call", "check_call", "check_output", "Popen", "popen", "getoutput",
             "exec", "execSync", "spawn", "spawnSync", "Command", "ProcessBuilder"}  # fmt: skip
"""Calls that start a program whose command line is a text."""
_URL = re.compile(r"(?i)\b(?:https?|ftp|wss?)://(?!localhost|127\.|0\.0\.0\.0|\[::1\]|example\.|"
                  r"[\w.-]*\.(?:example|test|invalid|localhost)\b)[\w.-]+")  # fmt: skip


def network(task: Task) -> Iterator[Flag]:
    """One flag a way of reaching out, with the lines that do. An address alone is remarked: it may
    be data that a parser is given."""
    reached: list[str] = []
    addresses: list[str] = []
    for path, text in sorted({**task.given.files, **task.given.support}.items()):
        if is_script(path):
            reached += [f"{path}:{c.line} {c.words[0]}" for c in commands(text) if reaches_out(c)]
        root = tree_of(path, text)
        if root is None:
            continue
        reached += [f"{path}:{i.line} {i.name}" for i in imports(root) if _MODULES.match(i.name)]
        reached += [
            f"{path}:{line_of(n)} {called(n)}"
            for n in walk(root) if n.type.endswith(("call", "call_expression", "new_expression"))
            and called(n) in _CALLS
        ]  # fmt: skip
        reached += [
            f"{path}:{x.line} {c.words[0]}"
            for x in literals(root) if _PROGRAMS & set(calls_around(x.place))
            for c in commands(x.value) if reaches_out(c)
        ]  # fmt: skip
        addresses += [
            f"{path}:{x.line} {found.group()}"
            for x in literals(root) if (found := _URL.search(x.value))
        ]  # fmt: skip
    if reached:
        yield Flag(kind="network", severity="medium", evidence=tuple(reached[:20]),
                   message="the tests use the network")  # fmt: skip
    if addresses and reached:
        yield Flag(kind="network", severity="medium", evidence=tuple(addresses[:20]),
                   message="the tests name addresses outside this machine")  # fmt: skip
    elif addresses:
        message = "addresses outside this machine stand in the tests, perhaps as data"
        yield Flag(kind="network", severity="low", message=message, evidence=tuple(addresses[:20]))
