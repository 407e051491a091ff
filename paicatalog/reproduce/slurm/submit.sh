case $PWD in
  *[:,[:space:]]*) echo "A container cannot mount $PWD: move this folder where its path has no space, : or ," >&2; exit 2 ;;
esac

# Each component of the job gets the options that this script is given.
options=()
for ((component = 1; component < @COMPONENTS@ && $# > 0; component++)); do options+=("$@" :); done
job=$(sbatch --parsable --export=ALL ${options[@]+"${options[@]}"} "$@" job.sbatch)
job=${job%%;*}
cat <<WORDS
Slurm took the job $job, whose folder is $PWD.
Watch it:  squeue --jobs=$job
           tail -F slurm-$job.log slurm-$job/*.log
Stop it:   scancel $job
WORDS
