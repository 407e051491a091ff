# Slurm says how often it has restarted a job, and ends this script before it starts the job again.
tried=${SLURM_RESTART_COUNT:-0}
if [ "$tried" -lt @RETRIES@ ]; then
  say "The job is run again ($((tried + 1)) of @RETRIES@)."
  if scontrol requeue "$SLURM_JOB_ID"; then
    sleep 60 &
    runners=("$!")
    wait || true
  fi
  say 'Slurm does not take the job back into its queue: submit it again.'
fi
