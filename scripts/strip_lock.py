"""Take addresses out of npm lock files: where a package comes from is the machine's business.

npm leaves out where it fetched from (`omit-lockfile-registry-resolved`), but not the packages'
own links for donations.
"""

import json
import sys
from pathlib import Path

for name in sys.argv[1:]:
    path = Path(name)
    lock = json.loads(path.read_text())
    for entry in lock["packages"].values():
        entry.pop("funding", None)
        entry.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
