# What is to be deleted when this script ends: nothing, unfinished, or everything.
delete=nothing
logs=()
followed=' '
seen=
# So often in a row there were fewer containers than the job has, with a reason for it.
lacking=0

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
trap 'exit 130' INT
trap 'exit 143' TERM

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
  if [ "$(grep -c . <<<"$told")" -lt @CONTAINERS@ ]; then look_why; else lacking=0; fi
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

# Says why there are fewer containers than the job has: a quota, PodSecurity or a webhook may forbid them. Gives up when
# that lasts; an event can be one of an earlier job of the same name, whose containers came all the same.
look_why() {
  local told name reason
  told=$("${kubectl[@]}" get events --field-selector=reason=FailedCreate,involvedObject.kind=Job \
    --output=jsonpath="{range .items[*]}{.involvedObject.name}|{.message}{'\n'}{end}") || return 0
  while IFS='|' read -r name reason; do
    case " ${made[*]} " in *" job/$name "*) ;; *) continue ;; esac
    lacking=$((lacking + 1))
    [ "$lacking" -ne 2 ] || echo "Kubernetes does not create the containers of $name: $reason" >&2
    [ "$lacking" -lt 12 ] || give_up everything "Kubernetes does not create the containers of $name: $reason"
    return
  done <<<"$told"
}

# Prints the exit status of the first container that failed.
first_status() {
  local told status
  told=$("${kubectl[@]}" get pods --selector="@INSTANCE@=$job" --output=jsonpath="{range .items[*]}\
{.status.containerStatuses[0].state.terminated.exitCode}{'\n'}{end}") || told=
  while read -r status; do
    case $status in '' | 0) ;; *) echo "$status"; return ;; esac
  done <<<"$told"
  echo 1
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
  "${kubectl[@]}" apply --server-side --filename=@FILE@ >&2 || exit 125
  if [ -z "$("${kubectl[@]}" get jobs --selector="@INSTANCE@=$job" --output=jsonpath='{.items[*].spec.backoffLimitPerIndex}')" ]; then
    echo 'The cluster is too old: the job needs Kubernetes @OLDEST@ or later.' >&2
    exit 125
  fi
}

# Deletes the Jobs of the last attempt; what else there is stays.
clear() {
  "${kubectl[@]}" delete --selector="@INSTANCE@=$job" --cascade=foreground jobs >&2 || exit 125
  # Until the names of the old containers are forgotten everywhere.
  sleep "${PAI_PAUSE:-35}"
}

# Runs the containers until the job is over; returns its status.
attempt() {
  local found result=running status missed=0
  lacking=0
  if [ "$delete" = nothing ]; then
    delete=everything
    secrets | "${kubectl[@]}" create --filename=- >&2 || exit 125
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
  status=$(first_status)
  stop_running || true
  last_output
  [ "$result" = succeeded ] || return "$status"
}

# Deletes $1, and gives up for the reason $2.
give_up() {
  delete=$1
  echo "$2" >&2
  [ "$delete" = everything ] || echo "To delete it all: $deleting" >&2
  exit 125
}
