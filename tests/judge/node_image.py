"""Images with the host's Node.js, Jest and Mocha and a small repository, as Multi-SWE-bench has
them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.judge import own_images as images
from workbench.sandboxes.docker import Engine

_PACKAGES = ("jest@30.5.2", "mocha@12.0.3")
PATCH = """diff --git a/add.js b/add.js
--- a/add.js
+++ b/add.js
@@ -1,1 +1,1 @@
-exports.add = (a, b) => a;
+exports.add = (a, b) => a + b;
"""
TEST_PATCH = """diff --git a/test/add.test.js b/test/add.test.js
new file mode 100644
--- /dev/null
+++ b/test/add.test.js
@@ -0,0 +1,9 @@
+const assert = require("assert");
+const { describe, it } = global.it ? global : require("node:test");
+const { add } = require("../add.js");
+
+describe("adder", () => {
+  it("adds one and two", () => {
+    assert.equal(add(1, 2), 3);
+  });
+});
"""
_OTHER = (
    'const { it } = global.it ? global : require("node:test");\n'
    'it("is there", () => require("assert").ok(require("../add.js").add));\n'
)
RUNS = {
    "jest": "npx jest --verbose",
    "mocha": "npx mocha test",
    # Nothing is printed, and the report is where a build tool would leave it.
    "xml": "node --test --test-reporter=junit "
    "--test-reporter-destination=target/surefire-reports/TEST-all.xml test/",
}


def lying(text: str) -> str:
    """A patch of a wrong solution that writes this to both streams when it is called."""
    said = text.replace("\n", "\\n")
    body = f'exports.add = (a, b) => [1, 2].map((f) => fs.writeSync(f, "{said}")) && a;'
    return PATCH.replace("+1,1 @@", "+1,2 @@").replace(
        "+exports.add = (a, b) => a + b;", f'+const fs = require("fs");\n+{body}'
    )


def make(engine: Engine, runner: str) -> str:
    """The image's name; Node and the packages are laid in once for their versions."""
    node = shutil.which("node")
    assert node is not None
    version = subprocess.run([node, "-p", "process.versions.node"], capture_output=True, text=True,
                             check=True, timeout=30).stdout.strip()  # fmt: skip
    tag = "-".join([version, *(package.replace("@", "-") for package in _PACKAGES)])
    base = f"{images.PREFIX}/node:{tag}"
    if engine.image_id(base) is None:
        below = images.make(engine, "git", "/home", {"README": ""}, git=False)
        npm = Path(os.path.realpath(shutil.which("npm") or "npm")).parents[1]
        recipe = (
            f"FROM {below}\nCOPY node /usr/local/bin/node\nCOPY npm /usr/local/lib/npm\n"
            "RUN ln -s ../lib/npm/bin/npx-cli.js /usr/local/bin/npx\n"
            "COPY modules /home/adder/node_modules\n"
        )
        with tempfile.TemporaryDirectory(prefix="node-image-") as folder:
            install = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"]
            subprocess.run([*install, "--prefix", folder, *_PACKAGES], check=True, timeout=600)
            trees = {"node": Path(os.path.realpath(node)), "npm": npm,
                     "modules": Path(folder) / "node_modules"}  # fmt: skip
            images.built(engine, base, recipe, {}, trees=trees)
    apply = "cd /home/adder && git apply --whitespace=nowarn /home/test.patch"
    files = {
        "adder/package.json": '{"name": "adder", "private": true}\n',
        "adder/add.js": "exports.add = (a, b) => a;\n",
        "adder/test/other.test.js": _OTHER,
        "test-run.sh": f"set -e\n{apply}\nmkdir -p target/surefire-reports\n{RUNS[runner]}\n",
        "fix-run.sh": f"set -e\n{apply} /home/fix.patch\nmkdir -p target/surefire-reports\n"
        f"{RUNS[runner]}\n",
    }
    key = hashlib.sha256(json.dumps([base, files]).encode()).hexdigest()[:12]
    held = {f"files/{path}": text for path, text in files.items()}
    return images.built(
        engine, f"{images.PREFIX}/node-{runner}:{key}", f"FROM {base}\nCOPY files /home\n", held
    )
