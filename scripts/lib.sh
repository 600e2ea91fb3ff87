# Shared by the scripts beside it; sourced, never run.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
venv=$root/.venv
stamps=$venv/stamps
export PATH="$venv/bin:$PATH"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

# digest PATH...: one line for the names and contents of what git would see there.
digest() {
    git ls-files -z --cached --others --exclude-standard -- "$@" 2>/dev/null |
        xargs -0r sha256sum 2>/dev/null | sha256sum | cut -c1-64
}

# fresh NAME DIGEST: whether the step of that name was last done with that digest.
fresh() { [ -f "$stamps/$1" ] && [ "$(cat "$stamps/$1")" = "$2" ]; }
done_with() { mkdir -p "$stamps" && printf '%s\n' "$2" > "$stamps/$1"; }
