case $PWD in
  *[:,[:space:]]*) echo "A container cannot mount $PWD: move this folder where its path has no space, : or ," >&2; exit 125 ;;
esac

# Each component of the job gets the options that this script is given.
options=()
for ((component = 1; component < @COMPONENTS@ && $# > 0; component++)); do options+=("$@" :); done
status=0
job=$(sbatch --parsable --export=ALL ${options[@]+"${options[@]}"} "$@" job.sbatch) || status=$?
job=${job%%;*}
# With --wait, sbatch ends as the job does; without a number, it is Slurm that refused it.
[ -n "$job" ] || exit 125
cat <<WORDS
Slurm took the job $job, whose folder is $PWD.
Watch it:  squeue --jobs=$job
           tail -F slurm-$job.log slurm-$job/*.log
Stop it:   scancel $job
WORDS
exit "$status"
