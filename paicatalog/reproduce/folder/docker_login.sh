# Pulls the image $1 with the login that Docker has for its registry; else runs the command that follows, to log in.
pull() {
  local _image=$1
  shift
  if docker image inspect "$_image" >/dev/null 2>&1 || docker pull "$_image" >&2; then return; fi
  if [ ! -t 0 ]; then
    echo "Docker could not pull $_image. If that is for want of a login, log in first: $*" >&2
    exit 125
  fi
  "$@"
}
