"""Write `workbench/model/schemas/*.json` anew from the model."""

from __future__ import annotations

import json
from pathlib import Path

from workbench.model.schema import schemas

FOLDER = Path(__file__).resolve().parent.parent / "workbench" / "model" / "schemas"

if __name__ == "__main__":
    for name, schema in schemas().items():
        (FOLDER / name).write_text(json.dumps(schema, indent=1, sort_keys=True) + "\n")
