# Prints a line for each container: its role and its state.
states() {
  local _listed _line _service _status _code _containers=()
  _listed=$(docker compose ps --all --quiet) || return 1
  while IFS= read -r _line; do _containers+=("$_line"); done <<<"$_listed"
  _listed=$(docker inspect --format \
    '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Status}} {{.State.ExitCode}}' \
    "${_containers[@]}") || return 1
  while read -r _service _status _code; do
    case "$_status $_code" in
      'exited 0') echo "${_service%-*} succeeded" ;;
      exited* | dead*) echo "${_service%-*} failed" ;;
      *) echo "${_service%-*} running" ;;
    esac
  done <<<"$_listed"
}

# Runs the containers until the job is over; fails if the job does.
attempt() {
  local _found _result=running _logs _waited
  docker compose up --detach --force-recreate --remove-orphans || exit 1
  docker compose logs --follow &
  _logs=$!
  while [ "$_result" = running ]; do
    sleep 1
    _found=$(states) || { echo 'The containers are gone.' >&2; exit 1; }
    _result=$(verdict "$_found")
  done
  docker compose ps --all || true
  docker compose stop --timeout 10 || true
  for ((_waited = 0; _waited < 20; _waited++)); do
    kill -0 "$_logs" 2>/dev/null || break
    sleep 0.5
  done
  { kill "$_logs" || true; wait "$_logs" || true; } 2>/dev/null
  [ "$_result" = succeeded ]
}

trap 'docker compose down --timeout 10 --remove-orphans || true' EXIT
trap 'exit 130' INT TERM
