# Pulls the image $1 with the login that Docker has for its registry; else runs the command that follows, to log in.
pull() {
  local _image=$1
  shift
  if docker image inspect "$_image" >/dev/null 2>&1 || docker pull "$_image" >&2; then return; fi
  printf 'Docker could not pull %s. It may need a login: ' "$_image" >&2
  printf '%q ' "$@" >&2
  echo >&2
  [ -t 0 ] || exit 125
  "$@"
}
