#!/usr/bin/env bash
# Starts a container of the job: finds the others, then runs the entry script of its task role ($1).
set -o errexit -o nounset -o pipefail

role=$1
index=$JOB_COMPLETION_INDEX
folder=${BASH_SOURCE[0]%/*}
# The task roles, how many containers each has, its Job and its entry script.
roles=(@ROLES@)
counts=(@COUNTS@)
jobs=(@JOBS@)
scripts=(@SCRIPTS@)
# Where it says yes, a container that fails is started again. It gets another address then, so it is known by its name.
moving=(@MOVING@)
service=@SERVICE@
containers=@CONTAINERS@
patience=@PATIENCE@
# A container that is started again may find some of the others gone.
again=
[ "${PAI_POD_FAILURES:-0}${PAI_POD_MOVES:-0}" = 00 ] || again=yes

room="Is there room in the cluster for all $containers containers of the job at once?"

fail() {
  echo "paicatalog: $1" >&2
  exit 1
}

# Waits until each container has an address, which is kept in a variable, `found_worker_0`; what the commands are told
# is in another one, `told_worker_0`.
find_all() {
  local deadline=$((SECONDS + patience)) at i
  [ "$containers" -eq 1 ] || command -v getent >/dev/null || fail 'getent is missing: take an image that has it.'
  [ -z "$again" ] || deadline=$((SECONDS + 60))
  for at in "${!roles[@]}"; do
    for ((i = 0; i < counts[at]; i++)); do
      find_one "${roles[at]}" "$i" "${jobs[at]}-$i.$service" "$deadline" "${moving[at]}"
    done
  done
}

# Finds the container $2 of the role $1, whose name is $3, before the time $4; it is told by this name if $5 is yes.
find_one() {
  local line
  if [ "$1 $2" = "$role $index" ] && { [ "$containers" -eq 1 ] || [ "$5" != yes ]; }; then
    printf -v "found_$1_$2" %s "$PAI_POD_IP"
    printf -v "told_$1_$2" %s "$PAI_POD_IP"
    return
  fi
  until line=$(getent hosts "$3"); do
    if [ "$SECONDS" -ge "$4" ]; then
      [ -n "$again" ] || fail "$1-$2 has not started within $((patience / 60)) minutes. $room"
      line=$3
      break
    fi
    sleep 2
  done
  [ "$1 $2" != "$role $index" ] || line=$PAI_POD_IP
  line=${line%%[[:space:]]*}
  printf -v "found_$1_$2" %s "$line"
  [ "$5" != yes ] || line=$3
  printf -v "told_$1_$2" %s "$line"
}

# Prints what the commands are told of the container $2 of the role $1: environment.sh asks.
# shellcheck disable=SC2317,SC2329
address() {
  local told=told_$1_$2
  printf %s "${!told}"
}

# Makes the containers known as `worker-0`.
name_all() {
  local at i found
  [ "$containers" -gt 1 ] || return 0
  if [ ! -w /etc/hosts ]; then
    echo "paicatalog: /etc/hosts cannot be written, so names such as ${roles[0]}-0 are not known here." >&2
    return
  fi
  for at in "${!roles[@]}"; do
    for ((i = 0; i < counts[at]; i++)); do
      found=found_${roles[at]}_$i
      host_line "${!found}" "${roles[at]}-$i"
    done
  done >>/etc/hosts
}

# Prints a line for the address $1, unless it is a name, which that file cannot hold.
host_line() {
  case $1 in *."$service") ;; *) printf '%s\t%s\n' "$1" "$2" ;; esac
}

# Runs the entry script $1; ends with its status.
run() {
  local began=$SECONDS status=0 child stopped=
  [ "$containers" -gt 1 ] || become "$1"
  become "$1" &
  child=$!
  trap 'stopped=yes; kill -TERM "$child" 2>/dev/null || true' TERM INT
  wait "$child" || status=$?
  [ -z "$stopped" ] || wait "$child" || status=$?
  # The others may still be looking for this container, whose name goes when it ends.
  until [ -n "$stopped" ] || [ $((SECONDS - began)) -ge @LINGER@ ]; do sleep 1; done
  exit "$status"
}

# Becomes the entry script $1. The parameters get their own names here, where nothing else is called so any more.
become() {
  local PAI_GIVEN
  for PAI_GIVEN in "${!PAI_PARAMETER_@}"; do
    export "${PAI_GIVEN#PAI_PARAMETER_}=${!PAI_GIVEN}"
    unset "$PAI_GIVEN"
  done
  exec bash "$1"
}

find_all
# shellcheck source=/dev/null
. "$folder/environment.sh"
name_all
unset PAI_POD_IP PAI_POD_FAILURES PAI_POD_MOVES
for at in "${!roles[@]}"; do
  [ "${roles[at]}" != "$role" ] || run "$folder/${scripts[at]}"
done
fail "There is no task role $role."
