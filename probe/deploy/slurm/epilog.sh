#!/bin/sh
# Epilog= of slurm.conf: tells the node's probe that the job ended.
runs=${GRAMWATT_RUNS:-/run/gramwatt/runs}
if [ -n "$SLURM_JOB_ID" ]; then
	rm -f "$runs/$SLURM_JOB_ID"
fi
exit 0
