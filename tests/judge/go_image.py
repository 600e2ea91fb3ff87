"""An image with the host's Go toolchain and a small repository, as Multi-SWE-bench has them."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

from tests.judge import own_images as images
from workbench.sandboxes.docker import Engine

PATCH = """diff --git a/add.go b/add.go
--- a/add.go
+++ b/add.go
@@ -1,3 +1,3 @@
 package adder

-func Add(a, b int) int { return a }
+func Add(a, b int) int { return a + b }
"""
TEST_PATCH = """diff --git a/add_test.go b/add_test.go
new file mode 100644
--- /dev/null
+++ b/add_test.go
@@ -0,0 +1,11 @@
+package adder
+
+import "testing"
+
+func TestAdd(t *testing.T) {
+	t.Run("one and two", func(t *testing.T) {
+		if Add(1, 2) != 3 {
+			t.Fatal("no")
+		}
+	})
+}
"""
# It prints what the runner would for a test that passed, and is wrong.
LIAR = """diff --git a/add.go b/add.go
--- a/add.go
+++ b/add.go
@@ -1,3 +1,8 @@
 package adder

-func Add(a, b int) int { return a }
+import "fmt"
+
+func Add(a, b int) int {
+	fmt.Print("--- PASS: TestAdd (0.00s)\\n    --- PASS: TestAdd/one_and_two (0.00s)\\nPASS\\n")
+	return a
+}
"""
_FILES = {
    "adder/go.mod": "module example.test/adder\n\ngo 1.21\n",
    "adder/add.go": "package adder\n\nfunc Add(a, b int) int { return a }\n",
    "adder/sub_test.go": 'package adder\n\nimport "testing"\n\nfunc TestSub(t *testing.T) {}\n',
}
_APPLY = "set -e\ncd /home/adder\ngit apply /home/test.patch"
_RUN = "go test -v -count=1 ./...\n"


def make(engine: Engine) -> str:
    """The image's name; made once for the toolchain's version."""
    go = shutil.which("go")
    assert go is not None
    said = subprocess.run([go, "env", "GOROOT", "GOVERSION"], capture_output=True, text=True,
                          check=True, timeout=30).stdout.split()  # fmt: skip
    name = f"{images.PREFIX}/go:{said[1]}"
    if engine.image_id(name) is None:
        base = images.make(engine, "git", "/home", {"README": ""}, git=False)
        scripts = {
            "test-run.sh": f"{_APPLY}\n{_RUN}",
            "fix-run.sh": f"{_APPLY} /home/fix.patch\n{_RUN}",
        }
        recipe = (
            f"FROM {base}\nCOPY go /usr/local/go\nCOPY files /home\n"
            "ENV PATH=/usr/local/go/bin:/usr/bin:/bin CGO_ENABLED=0 GOFLAGS=-mod=mod "
            "GOTOOLCHAIN=local GOCACHE=/gocache\n"
            "RUN cd /home/adder && go test ./... \n"
        )
        held = io.BytesIO()
        with tarfile.open(fileobj=held, mode="w") as tar:
            for part in ("bin", "pkg", "src", "go.env", "VERSION"):
                tar.add(Path(said[0]) / part, f"go/{part}")
            texts = {"Dockerfile": recipe, **{f"files/{k}": v for k, v in
                     {**_FILES, **scripts}.items()}}  # fmt: skip
            for path, text in texts.items():
                entry = tarfile.TarInfo(path)
                entry.size = len(text.encode())
                tar.addfile(entry, io.BytesIO(text.encode()))
        held.seek(0)
        said_by = list(engine.api.build(fileobj=held, custom_context=True, tag=name, rm=True,
                                        network_mode="host", decode=True))  # fmt: skip
        assert engine.image_id(name) is not None, said_by[-3:]
    return name
