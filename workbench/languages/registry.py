"""Language by name. Imported only when asked for: grammars and parsers cost start-up time."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from workbench.languages.base import Language
from workbench.languages.builds import Builds
from workbench.languages.calls import Calls
from workbench.languages.mutation import Mutation
from workbench.model.task import LanguageName

_CLASSES = {
    LanguageName.PYTHON: "PythonLanguage",
    LanguageName.JAVASCRIPT: "JavaScriptLanguage",
    LanguageName.TYPESCRIPT: "TypeScriptLanguage",
    LanguageName.GO: "GoLanguage",
    LanguageName.RUST: "RustLanguage",
    LanguageName.JAVA: "JavaLanguage",
}
_MUTATIONS = {
    LanguageName.PYTHON: ("python_mutation", "PythonMutation"),
    LanguageName.JAVASCRIPT: ("js_mutation", "JavaScriptMutation"),
    LanguageName.TYPESCRIPT: ("js_mutation", "TypeScriptMutation"),
    LanguageName.GO: ("go_mutation", "GoMutation"),
    LanguageName.RUST: ("rust_mutation", "RustMutation"),
    LanguageName.JAVA: ("java_mutation", "JavaMutation"),
}
_CALLS = {
    LanguageName.PYTHON: ("python_calls", "PythonCalls"),
    LanguageName.JAVASCRIPT: ("js_calls", "JavaScriptCalls"),
    LanguageName.TYPESCRIPT: ("js_calls", "TypeScriptCalls"),
    LanguageName.GO: ("go_calls", "GoCalls"),
    LanguageName.RUST: ("rust_calls", "RustCalls"),
    LanguageName.JAVA: ("java_calls", "JavaCalls"),
}


@cache
def language(name: LanguageName) -> Language:
    """The one instance of a language."""
    module = import_module(f"workbench.languages.{name.value}")
    found: Language = getattr(module, _CLASSES[name])()
    return found


@cache
def mutation(name: LanguageName) -> Mutation:
    """How that language's solutions are mutated."""
    module, kind = _MUTATIONS[name]
    found: Mutation = getattr(import_module(f"workbench.languages.{module}"), kind)()
    return found


@cache
def calls(name: LanguageName) -> Calls | None:
    """How that language's functions are called with values; None where they cannot be yet."""
    if name not in _CALLS:
        return None
    module, kind = _CALLS[name]
    found: Calls = getattr(import_module(f"workbench.languages.{module}"), kind)()
    return found


@cache
def builds(name: LanguageName) -> Builds | None:
    """How several builds of that language become one; None where it would gain nothing."""
    if name is not LanguageName.JAVA:
        return None
    found: Builds = import_module("workbench.languages.java_builds").JavaBuilds()
    return found
