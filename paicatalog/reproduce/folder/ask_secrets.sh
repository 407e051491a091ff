# Asks for the value of a variable ($1), called $2, unless the environment holds it.
ask() {
  if [ -z "${!1+set}" ]; then
    printf '%s: ' "$2" >&2
    IFS= read -r -s "$1" || { echo "There is nobody to ask: set the variable $1." >&2; exit 125; }
    echo >&2
  fi
  export "${1?}"
}
