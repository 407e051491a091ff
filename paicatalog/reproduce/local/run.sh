# Sets the variables of a container, $1.
load() {
  local _name _line
  while IFS= read -r _line; do export "${_line?}"; done <environment.env
  while read -r _name _line; do [ "$_name" != "$1" ] || export "${_line?}"; done <instances.env
}

# Notes the state $3 of the container $1 of the role $2, and the exit status $4 if it has ended.
note() {
  echo "${4-}" >"$_folder/$1.status"
  echo "$2 $3" >"$_folder/$1.new"
  mv "$_folder/$1.new" "$_folder/$1.state"
}

# Runs a container, $1, of the role $2, at most $3 times again; it does not get the secrets that follow.
container() {
  local _name=$1 _role=$2 _retries=$3 _roles=$PWD/roles _tried _status
  shift 3
  load "$_name"
  [ "$#" -eq 0 ] || unset "$@"
  cd "$_folder/$_name" || exit 1
  export PAI_GIT_FOLDER=$PWD/code
  for ((_tried = 0; _tried <= _retries; _tried++)); do
    _status=0
    bash "$_roles/$_role.sh" || _status=$?
    if [ "$_status" -eq 0 ]; then
      note "$_name" "$_role" succeeded 0
      return
    fi
  done
  note "$_name" "$_role" failed "$_status"
}

# Starts a container in a process group of its own, by which all that it starts can be stopped.
start() {
  mkdir "$_folder/$1"
  note "$1" "$2" running
  set -m
  container "$@" </dev/null@OUTPUT@ &
  set +m
}

# Stops what runs.
stop() {
  local _group _waited _signal=TERM
  for ((_waited = 0; _waited < 100; _waited++)); do
    [ "$_waited" -lt 50 ] || _signal=KILL
    [ -n "$(jobs -pr)" ] || break
    for _group in $(jobs -pr); do kill -s "$_signal" -- "-$_group" 2>/dev/null || true; done
    sleep 0.1
  done
}

# Prints the status of the first container that failed.
first_status() {
  local _file _status
  for _file in "$_folder"/*.status; do
    read -r _status <"$_file" || continue
    case $_status in '' | 0) ;; *) echo "$_status"; return ;; esac
  done
  echo 1
}

# Runs the containers until the job is over; returns its status.
attempt() {
  local _index _result=running _alive _waited _status
  mkdir -p work
  _folder=$(mktemp -d "$PWD/work/XXXXXX") || exit 1
  echo "The containers' folders are in $_folder." >&2
@STARTS@
  while [ "$_result" = running ]; do
    sleep 0.2
    _alive=$(jobs -pr)
    _result=$(verdict "$(cat "$_folder"/*.state)")
    [ -n "$_alive" ] || [ "$_result" != running ] || _result=failed
  done
  # Those that have ended may still have something to say.
  for ((_waited = 0; _waited < 10; _waited++)); do
    [ -z "$(jobs -pr)" ] || sleep 0.1
  done
  _status=$(first_status)
  stop 2>/dev/null
  [ "$_result" = succeeded ] || return "$_status"
}

trap 'stop 2>/dev/null' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
