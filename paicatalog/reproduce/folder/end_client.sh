# Waits two seconds for the program $1, which prints what the containers still write, and ends it then.
# shellcheck disable=SC2317,SC2329  # The traps call it.
end_client() {
  local _waited
  for ((_waited = 0; _waited < 20; _waited++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  { kill "$1" && wait "$1"; } 2>/dev/null || true
}
