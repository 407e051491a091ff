#!/usr/bin/env bash
# Submits the job to an OpenPAI cluster, and tells how it goes. Needs bash and curl; submit.py needs Python alone.
#
#   ./submit.sh               submits it and prints the name it got
#   ./submit.sh submit NAME   submits it under this name
#   ./submit.sh status NAME   prints its state
#   ./submit.sh watch NAME    waits for its end and exits with its status: 0 if it succeeds
#   ./submit.sh stop NAME     stops it
#
# PAI_CLUSTER is the cluster's address, PAI_USER your user name, PAI_TOKEN a token from your profile page in the web
# portal. What is not set is asked for, the job's secrets too. They are in no file and in no program's arguments.
# `watch` asks every 10 seconds, or every PAI_INTERVAL. The exit status is 125 where it is not the job that failed.
set -euo pipefail
cd -- "$(dirname -- "$0")"

cluster=${PAI_CLUSTER:-@CLUSTER@}
cluster=${cluster%/}
file=@FILE@
stem=@STEM@
variables=(@VARIABLES@)
questions=(@QUESTIONS@)
patient=
# So often in a row the cluster may be out of reach while a job is watched.
most_failures=30

main() {
  local action=${1:-submit} job=${2:-}
  case $action in
    submit) job=${job:-$stem-$(date +%Y%m%d-%H%M%S)-$(printf '%04x' "$RANDOM")} ;;
    status | watch | stop) [ -n "$job" ] || fail "Which job? Write: ./submit.sh $action NAME" ;;
    *) fail "There is no \"$action\": write submit, status, watch or stop." ;;
  esac
  [[ $job =~ ^[A-Za-z0-9_-]+$ ]] || fail "A job's name has letters, digits, - and _ only."
  [[ $cluster =~ ^https?://[^[:space:]]+$ ]] || fail "$cluster is no address: set PAI_CLUSTER to one with https://"
  command -v curl >/dev/null || fail "curl is missing: install it, or use submit.py."
  ask PAI_USER 'OpenPAI user name'
  ask PAI_TOKEN 'OpenPAI token' hidden
  [[ $PAI_USER =~ ^[A-Za-z0-9._@-]+$ ]] || fail "PAI_USER holds no OpenPAI user name."
  [[ $PAI_TOKEN =~ ^[[:graph:]]+$ ]] || fail "PAI_TOKEN holds no token: it is one word."
  "$action" "$job"
}

submit() {
  local job=$1 text
  [ "$(grep -c '^name: ' "$file")" -eq 1 ] || fail "$file has no line of its own for the name: write it as \"name: $job\""
  text=$(sed "s/^name: .*/name: $job/" "$file")
  fill_in
  printf '%s\n' "$text" | request POST jobs --header 'Content-Type: text/yaml' --data-binary @- >/dev/null
  say "The cluster took the job: $cluster/job-detail.html?username=$PAI_USER&jobName=$job"
  say "Watch it with ./submit.sh watch $job, stop it with ./submit.sh stop $job"
  printf '%s\n' "$job"
}

# Puts each secret in the place that is marked for it, in `text`.
fill_in() {
  local at mark
  for at in ${variables[@]+"${!variables[@]}"}; do
    mark="\"<${variables[at]}>\""
    [[ $text == *"$mark"* ]] || continue
    ask "${variables[at]}" "${questions[at]}" hidden
    text=${text%%"$mark"*}$(quoted "${variables[at]}")${text#*"$mark"}
  done
}

# Prints the variable called $1 as YAML in double quotes.
quoted() {
  local value=${!1}
  value=${value//\\/\\\\}
  value=${value//\"/\\\"}
  value=${value//$'\n'/\\n}
  value=${value//$'\t'/\\t}
  value=${value//$'\r'/\\r}
  [[ $value != *[[:cntrl:]]* ]] || fail "$1 holds a control character: use submit.py."
  printf '"%s"' "$value"
}

status() {
  local answer
  answer=$(request GET "jobs/$PAI_USER~$1") || exit 125
  read_state "$answer"
  printf '%s\n' "$state"
}

# Sets `state` to the state of a job, and `code` to its exit status, by the answer $1.
read_state() {
  [[ $1 =~ \"state\"[[:space:]]*:[[:space:]]*\"([A-Z_]+)\" ]] || fail "The cluster's answer tells no state: $(clean "$1")"
  state=${BASH_REMATCH[1]} code=1
  # OpenPAI has numbers of its own for failures that are not the commands'.
  [[ $1 =~ \"appExitCode\"[[:space:]]*:[[:space:]]*([1-9][0-9]{0,2})[^0-9] ]] || return 0
  [ "${BASH_REMATCH[1]}" -gt 255 ] || code=${BASH_REMATCH[1]}
}

watch() {
  local answer last='' failures=0
  while true; do
    if answer=$(patient=yes request GET "jobs/$PAI_USER~$1"); then
      failures=0
      read_state "$answer"
      [ "$state" = "$last" ] || printf '%s\n' "$state"
      case $state in
        SUCCEEDED) return 0 ;;
        FAILED) return "$code" ;;
        STOPPED) return 143 ;;
      esac
      last=$state
    else
      [ -n "$answer" ] || exit 125
      failures=$((failures + 1))
      [ "$failures" -lt "$most_failures" ] || fail "$answer The job goes on: watch it again later."
      [ "$failures" -gt 1 ] || say "$answer It is asked again."
    fi
    sleep "${PAI_INTERVAL:-10}"
  done
}

stop() {
  request PUT "jobs/$PAI_USER~$1/executionType" --header 'Content-Type: application/json' --data '{"value": "STOP"}' \
    >/dev/null
  say "The cluster is stopping $1."
}

# Sends a request (method, path, options of curl) and prints the answer; fails where the cluster refuses.
request() {
  local answer code
  answer=$(
    curl --silent --show-error --no-location --proto '=http,https' --max-filesize 1000000 --connect-timeout 10 --max-time "${PAI_TIMEOUT:-60}" --write-out '\n%{http_code}' \
      --request "$1" "${@:3}" --header @<(printf 'Authorization: Bearer %s\n' "$PAI_TOKEN") \
      "$cluster/rest-server/api/v2/$2"
  ) || { give_up "$cluster cannot be reached."; return 1; }
  code=${answer##*$'\n'}
  answer=${answer%$'\n'*}
  case $code in
    2*) printf '%s' "$answer" ;;
    # Behind a proxy, and under a limit of requests, these are over soon.
    429 | 5*) give_up "The cluster refused (HTTP $code): $(clean "$answer")"; return 1 ;;
    413) fail "$file is longer than the cluster takes, usually 100 kB (HTTP 413): let its commands download what is long." ;;
    *) fail "The cluster refused (HTTP $code): $(clean "$answer")" ;;
  esac
}

# Fails for the reason $1, or prints it for somebody who may ask again.
give_up() {
  [ -n "$patient" ] || fail "$1"
  printf '%s' "$1"
}

# Fills the variable $1, asking for $2 where it is not set.
ask() {
  if [ -z "${!1+set}" ]; then
    printf '%s: ' "$2" >&2
    IFS= read -r ${3:+-s} "$1" || [ -n "${!1}" ] || fail "There is no answer: set the environment variable $1."
    [ -z "${3:-}" ] || printf '\n' >&2
  fi
}

# Prints the start of the text $1, without what controls a terminal.
clean() {
  printf '%s' "${1:0:2000}" | LC_ALL=C tr -d '\000-\010\013-\037\177' |
    LC_ALL=C sed $'s/\xc2[\x80-\x9f]//g; s/\xe2\x80[\x8e\x8f\xaa-\xae]//g; s/\xe2\x81[\xa6-\xa9]//g'
}

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "$@"
  exit 125
}

main "$@"
