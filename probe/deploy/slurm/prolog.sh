#!/bin/sh
# Prolog= of slurm.conf, as root on each node of a job: tells the node's probe, `gramwatt serve --runs`, that the job began.
# A job on four nodes is one run. A prolog that fails would drain the node, so this one never does.
runs=${GRAMWATT_RUNS:-/run/gramwatt/runs}
if [ -n "$SLURM_JOB_ID" ] && [ -d "$runs" ]; then
	printf 'user=%s\naccount=%s\npartition=%s\n' "$SLURM_JOB_USER" "$SLURM_JOB_ACCOUNT" "$SLURM_JOB_PARTITION" >"$runs/.$SLURM_JOB_ID" &&
		chmod 0644 "$runs/.$SLURM_JOB_ID" &&
		mv "$runs/.$SLURM_JOB_ID" "$runs/$SLURM_JOB_ID"
fi
exit 0
