#!/usr/bin/env bash
# Starts a container with Apptainer or Singularity: apptainer.sh PROGRAM IMAGE ROLE INDEX ROOT [OPTION...]
set -o errexit -o nounset -o pipefail

# Runs the container with the command $2, $3, ... for the task $1 of Slurm: prints its process and then its status. All
# of it is one process group, which is killed in the end, so that nothing goes on without the task.
# shellcheck disable=SC2317,SC2329  # It is called by its name.
supervise() {
  local task=$1 status=0 container
  shift
  "$@" >&4 2>&1 4>&- &
  container=$!
  echo "$container"
  while kill -0 "$task" 2>/dev/null; do sleep 1; done >/dev/null 2>&1 4>&- && kill -KILL 0 &
  wait "$container" || status=$?
  echo "$status"
  kill -KILL 0
}
if [ "$1" = supervise ]; then
  "$@"
  exit
fi

program=$1 image=$2 role=$3 index=$4 root=$5
shift 5
scratch=$(mktemp -d)
trap '{ chmod -R u+rwX "$scratch"; rm -rf "$scratch"; } 2>/dev/null || true' EXIT
mkdir "$scratch/work" "$scratch/overlay"
unset -v TMPDIR
# Nothing of this machine is seen inside but what is bound here; what is written goes to a disk, not to memory.
set -- --contain --workdir "$scratch/work" --pwd / --bind "$PWD:@FOLDER@:ro${PAI_MOUNTS:+,$PAI_MOUNTS}" "$@"

# Whether a container starts with the options $@.
starts() { "$program" exec "$@" "$image" true >/dev/null 2>&1; }

# An image cannot be written to, and its files are root's: which way around that is open differs by cluster.
fake=()
[ "$root" = --no-container-remap-root ] || fake=(--fakeroot)
if starts "$@" ${fake[@]+"${fake[@]}"} --overlay "$scratch/overlay"; then
  set -- "$@" ${fake[@]+"${fake[@]}"} --overlay "$scratch/overlay"
elif starts "$@" ${fake[@]+"${fake[@]}"} --writable-tmpfs; then
  set -- "$@" ${fake[@]+"${fake[@]}"} --writable-tmpfs
elif starts "$@" --writable-tmpfs; then
  set -- "$@" --writable-tmpfs
fi

# The file systems of a container are processes too, and Slurm may send TERM to each process that it finds below this
# one, which would end them before the commands. So the container is not below this one, and TERM goes to it alone,
# which passes it on to the commands.
exec 4>&1
exec 3< <(exec setsid --fork bash "$0" supervise "$$" "$program" exec "$@" "$image" bash @FOLDER@/start.sh "$role" "$index")
read -r container <&3
trap 'trap : TERM; kill "$container" 2>/dev/null || true' TERM
status=125
read -r status <&3 || true
exit "$status"
