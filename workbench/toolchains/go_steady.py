"""Go programs whose maps keep one order: an overlay over the runtime's random numbers.

Go draws the order of every map anew, so that nobody relies on it. A mutant's fate may hang on that
order, and then three assessments of one suite say three things. What mutants are tried with is
therefore built with two edits of the runtime (`go help build`: `-overlay`), which change nothing
unless `GODEBUG` says `randautoseed=0`, as all trials do that vary nothing; reruns, which look for
tests that are right by chance, do not say it and draw as ever.

The edits are made of the installed distribution's own text. A release whose text they do not fit is
left as it is, and `doctor` says so.
"""

from __future__ import annotations

import json
from pathlib import Path

SOURCE = "src/runtime/rand.go"
FOLDER = "steady"
EDITS = (
    # Before hash keys and the heap's place are drawn. Nothing but the process's own block of
    # arguments can be read that early.
    (
        "\tglobalRand.state.Init(*seed)\n",
        "\tfor i := argc + 1; argv_index(argv, i) != nil; i++ {\n"
        '\t\tsteady = steady || gostringnocopy(argv_index(argv, i)) == "GODEBUG=randautoseed=0"\n'
        "\t}\n"
        "\tif steady {\n\t\tclear(seed[:])\n\t}\n"
        "\tglobalRand.state.Init(*seed)\n",
    ),
    # A map's seed, and where its iteration begins.
    (
        "func maps_rand() uint64 {\n",
        "var steady bool\n\n"
        "func maps_rand() uint64 {\n\tif steady {\n\t\treturn 0x9e3779b97f4a7c15\n\t}\n",
    ),
)


def write_overlay(root: Path, kit: Path, *, tool: str, mounted: str) -> Path | None:
    """Two overlays into `kit`: for builds here, which is returned, and for those in a sandbox,
    where the distribution is at `tool` and the kit at `mounted`. None where the edits do not fit:
    then the sandbox's replaces nothing."""
    folder = kit / FOLDER
    folder.mkdir()
    text = _edited(root / SOURCE)
    if text is not None:
        (folder / "rand.go").write_text(text)
    here = folder / "here.json"
    for overlay, source, ours in (
        (here, root / SOURCE, folder / "rand.go"),
        (folder / "overlay.json", Path(tool) / SOURCE, Path(mounted) / FOLDER / "rand.go"),
    ):
        replaced = {} if text is None else {str(source): str(ours)}
        overlay.write_text(json.dumps({"Replace": replaced}))
    return None if text is None else here


def is_steady(kit: Path) -> bool:
    """Whether the edits fitted when this kit was made."""
    return (kit / FOLDER / "rand.go").is_file()


def _edited(source: Path) -> str | None:
    try:
        text = source.read_text()
    except OSError:
        return None
    for before, after in EDITS:
        if text.count(before) != 1:
            return None
        text = text.replace(before, after)
    return text
