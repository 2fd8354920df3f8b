#!/bin/sh
# Where no probe runs on the nodes: srun --ntasks-per-node=1 measured.sh python train.py
# measures each node while the command runs. The job's number is the run's id; each node writes a report of its own.
exec gramwatt run --label "user=${SLURM_JOB_USER:-$USER}" --json "gramwatt-$SLURM_JOB_ID-$SLURMD_NODENAME.json" -- "$@"
