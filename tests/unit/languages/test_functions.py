"""Functions by name and lines: what a reader of coverage calls them, in every language."""

from __future__ import annotations

import pytest

from workbench.languages.functions import functions

SOURCES = {
    "python": "class Box:\n    def open(self):\n        return 1\n\n\ndef shut():\n    pass\n",
    "javascript": "class Box {\n  open() {\n    return 1;\n  }\n}\n"
    "const shut = () => {\n  f();\n};\n",
    "typescript": "interface I { a(): void }\nfunction open(): number {\n  return 1;\n}\n",
    "go": "package p\n\nfunc (b *Box) Open() int {\n\treturn 1\n}\n\nfunc Shut() {\n\tf()\n}\n",
    "rust": "impl Box {\n    fn open(&self) -> i32 {\n        1\n    }\n}\n\n"
    "fn shut() {\n    f();\n}\n",
    "java": "class Box {\n  int open() {\n    return 1;\n  }\n  abstract int none();\n}\n",
}
NAMES = {
    "python": [("Box.open", 2, 3, 3), ("shut", 6, 7, 7)],
    "javascript": [("Box.open", 2, 3, 4), ("shut", 6, 7, 8)],
    "typescript": [("open", 2, 3, 4)],
    "go": [("Open", 3, 4, 5), ("Shut", 7, 8, 9)],
    "rust": [("Box.open", 2, 3, 4), ("shut", 7, 8, 9)],
    "java": [("Box.open", 2, 3, 4)],
}


@pytest.mark.parametrize("language", SOURCES)
def test_functions_are_found_by_name_and_by_the_lines_of_their_body(language: str) -> None:
    assert functions("f", SOURCES[language], language) == NAMES[language]


def test_half_written_code_and_unknown_languages_are_no_error() -> None:
    assert functions("f.py", "def f(:\n  (((", "python") in ([], [("f", 1, 2, 2)])
    assert functions("f.txt", "fn x() {}", "cobol") == []
