#!/bin/bash
# Audits a workspace on a SLURM cluster: sbatch docs/audit/slurm.sh /shared/my-workspace
# The folder, the virtual environment and $HOME must be the same on every node.
#SBATCH --job-name=workbench-audit
#SBATCH --nodes=4
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=16
#SBATCH --time=12:00:00
#SBATCH --signal=B:INT@120
set -euo pipefail
workspace=$1
place=$workspace/audits/scheduler-$SLURM_JOB_ID.json
mkdir -p "$workspace/audits"

# Every worker brings its kits and checks its sandbox; a node that cannot says why, and is not used.
srun --ntasks-per-node=1 workbench doctor --install

dask scheduler --scheduler-file "$place" --no-dashboard &
# One thread a process: an assessment is one task's work. As many as the node has processors.
srun dask worker --scheduler-file "$place" --nworkers "$SLURM_CPUS_PER_TASK" --nthreads 1 \
    --memory-limit 4GB --no-dashboard --local-directory "${TMPDIR:-/tmp}" &
trap 'kill -INT "$audit"' INT
until [ -s "$place" ]; do sleep 1; done
address=$(python -c 'import json, sys; print(json.load(open(sys.argv[1]))["address"])' "$place")
workbench assess "$workspace" --scheduler "$address" --json > "$workspace/audits/$SLURM_JOB_ID.jsonl" &
audit=$!
wait "$audit"
workbench report "$workspace" -o "$workspace/audits/$SLURM_JOB_ID.html"
