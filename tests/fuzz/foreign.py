"""What is fuzzed of data sets: every reader of a foreign record, archive, patch and settings file.

The contract: records come back as tasks or with a reason; a file that cannot be read at all raises
a WorkbenchError; a part that is none raises Refused. Nothing else.
"""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.unit.exchange import benchmark_records as b
from tests.unit.exchange import records as r
from tests.unit.exchange import repository_records as repositories
from workbench.errors import WorkbenchError
from workbench.exchange.base import Ask, Imported
from workbench.exchange.patches import read_patch
from workbench.exchange.registry import FORMATS
from workbench.exchange.settings_files import toml, yaml_map
from workbench.exchange.strict_records import Refused
from workbench.model.task import LanguageName

_FOLDERS = ("exercism", "folder", "harbor", "quixbugs", "swe-bench-5")
_TABLES = ("columns", "swe-polybench")


def _whole(results: list[Imported]) -> None:
    for result in results:
        assert (result.task is None) == bool(result.reason)
        assert len(result.reason) <= 500
        if result.task is not None:
            result.task.model_dump_json()


def _read(names: tuple[str, ...], data: bytes, ending: str = ".zip") -> None:
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        file.write(data)
        file.flush()
        for name in names:
            ask = Ask(language=LanguageName.PYTHON)
            with contextlib.suppress(WorkbenchError):
                _whole(list(FORMATS[name](Path(file.name), ask)))


def foreign_records(data: bytes) -> None:
    """JSON lines, arrays and gzip, as every format of records."""
    _read(tuple(name for name, found in FORMATS.items() if found.kind == "records"), data)


def foreign_archive(data: bytes) -> None:
    """A zip archive, as every format of folders."""
    _read(_FOLDERS, data)


def foreign_table(data: bytes) -> None:
    """A CSV file."""
    _read(_TABLES, data, ".csv")


def patch(data: bytes) -> None:
    """A unified diff."""
    with contextlib.suppress(Refused):
        assert read_patch(data.decode("utf-8", "replace"), "it").files


def settings_file(data: bytes) -> None:
    """task.toml and task.yaml."""
    text = data.decode("utf-8", "replace")
    for read in (toml, yaml_map):
        with contextlib.suppress(Refused):
            read(text, "it")


def _lines(*values: Mapping[str, Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def _zip(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


TARGETS: Mapping[str, Callable[[bytes], object]] = {
    "foreign_records": foreign_records,
    "foreign_archive": foreign_archive,
    "foreign_table": foreign_table,
    "patch": patch,
    "settings_file": settings_file,
}
SEEDS: Mapping[str, list[bytes]] = {
    "foreign_records": [
        _lines(record)
        for record in (
            r.MBPP, r.PYTHON, r.TYPESCRIPT, b.HUMANEVAL, b.HUMANEVAL_X, b.EVALPLUS,
            b.MULTIPL_E["rs"], b.MCEVAL["Java"], b.LIVECODEBENCH, b.LIVECODEBENCH_CALL,
            repositories.SWE, repositories.POLY, repositories.MULTI,
        )
    ],
    "foreign_archive": [
        _zip(repositories.HARBOR),
        _zip({f"a/{name}": text for name, text in repositories.SWE_FOLDER.items()}),
        _zip(
            {**r.TYPESCRIPT["files"],
             ".meta/config.json": json.dumps({"files": r.TYPESCRIPT["files_role"]})}
        ),
        _zip({"prompt.md": "x", "solution/a.py": "a = 1\n", "tests/test_a.py": "import a\n"}),
    ],
    "foreign_table": [
        b"id,prompt,language,solution,tests\n"
        b'a,"Add,\nthen ""stop"".",python,def add(): pass,assert add() is None\n',
        b"\xef\xbb\xbfinstance_id,repo\r\nx,\xff\r\n",
    ],
    "patch": [repositories.PATCH.encode(), repositories.TEST_PATCH.encode()],
    "settings_file": [
        repositories.HARBOR["task.toml"].encode(),
        repositories.TERMINAL_BENCH["task.yaml"].encode(),
        b"a: &x [1, 2]\nb: [*x, *x]\n",
        b"? [a]\n: b\n",
        b"a: 2024-13-45\nb: !!python/object:os.system {}\n",
    ],
}  # fmt: skip
