#!/bin/bash
# Audits a workspace on a SLURM cluster: sbatch docs/audit/slurm.sh /shared/my-workspace
# The workspace, the virtual environment (activate it before sbatch) and $HOME must be the same on
# every node. What a node needs besides: docs/audit-clusters.md.
#SBATCH --job-name=workbench-audit
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=16
#SBATCH --mem-per-cpu=3G
#SBATCH --time=12:00:00
#SBATCH --signal=B:INT@120
set -euo pipefail
workspace=$(realpath "$1")
mkdir -p "$workspace/audits"

# A key for this job alone: without one, everybody who reaches the scheduler runs code as you.
place=$HOME/.workbench-audit-$SLURM_JOB_ID
trap 'rm -rf "$place"' EXIT
(
    umask 077
    mkdir "$place"
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=workbench-audit \
        -keyout "$place/key.pem" -out "$place/cert.pem" 2>"$place/openssl.log"
)
export DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION=true
export DASK_DISTRIBUTED__COMM__TLS__CA_FILE=$place/cert.pem
for who in SCHEDULER WORKER CLIENT; do
    export "DASK_DISTRIBUTED__COMM__TLS__${who}__CERT=$place/cert.pem"
    export "DASK_DISTRIBUTED__COMM__TLS__${who}__KEY=$place/key.pem"
done

# The sandbox limits memory by your own service manager on each node.
XDG_RUNTIME_DIR=/run/user/$(id -u)
export XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS=unix:path=$XDG_RUNTIME_DIR/bus

# What a node lacks is told here. It is not used then; the others are.
srun workbench doctor --install || true

dask scheduler --protocol tls --scheduler-file "$place/scheduler.json" --no-dashboard &
scheduler=$!
until [ -s "$place/scheduler.json" ]; do
    kill -0 "$scheduler"
    sleep 1
done
# One thread a process: an assessment is one task's work. As many as the node has processors.
srun dask worker --protocol tls --scheduler-file "$place/scheduler.json" --no-dashboard \
    --nworkers "$SLURM_CPUS_PER_TASK" --nthreads 1 --memory-limit 0 \
    --local-directory "${TMPDIR:-/tmp}" &
address=$(python -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' \
    "$place/scheduler.json")

workbench assess "$workspace" --scheduler "$address" --json \
    > "$workspace/audits/$SLURM_JOB_ID.jsonl" &
audit=$!
# Two minutes before its time is up SLURM tells this script so. What is done is kept; the same
# sbatch goes on from there.
trap 'kill -INT "$audit"' INT
status=0
wait "$audit" || status=$?
while kill -0 "$audit" 2>/dev/null; do # the signal ended the waiting, not the audit
    status=0
    wait "$audit" || status=$?
done
workbench report "$workspace" -o "$workspace/audits/$SLURM_JOB_ID.html"
exit "$status"
