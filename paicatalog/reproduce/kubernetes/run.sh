# What is to be deleted when this script ends: nothing, unfinished, or everything.
delete=nothing
logs=()
followed=' '
seen=

# shellcheck disable=SC2317  # The traps call it.
end() {
  trap '' INT TERM
  case $delete in
    everything) "${kubectl[@]}" delete --ignore-not-found --wait=false "${made[@]}" >&2 || true ;;
    unfinished)
      stop_running || true
      "${kubectl[@]}" delete --ignore-not-found @SECRETS@ >&2 || true
      echo "What has finished stays there to be looked at, until: $deleting" >&2
      ;;
  esac
  stop_logs
}
trap end EXIT
trap 'exit 130' INT TERM

# Prints the Secrets: what the containers get, and the logins to registries.
secrets() {
  cat <<YAML
apiVersion: v1
kind: Secret
metadata:
  name: @VALUES@
  labels:
    @INSTANCE@: "$job"
data:
$PAI_PARAMETERS
$(data @GIVEN@)
YAML
@LOGINS@
}

# Prints each Job: its name, its role, its containers, which of them succeeded, which failed, and how it ended.
jobs_as_told() {
  "${kubectl[@]}" get jobs --selector="@INSTANCE@=$job" --output=jsonpath="{range .items[*]}{.metadata.name}|\
{.metadata.annotations.@ROLE@}|{.spec.completions}|{.status.completedIndexes}|{.status.failedIndexes}|\
{range .status.conditions[*]}{.type}={.status} {end}{'\n'}{end}"
}

# Prints a line for each container: its role and its state. Fails with 2 where a Job is gone.
states() {
  local told name role all succeeded failed ended found=0
  told=$(jobs_as_told) || return 1
  while IFS='|' read -r name role all succeeded failed ended; do
    [ -n "$name" ] || continue
    found=$((found + 1)) succeeded=$(indexes "$succeeded") failed=$(indexes "$failed")
    case $ended in
      *Failed=True*) failed=$((all - succeeded)) ;;
      *Complete=True*) all=$((succeeded + failed)) ;;
    esac
    lines "$succeeded" "$role succeeded"
    lines "$failed" "$role failed"
    lines $((all - succeeded - failed)) "$role running"
  done <<<"$told"
  [ "$found" -eq @ROLES@ ] || return 2
}

# Counts what stands in a list such as 0,3-5.
indexes() {
  local part total=0
  for part in ${1//,/ }; do total=$((total + ${part#*-} - ${part%-*} + 1)); done
  echo "$total"
}

lines() {
  local i
  for ((i = 0; i < $1; i++)); do echo "$2"; done
}

# Shows the output of containers that have begun to run, and says how many wait and for what.
follow() {
  local told pod role phase reason now
  told=$("${kubectl[@]}" get pods --selector="@INSTANCE@=$job" --output=jsonpath="{range .items[*]}{.metadata.name}|\
{.metadata.annotations.@ROLE@}|{.status.phase}|{.status.conditions[?(@.type=='PodScheduled')].reason}\
{.status.containerStatuses[0].state.waiting.reason}{'\n'}{end}") || return 0
  [ -n "$told" ] || return 0
  now=$(
    while IFS='|' read -r pod role phase reason; do echo "$role $phase${reason:+ ($reason)}"; done <<<"$told" |
      sort | uniq -c
  )
  [ "$now" = "$seen" ] || printf 'Containers:\n%s\n' "$now" >&2
  seen=$now
  while IFS='|' read -r pod role phase reason; do
    case $phase in Running | Succeeded | Failed) show "$pod" ;; esac
  done <<<"$told"
}

# Shows the output of the container $1 as it comes, once.
show() {
  case $followed in *" $1 "*) return ;; esac
  [ "${#logs[@]}" -lt @LOGS@ ] || return 0
  "${kubectl[@]}" logs --follow@PREFIX@ "pod/$1" &
  logs+=("$!")
  followed+="$1 "
}

# Waits a little for output that is still to come.
last_output() {
  local waited
  for ((waited = 0; waited < 20; waited++)); do
    jobs -r | grep -q . || break
    sleep 0.5
  done
  stop_logs
}

stop_logs() {
  local each
  for each in ${logs[@]+"${logs[@]}"}; do
    { kill "$each" || true; wait "$each" || true; } 2>/dev/null
  done
  logs=()
}

# Deletes the Jobs that still run.
stop_running() {
  local told name role all succeeded failed ended running=()
  told=$(jobs_as_told) || return 1
  while IFS='|' read -r name role all succeeded failed ended; do
    case "$name $ended" in ' '* | *Failed=True* | *Complete=True*) ;; *) running+=("job/$name") ;; esac
  done <<<"$told"
  [ "${#running[@]}" -eq 0 ] || "${kubectl[@]}" delete --ignore-not-found --wait=false "${running[@]}" >&2
}

start() {
  "${kubectl[@]}" apply --server-side --filename=@FILE@ >&2 || exit 1
  if [ -z "$("${kubectl[@]}" get jobs --selector="@INSTANCE@=$job" --output=jsonpath='{.items[*].spec.backoffLimitPerIndex}')" ]; then
    echo 'The cluster is too old: the job needs Kubernetes @OLDEST@ or later.' >&2
    exit 1
  fi
}

# Deletes the Jobs of the last attempt; what else there is stays.
clear() {
  "${kubectl[@]}" delete --selector="@INSTANCE@=$job" --cascade=foreground jobs >&2 || exit 1
  # Until the names of the old containers are forgotten everywhere.
  sleep "${PAI_PAUSE:-35}"
}

# Runs the containers until the job is over; fails if the job does.
attempt() {
  local found result=running status missed=0
  if [ "$delete" = nothing ]; then
    delete=everything
    secrets | "${kubectl[@]}" create --filename=- >&2 || exit 1
  else
    delete=everything
    clear
  fi
  start
  while [ "$result" = running ]; do
    sleep "${PAI_INTERVAL:-5}"
    follow
    status=0
    found=$(states) || status=$?
    case $status in
      0) missed=0 ;;
      2) give_up unfinished 'Somebody has deleted a part of the job.' ;;
      *) missed=$((missed + 1)) ;;
    esac
    [ "$missed" -lt 100 ] || give_up nothing 'The cluster does not answer. The job goes on there, and nobody ends it.'
    [ "$missed" -gt 0 ] || result=$(verdict "$found")
  done
  delete=unfinished
  follow
  sleep "${PAI_INTERVAL:-2}"
  stop_running || true
  last_output
  [ "$result" = succeeded ]
}

# Deletes $1, and gives up for the reason $2.
give_up() {
  delete=$1
  echo "$2 To delete it all: $deleting" >&2
  exit 1
}
