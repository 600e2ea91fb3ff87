"""Language by name. Imported only when asked for: grammars and parsers cost start-up time."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from workbench.languages.base import Language
from workbench.model.task import LanguageName

_CLASSES = {
    LanguageName.PYTHON: "PythonLanguage",
    LanguageName.JAVASCRIPT: "JavaScriptLanguage",
    LanguageName.TYPESCRIPT: "TypeScriptLanguage",
    LanguageName.GO: "GoLanguage",
    LanguageName.RUST: "RustLanguage",
    LanguageName.JAVA: "JavaLanguage",
}


@cache
def language(name: LanguageName) -> Language:
    """The one instance of a language."""
    module = import_module(f"workbench.languages.{name.value}")
    found: Language = getattr(module, _CLASSES[name])()
    return found
