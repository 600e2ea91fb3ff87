"""Draws the tutorials' pictures from a real desk: `python -m tests.ui.tutorial_pictures [TASK]`."""

from __future__ import annotations

import sys

from tests.ui.desk_page import DeskPage
from tests.ui.frame import studio
from tests.ui.tutorials.all import TUTORIALS
from tests.ui.tutorials.telling import PICTURES


def main(only: str) -> None:
    """One server, a page a tutorial."""
    with studio() as place:
        for tutorial in TUTORIALS:
            if only in ("", tutorial.task):
                with place.page(1440, 900) as page:
                    tutorial.walk(DeskPage(page, place.server), PICTURES)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
