"""Hostile data on its way in, and disks, clocks and visitors that misbehave."""

from __future__ import annotations

import datetime as dt
import errno
import http.client
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ui.lab_server import REVIEWER, TOKEN, LabServer
from workbench.errors import FutureVersion, SaveFailed, WorkbenchError
from workbench.exchange.registry import FORMATS
from workbench.languages.records import MAX_RECORDS, read_records
from workbench.model.review import Review
from workbench.model.task import Task
from workbench.store import reviews
from workbench.store.files import append_line, dump_document, load_document, write_atomic
from workbench.store.reviews import ReviewFolder
from workbench.store.workspace import Workspace

TASK = {
    "id": "clock",
    "title": "Clock",
    "language": "python",
    "prompt": "tick",
    "solutions": [{"name": "candidate", "role": "candidate", "files": {"clock.py": "x = 1\n"}}],
    "suites": [{"name": "given", "role": "given", "files": {"test_clock.py": "assert 1\n"}}],
}


def test_a_million_records_end_in_a_flag_and_bounded_memory() -> None:
    line = json.dumps({"n": "n", "k": "test", "id": "a", "status": "passed"}).encode() + b"\n"
    began = time.monotonic()
    report = read_records(line * 1_000_000, "n")
    assert len(report.results) <= MAX_RECORDS
    assert any("records" in flag for flag in report.flags)
    assert not report.ended
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if f.kind == "records"])
def test_many_odd_records_are_each_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    odd = [b'{"a":1,"a":2}', b"[]", b'{"a":NaN}', b"[" * 500, b'"\\ud800"', b"9" * 5000, b"{}"]
    rows = [odd[i % len(odd)] for i in range(20_000)]
    data = b"[" + b",".join(b"{}" for _ in rows) + b"]" if name == "mbpp" else b"\n".join(rows)
    path.write_bytes(data)
    results = list(FORMATS[name](path))
    assert results
    assert all(result.task is None and result.reason for result in results)


@pytest.mark.parametrize("head", ["[]", "[{}]"])
def test_what_stands_after_an_array_is_not_passed_over_in_silence(
    head: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'{head}\n{{"task_id": 1}}\n')
    last = list(FORMATS["mbpp"](path))[-1]
    assert (last.task, last.line) == (None, 2)
    assert "after the end" in last.reason


class _PowerCut(BaseException):
    """Nothing catches this: the machine is off."""


FIRST = Review(
    task_id="clock", task_digest="d", reviewer="ann", rubric="rubric", rubric_version="1"
)
STEPS = ("mkstemp", "fsync", "fchmod", "replace", "folder")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_power_cut_leaves_the_old_or_the_new_review_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, before: bool
) -> None:
    path = tmp_path / "ann.review.json"
    old, new = b'{"text": "old"}', b'{"text": "' + b"new" * 50_000 + b'"}'
    write_atomic(path, old)

    def cut(real: Callable[..., object], when: Callable[..., bool]) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            if not when(*args):
                return real(*args, **more)
            if not before:
                real(*args, **more)
            raise _PowerCut

        return call

    seen: list[int] = []

    def nth(number: int) -> Callable[..., bool]:
        def when(*args: object) -> bool:
            seen.append(1)
            return len(seen) == number

        return when

    if step == "mkstemp":
        monkeypatch.setattr(tempfile, "mkstemp", cut(tempfile.mkstemp, nth(1)))
    elif step == "folder":
        monkeypatch.setattr(os, "fsync", cut(os.fsync, nth(2)))
    else:
        monkeypatch.setattr(os, step, cut(getattr(os, step), nth(1)))
    # What happens after the cut, nobody does: no file is put away either.
    monkeypatch.setattr(os, "unlink", lambda *args, **more: None)
    with pytest.raises(_PowerCut):
        write_atomic(path, new)
    assert path.read_bytes() in (old, new)
    monkeypatch.undo()
    write_atomic(path, b'{"text": "later"}')
    assert path.read_bytes() == b'{"text": "later"}'


