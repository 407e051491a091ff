docker compose version >/dev/null 2>&1 || {
  echo 'Docker Compose is missing: install it, see https://docs.docker.com/compose/install/.' >&2
  exit 127
}
# The keys of its menu would not reach it.
export COMPOSE_FILE=compose.yaml COMPOSE_MENU=false
