"""Who is reviewing."""

from __future__ import annotations

import getpass
import os
import re


def current_reviewer() -> str:
    """`$WORKBENCH_REVIEWER`, else `$JUPYTERHUB_USER`, else the login name; safe as a file name."""
    name = os.environ.get("WORKBENCH_REVIEWER") or os.environ.get("JUPYTERHUB_USER") or ""
    if not name:
        try:
            name = getpass.getuser()
        except (KeyError, OSError):
            name = f"uid-{os.getuid()}"
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.").replace("..", ".")
    return safe[:120] or "reviewer"
