stop() {
  trap - INT TERM
  echo 'The container is being stopped.' >&2
  docker stop @NAME@ >/dev/null || true
  exit 130
}
trap stop INT TERM
