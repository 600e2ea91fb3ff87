"""What is private in each language, and where all of a private name stands: the six readers.

A reader gets the syntax trees of all files and gives their `Names`, or None where the code looks
names up while it runs. Nothing is resolved: of a name all tokens that may mean it are renamed,
local variables too, which changes nothing; where one of them may mean something foreign or public
the name is blocked. What is overlooked in Go, Rust and Java does not compile and accuses nobody; in
Python, JavaScript and TypeScript it would, so that these are read more strictly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.languages.private_compiled import read_go, read_java, read_rust
from workbench.languages.private_node import read_node
from workbench.languages.private_python import read_python
from workbench.languages.private_reading import Names, Roots
from workbench.model.task import LanguageName

Scope = Callable[[Roots], Names | None]

SCOPES: Mapping[LanguageName, Scope] = {
    LanguageName.PYTHON: read_python,
    LanguageName.JAVASCRIPT: read_node,
    LanguageName.TYPESCRIPT: read_node,
    LanguageName.GO: read_go,
    LanguageName.RUST: read_rust,
    LanguageName.JAVA: read_java,
}