@pytest.mark.parametrize("kept", range(0, 40, 3))
def test_a_power_cut_while_a_line_is_written_loses_no_earlier_line(
    tmp_path: Path, kept: int
) -> None:
    path = tmp_path / "ann.revisions.jsonl"
    append_line(path, b'{"number": 1}')
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"number": 2, "text": "xxxxxxxxxxxxxxxx"}'[:kept])
    append_line(path, b'{"number": 2}')
    assert path.read_bytes() == whole + b'{"number": 2}\n'


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for very little."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if made.returncode != 0:
        # A full disk is made by mounting a small one.
        pytest.skip("only root may mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_the_old_review_stays(tiny_disk: Path) -> None:
    folder = ReviewFolder(tiny_disk)
    first = folder.save(FIRST, based_on=0)
    (tiny_disk / "filler").write_bytes(b"x" * (40 << 10))
    big = first.model_copy(update={"cannot_judge": "x" * (64 << 10)})
    with pytest.raises(SaveFailed) as refused:
        folder.save(big, based_on=first.sequence)
    assert "full" in refused.value.message
    assert refused.value.mend
    assert folder.load("clock", "ann") == first
    (tiny_disk / "filler").unlink()
    small = first.model_copy(update={"cannot_judge": "short"})
    assert folder.save(small, based_on=first.sequence).sequence == 2


def test_a_clock_set_back_a_year_changes_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ReviewFolder(tmp_path)
    first = folder.save(FIRST, based_on=0)
    past = (dt.datetime.now(dt.UTC) - dt.timedelta(days=366)).isoformat()
    monkeypatch.setattr(reviews, "now", lambda: past)
    second = folder.save(first, based_on=first.sequence)
    assert second.updated_at < first.updated_at
    assert second.sequence == first.sequence + 1
    assert folder.load("clock", "ann") == second


@pytest.mark.parametrize("version", [2, 99, 0, -1, "x", None, 1.5])
def test_another_schema_version_is_refused_in_words_and_the_file_is_left(
    tmp_path: Path, version: object
) -> None:
    path = tmp_path / "clock.task.json"
    data = json.dumps({**TASK, "schema_version": version}).encode()
    path.write_bytes(data)
    with pytest.raises(WorkbenchError) as refused:
        load_document(path, Task)
    assert isinstance(refused.value, FutureVersion) == (version in (2, 99))
    assert path.read_bytes() == data


def test_a_read_only_workspace_says_why_it_cannot_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **more: object) -> object:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(SaveFailed, match="read-only"):
        write_atomic(tmp_path / "a.json", b"x")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    """JupyterLab on a workspace, as `workbench lab` starts it."""
    home = tmp_path_factory.mktemp("home")
    workspace = Workspace.create(tmp_path_factory.mktemp("w") / "workspace")
    task = Task.model_validate(TASK)
    (workspace.root / "tasks").mkdir(exist_ok=True)
    (workspace.root / "tasks" / "clock.task.json").write_bytes(dump_document(task))
    made = LabServer(workspace.root, home)
    made.start()
    yield made
    made.stop()


def ask(
    server: LabServer, method: str, path: str, body: bytes = b"", **headers: str
) -> http.client.HTTPResponse:
    """One request, with exactly these headers."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.putrequest(method, path, skip_host="Host" in headers, skip_accept_encoding=True)
    for name, value in headers.items():
        line.putheader(name.replace("_", "-"), value)
    line.putheader("Content-Length", str(len(body)))
    line.endheaders(body)
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer


KNOWN = {"Authorization": f"token {TOKEN}"}
REVIEW = f"/api/contents/reviews/clock/{REVIEWER}.review.json"


@pytest.mark.ui
def test_who_has_the_token_is_let_in(server: LabServer) -> None:
    assert ask(server, "GET", "/api/contents/tasks/clock.task.json", **KNOWN).status == 200


@pytest.mark.ui
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/contents/tasks/clock.task.json"),
        ("GET", "/api/kernels"),
        ("GET", "/files/tasks/clock.task.json"),
        ("POST", "/api/kernels"),
        ("PUT", REVIEW),
        ("DELETE", "/api/contents/tasks/clock.task.json"),
    ],
)
def test_without_a_token_nothing_is_answered(server: LabServer, method: str, path: str) -> None:
    assert ask(server, method, path).status in (302, 403)
    assert ask(server, method, path, Authorization="token wrong").status in (302, 403)
    assert (server.workspace / "tasks" / "clock.task.json").exists()


def signed_in(server: LabServer) -> str:
    """The cookies of a browser that came in with the token."""
    answer = ask(server, "GET", f"/lab?token={TOKEN}")
    cookies = [c.partition(";")[0] for c in answer.msg.get_all("Set-Cookie") or []]
    assert cookies
    return "; ".join(cookies)


@pytest.mark.ui
def test_a_browser_without_the_xsrf_value_may_not_write(server: LabServer) -> None:
    cookies = signed_in(server)
    body = b'{"type": "file", "format": "text", "content": "x"}'
    assert ask(server, "PUT", REVIEW, body, Cookie=cookies).status == 403
    assert ask(server, "POST", "/api/kernels", b"{}", Cookie=cookies).status == 403
    assert not (server.workspace / "reviews" / "clock").exists()


@pytest.mark.ui
def test_a_page_from_elsewhere_may_not_write_or_connect(server: LabServer) -> None:
    cookies = signed_in(server)
    body = b'{"type": "file", "format": "text", "content": "x"}'
    foreign = {"Cookie": cookies, "Origin": "http://elsewhere.example"}
    # Jupyter hides what is there from a foreign page's script: 404 is its way to say 403 here.
    assert ask(server, "PUT", REVIEW, body, **foreign).status in (403, 404)
    assert ask(server, "POST", "/api/kernels", b"{}", **foreign).status in (403, 404)
    assert not (server.workspace / "reviews" / "clock").exists()
    socket = {
        **foreign,
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec_WebSocket_Version": "13",
    }
    assert ask(server, "GET", "/api/events/subscribe", **socket).status == 403


@pytest.mark.ui
def test_a_foreign_host_name_is_refused(server: LabServer) -> None:
    """A name that is made to mean 127.0.0.1 is not ours."""
    answer = ask(server, "GET", "/api/contents", Host="elsewhere.example", **KNOWN)
    assert answer.status == 403
