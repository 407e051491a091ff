# Prints the text $1 as Kubernetes takes it in a Secret; being a builtin, printf shows it to nobody.
encoded() { printf %s "$1" | base64 | tr -d '\r\n'; }

# Prints a line of a Secret for each of the variables that is set.
data() {
  local PAI_NAME
  for PAI_NAME; do
    [ -z "${!PAI_NAME+set}" ] || printf '  "%s": "%s"\n' "$PAI_NAME" "$(encoded "${!PAI_NAME}")"
  done
}

# Parameters that the environment replaces: they are read before anything else here can be called the same.
PAI_PARAMETERS=$(data @PARAMETERS@)
