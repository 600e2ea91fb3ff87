"""JupyterLab of a reviewer: neither its contents API nor its kernel reaches another's part."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.blocking import BlockingKernelClient

from tests.sessions.conformance import SECRET, review, run, sitting
from tests.sessions.lab_as import Lab, lab_as
from tests.sessions.served import Served
from tests.sessions.worlds import FolderOfAccounts, folder_of_accounts

pytestmark = [pytest.mark.users, pytest.mark.slow]

LOOK = """
import os, subprocess
got = b""
for place in {places!r}:
    try:
        got += b"|" + open(place, "rb").read()
    except OSError:
        pass
for where, folders, names in os.walk({workspace!r}):
    for name in names:
        try:
            got += b"|" + open(os.path.join(where, name), "rb").read()
        except OSError:
            pass
got += subprocess.run(["grep", "-ra", "", {workspace!r}], capture_output=True).stdout
os.environ["WORKBENCH_REVIEWER"] = {ben!r}
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace
store = open_sessions(Workspace.open({workspace!r}))
mine = store.reviewer("pilot")
got += repr((mine.name, mine.queue(), mine.brief(), store.ids())).encode()
try:
    store.lead("pilot")
    got += b"IS LEAD"
except Exception as error:
    got += repr(error).encode()
print("LOOKED", got.decode("utf-8", "replace"))
"""


@pytest.fixture(scope="module")
def accounts(served: Served) -> Iterator[FolderOfAccounts]:
    with folder_of_accounts(served) as made:
        at = sitting(made)
        at.assign("ann", ["t0", "g1"])
        at.assign("ben", ["t0", "t1"])
        at.reviewer("ann")
        at.submit("ben", "ben-0", "t0", score=1, words=SECRET)
        at.reviewer("ben").save("ben-1", review(made, "ben", "t1", words=SECRET), based_on=0)
        at.reviewer("ben").save_run(run(1, words=SECRET))
        at.lead.progress()
        yield made


@pytest.fixture(scope="module")
def lab(accounts: FolderOfAccounts) -> Iterator[Lab]:
    with lab_as(accounts.account("ann"), accounts.workspace, accounts.folder) as made:
        yield made


def closed(accounts: FolderOfAccounts) -> list[Path]:
    inside = accounts.workspace / "sessions/pilot"
    roots = [inside / "lead", inside / "reviewers" / accounts.name("ben")]
    return [Path(w, n) for root in roots for w, ds, ns in os.walk(root) for n in (*ds, *ns)] + roots


def test_the_contents_api_gives_the_own_part_and_nothing_else(
    accounts: FolderOfAccounts, lab: Lab
) -> None:
    mine = f"sessions/pilot/reviewers/{accounts.name('ann')}/inbox/items.json"
    status, body = lab.ask(f"/api/contents/{mine}")
    assert status == 200
    assert "ann-0" in json.loads(body)["content"]
    paths = closed(accounts)
    assert len(paths) > 12
    for path in paths:
        within = path.relative_to(accounts.workspace)
        for asked in (f"/api/contents/{within}", f"/files/{within}", f"/view/{within}",
                      f"/api/contents/{within}?content=0",
                      f"/api/contents/{within}/checkpoints"):  # fmt: skip
            status, body = lab.ask(asked)
            assert SECRET.encode() not in body, asked
            for word in (b"ben-0", b'\\"kind\\"', b"never ends"):
                assert word not in body, asked
        copied = json.dumps({"copy_from": str(within)}).encode()
        status, body = lab.ask(f"/api/contents/{Path(mine).parent}", "POST", copied)
        assert status >= 400, within
        moved = json.dumps({"path": f"{Path(mine).parent}/x"}).encode()
        assert lab.ask(f"/api/contents/{within}", "PATCH", moved)[0] >= 400
        assert lab.ask(f"/api/contents/{within}", "DELETE")[0] >= 400
    assert sorted(closed(accounts)) == sorted(paths)


def test_the_kernel_is_the_reviewers_and_reads_what_the_reviewer_may(
    accounts: FolderOfAccounts, lab: Lab
) -> None:
    status, body = lab.ask("/api/kernels", "POST", b'{"name": "python3"}')
    assert status == 201
    kernel = json.loads(body)["id"]
    client = BlockingKernelClient()
    (connection,) = lab.home.rglob(f"kernel-{kernel}.json")
    client.load_connection_file(str(connection))
    # A busy machine takes its time to start a kernel.
    client.hb_channel.time_to_dead = 90.0
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        code = LOOK.format(places=[str(p) for p in closed(accounts)],
                           workspace=str(accounts.workspace), ben=accounts.name("ben"))  # fmt: skip
        said: list[str] = []

        def heard(message: dict[str, object]) -> None:
            content = message["content"]
            assert isinstance(content, dict)
            said.append(str(content.get("text", content.get("traceback", ""))))

        client.execute_interactive(code, timeout=60, output_hook=heard)
    finally:
        client.stop_channels()
        lab.ask(f"/api/kernels/{kernel}", "DELETE")
    text = "".join(said)
    assert "LOOKED" in text, text[-2000:]
    assert "ann-0" in text
    assert f"('{accounts.name('ann')}', (Item(" in text
    assert "Forbidden" in text
    for word in (SECRET, "never ends", "ben-0", "IS LEAD", "AssignmentPart"):
        assert word not in text
    assert not re.search(r'"kind"\s*:', text)
