"""What a look at a workspace's audits costs the kernel: `python -m benchmarks.audit_look [OLD]`.

OLD finished audits lie there (else 5000) beside three that work. Processor time of the thread that
looks, so that what else the machine does is not counted.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from workbench.model.audit import AuditProgress
from workbench.store.audit_watch import AuditWatch
from workbench.store.audits import AuditFolder, now
from workbench.store.files import dump_document
from workbench.store.lease_steps import this_process

_LOOKS = 200


def _made(pid: int, state: str) -> bytes:
    value = {"kind": "assess", "host": "here", "pid": pid, "state": state, "began": now(),
             "updated": now(), "total": 864, "done": 120, "process": this_process()}  # fmt: skip
    return dump_document(AuditProgress.model_validate(value))


def _ms(watch: AuditWatch) -> float:
    before = time.thread_time()
    assert len(watch.look()) == 3
    return 1000 * (time.thread_time() - before)


def main(old: int) -> None:
    """Print the first look and the others, in milliseconds."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = AuditFolder(Path(scratch))
        then = time.time() - 86_400
        for pid in range(10, 10 + old):
            folder.path(f"here-{pid}").write_bytes(_made(pid, "done"))
            os.utime(folder.path(f"here-{pid}"), (then, then))
        watch, took = AuditWatch(folder), []
        for number in range(_LOOKS):
            for pid in range(3):
                folder.path(f"here-{pid}").write_bytes(_made(pid, "running"))
            took.append(_ms(watch))
            if number == 0:
                print(f"{old} old audits, 3 at work: first look {took[0]:.1f} ms")
        print(f"then median {statistics.median(took[1:]):.2f} ms, most {max(took[1:]):.2f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
