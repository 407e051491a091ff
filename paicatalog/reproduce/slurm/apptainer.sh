#!/usr/bin/env bash
# Starts a container with Apptainer or Singularity: apptainer.sh PROGRAM IMAGE ROLE INDEX ROOT [OPTION...]
set -o errexit -o nounset -o pipefail
program=$1 image=$2 role=$3 index=$4 root=$5
shift 5

scratch=$(mktemp -d)
trap '{ chmod -R u+rwX "$scratch"; rm -rf "$scratch"; } 2>/dev/null || true' EXIT
# Slurm asks every process of a step to end: this one waits until the container has.
trap : TERM
mkdir "$scratch/work" "$scratch/overlay"
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
"$program" exec "$@" "$image" bash @FOLDER@/start.sh "$role" "$index"
