# Shared by the scripts beside it; sourced, never run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
venv=${WORKBENCH_ENV:-$root/.venv}
stamps=$venv/stamps
export PATH="$venv/bin:$PATH"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

# digest PATH...: one line for the names and contents of the sources there.
digest() {
    find "$@" \( -name node_modules -o -name lib -o -name .yarn -o -name shots \) -prune \
        -o -type f ! -name '*.tsbuildinfo' -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

# fresh NAME DIGEST: whether the step of that name was last done with that digest.
fresh() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
done_with() { mkdir -p "$stamps" && printf '%s\n' "$2" > "$stamps/$1"; }
