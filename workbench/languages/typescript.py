"""TypeScript: as JavaScript, with the types stripped first.

The build job strips them with esbuild and asks the compiler for its opinion; a type error is
shown as a diagnostic and never decides a verdict, because the tests decide what the code does.
"""

from __future__ import annotations

from workbench.languages.javascript import JavaScriptLanguage
from workbench.model.task import LanguageName


class TypeScriptLanguage(JavaScriptLanguage):
    """Runs TypeScript suites on Node.js."""

    name = LanguageName.TYPESCRIPT
