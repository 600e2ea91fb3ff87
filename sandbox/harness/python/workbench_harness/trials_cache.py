"""Compiles the job's Python files once, for every process that is forked afterwards.

Executing a module is what makes it anew; translating its text again would only cost time.
"""

import importlib.machinery
import os


def compile_once(paths: list) -> None:
    """From now on importing one of `paths` (absolute) uses code that is there already."""
    codes = {}
    for path in paths:
        try:
            with open(path, "rb") as file:
                codes[os.path.realpath(path)] = compile(
                    file.read(), path, "exec", dont_inherit=True
                )
        except (SyntaxError, ValueError, RecursionError, MemoryError, OSError):
            continue  # whoever imports it is told
    loader = importlib.machinery.SourceFileLoader
    real = loader.get_code

    def get_code(self, fullname):
        found = codes.get(self.path)
        return found if found is not None else real(self, fullname)

    loader.get_code = get_code


def rewrite_once(paths: list, config) -> dict:
    """The same for what pytest makes of a test file: its assertions rewritten. The code of each."""
    from pathlib import Path

    from _pytest.assertion import rewrite

    real = rewrite._rewrite_test
    made = {}
    for path in paths:
        try:
            made[path] = real(Path(path), config)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OSError):
            continue
    rewrite._rewrite_test = lambda path, config: made.get(str(path)) or real(path, config)
    return {path: code for path, (_, code) in made.items()}
