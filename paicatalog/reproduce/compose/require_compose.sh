docker compose version >/dev/null 2>&1 || {
  echo 'Docker Compose is missing: install it, see https://docs.docker.com/compose/install/.' >&2
  exit 127
}
export COMPOSE_FILE=compose.yaml
