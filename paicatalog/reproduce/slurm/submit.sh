case $PWD in
  *[:,[:space:]]*) echo "A container cannot mount $PWD: move this folder where its path has no space, : or ," >&2; exit 125 ;;
esac

# Each component of the job gets the options that this script is given.
_options=()
for ((_component = 1; _component < @COMPONENTS@ && $# > 0; _component++)); do _options+=("$@" :); done
_status=0
_job=$(sbatch --parsable --export=ALL ${_options[@]+"${_options[@]}"} "$@" job.sbatch) || _status=$?
_job=${_job%%;*}
# With --wait, sbatch ends as the job does; without a number, it is Slurm that refused it.
[ -n "$_job" ] || exit 125
cat <<WORDS
Slurm took the job $_job, whose folder is $PWD.
Watch it:  squeue --jobs=$_job
           tail -F slurm-$_job.log slurm-$_job/*.log
Stop it:   scancel $_job
WORDS
exit "$_status"
