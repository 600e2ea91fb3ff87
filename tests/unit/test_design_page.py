"""The page that explains the house names every module there is."""

from scripts.write_design import PAGE, ROOMS, ROOT, first_sentence, page


def test_design_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run: python scripts/write_design.py"


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "workbench").rglob("*.py")
        if "demo" not in path.parts[:-1] and not first_sentence(path)
    ]
    assert silent == []


def test_no_room_is_left_out() -> None:
    listed = {ROOT / place for place, _ in ROOMS}
    rooms = {
        path.parent for path in (ROOT / "workbench").rglob("*.py")
        if "demo" not in path.parts and path.parent != ROOT / "workbench"
    }  # fmt: skip
    assert rooms <= listed
