# Ctrl-C does not reach a process group of its own, so that the commands get TERM alone.
run() {
  set -m
  @COMMAND@ </dev/null &
  _client=$!
  set +m
  wait "$_client"
}

# Stops the container and exits with the status $1.
# shellcheck disable=SC2317,SC2329  # The traps call it.
stop() {
  trap '' INT TERM
  echo 'The container is being stopped.' >&2
  docker stop @NAME@ >/dev/null 2>&1 || kill "$_client" 2>/dev/null || true
  end_client "$_client"
  # While Docker pulls the image there is no container yet, and one can be created until the client has ended.
  docker rm --force @NAME@ >/dev/null 2>&1 || true
  exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM

for ((_tried = 0; ; _tried++)); do
  _status=0
  run || _status=$?
  # 125 is Docker's own failure, which would only come again.
  case $_status in 0 | 125) break ;; esac
  [ "$_tried" -lt @RETRIES@ ] || break
  echo "The commands failed with status $_status: they are run again ($((_tried + 1)) of @RETRIES@)." >&2
done
exit "$_status"
