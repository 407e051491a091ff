#!/usr/bin/env bash
# Runs in each container: start.sh ROLE INDEX
# What is set here is used by environment.sh.
# shellcheck disable=SC1091,SC2034,SC2317
set -o errexit -o nounset -o pipefail
role=$1 index=$2
here=$(dirname -- "${BASH_SOURCE[0]}")

# Prints the address of the node on which the container $2 of the role $1 runs.
address() {
  local listed=PAI_ADDRESSES_$1 all
  read -r -a all <<<"${!listed}"
  printf '%s\n' "${all[$2]}"
}

first_port=$PAI_FIRST_PORT
. "$here/environment.sh"
unset -f address

# The commands are a container's, not a task of Slurm: mpirun, for one, would call srun, which no image has.
while IFS= read -r name; do
  case $name in SLURM* | PMI* | PAI_NODES_* | PAI_ADDRESSES_* | PAI_FIRST_PORT | PAI_MOUNTS) unset -v "$name" ;; esac
done < <(compgen -e)

# Apptainer starts a container in a folder in which nobody may write.
[ -w . ] || cd
set -- "$here/roles/$role.sh"
# The parameters get their own names here, where nothing else is called so any more.
for PAI_NAME in "${!PAI_PARAMETER_@}"; do
  export "${PAI_NAME#PAI_PARAMETER_}=${!PAI_NAME}"
  unset -v "$PAI_NAME"
done
unset -v PAI_NAME
exec bash "$1"
