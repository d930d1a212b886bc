#!/bin/sh
# Writes the lock files anew from pyproject.toml. Needs uv; nobody but a maintainer runs this.
set -eu
cd "$(dirname "$0")/.."
compile() { uv pip compile --quiet --no-header --no-emit-index-url --generate-hashes --python-version 3.11 pyproject.toml "$@"; }
compile -o requirements/run.lock
compile --extra dev -o requirements/test.lock
compile --extra dev --extra postgres -o requirements/ci.lock
compile --extra postgres -o requirements/postgres.lock
compile --extra node --no-emit-package normverk -o requirements/node-full.lock
compile --extra spark --no-emit-package normverk -o requirements/spark-full.lock
python3 - <<'PY'
import re, pathlib
for name, starts in (("node", ("nodejs",)), ("spark", ("py4j", "pyspark"))):
    full = pathlib.Path(f"requirements/{name}-full.lock")
    blocks = re.split(r"(?m)^(?=[a-z])", full.read_text())
    pathlib.Path(f"requirements/{name}.lock").write_text("".join(b for b in blocks if b.startswith(starts)))
    full.unlink()
PY
