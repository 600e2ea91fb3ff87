"""Inside the machine of `scripts/cgroup2_machine`: every probe, and that no group is left."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, "/opt/checkout")

from workbench.sandboxes.bubblewrap import Bubblewrap  # noqa: E402 - after the path is set
from workbench.sandboxes.self_check import self_check  # noqa: E402


def main() -> int:
    """0 when every probe held, memory and processes were bound, and nothing was left."""
    sandbox = Bubblewrap()
    who = "root" if os.geteuid() == 0 else f"uid {os.geteuid()}"
    print(f"check: {who}: {sandbox.version}; {', '.join(sandbox.enforcement.enforced)}")
    results = self_check(sandbox)
    for result in results:
        print(f"check: {who}: {'ok' if result.ok else 'RED'}: {result.name}: {result.detail}")
    bound = {"memory", "pids"} <= set(sandbox.enforcement.enforced)
    sandbox.close()
    left = list(Path("/sys/fs/cgroup").rglob("reviewer-workbench-*"))
    print(f"check: {who}: {len(left)} groups left")
    return 0 if bound and not left and all(result.ok for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
