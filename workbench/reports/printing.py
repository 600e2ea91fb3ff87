"""A page printed to PDF by a browser of this machine. The page's own policy lets no script run
and nothing be fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from workbench.errors import InfrastructureError, MissingTool

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
            "msedge", "microsoft-edge")  # fmt: skip
_PATIENCE_S = 300


def pdf(page: Path) -> bytes:
    """The HTML file as it prints. Raises MissingTool without a browser, InfrastructureError when
    it fails."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise MissingTool(
            "PDF is printed by a browser, and none of " + ", ".join(BROWSERS[:4]) + " is here",
            mend="apt-get install chromium, or write .html and print it",
        )
    with tempfile.TemporaryDirectory(prefix="workbench-print-") as folder:
        out = Path(folder) / "report.pdf"
        command = [
            browser, "--headless", "--disable-gpu", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-extensions",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", page.resolve().as_uri(),
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # The browser's own sandbox refuses root; what it opens is this program's page.
            command.insert(1, "--no-sandbox")
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise InfrastructureError(f"{browser} did not print: {error}") from None
        if done.returncode or not out.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise InfrastructureError(f"{browser} did not print: {' '.join(said)[:300]}")
        return out.read_bytes()
