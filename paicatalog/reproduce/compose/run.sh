# Prints a line for each container: its service, its state and its exit status.
containers_now() {
  local _found _line _containers=()
  _found=$(docker compose ps --all --quiet) || return 1
  [ -n "$_found" ] || return 0
  while IFS= read -r _line; do _containers+=("$_line"); done <<<"$_found"
  docker inspect --format \
    '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Status}} {{.State.ExitCode}}' "${_containers[@]}"
}

# Prints a line for each container in the list $1: its role and whether it is running, succeeded or failed.
states() {
  local _service _status _code
  while read -r _service _status _code; do
    case "$_status $_code" in
      'exited 0') echo "${_service%-*} succeeded" ;;
      exited* | dead*) echo "${_service%-*} failed" ;;
      *) echo "${_service%-*} running" ;;
    esac
  done <<<"$1"
}

# Prints the exit status of the first container in the list $1 that failed.
first_status() {
  local _service _status _code
  while read -r _service _status _code; do
    case "$_status $_code" in
      'exited 0') ;;
      exited*) echo "$_code"; return ;;
    esac
  done <<<"$1"
  echo 1
}

# Runs the containers until the job is over; returns its status.
attempt() {
  local _listed _result=running _over=
  # Containers of an earlier attempt would be taken for those of this one.
  docker compose rm --force --stop >/dev/null 2>&1 || true
  # Ctrl-C does not reach a process group of its own: the containers are stopped below.
  set -m
  docker compose up --force-recreate --remove-orphans </dev/null &
  _up=$!
  set +m
  while [ "$_result" = running ]; do
    # Asked before the containers are: what `up` leaves behind does not change any more.
    kill -0 "$_up" 2>/dev/null || _over=yes
    [ -n "$_over" ] || sleep 0.5
    # It fails while a container of the list is removed.
    _listed=$(containers_now 2>/dev/null) || _listed=
    if [ "$(grep -c . <<<"$_listed")" -eq @CONTAINERS@ ]; then _result=$(verdict "$(states "$_listed")"); fi
    if [ -n "$_over" ] && [ "$_result" = running ]; then
      echo 'Docker Compose ended before the job: the containers could not be started, or somebody removed them.' >&2
      exit 125
    fi
  done
  docker compose ps --all || true
  docker compose stop --timeout 10 || true
  # It ends with the last container, and prints all that they write.
  wait "$_up" || true
  [ "$_result" = succeeded ] || return "$(first_status "$_listed")"
}

# Stops and removes the containers.
# shellcheck disable=SC2317,SC2329  # The traps call it.
end() {
  trap '' INT TERM
  # There are none while images are pulled, but would be when that is done.
  [ -z "$_up" ] || [ -n "$(docker compose ps --all --quiet)" ] || kill "$_up" 2>/dev/null || true
  docker compose down --timeout 10 --remove-orphans || true
  [ -z "$_up" ] || ! kill -0 "$_up" 2>/dev/null || {
    end_client "$_up"
    docker compose down --timeout 10 --remove-orphans || true
  }
}

_up=
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
