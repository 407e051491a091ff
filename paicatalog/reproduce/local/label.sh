# Puts the name of a container ($1) before each line of its output.
labeled() {
  local _line
  while IFS= read -r _line || [ -n "$_line" ]; do printf '%s | %s\n' "$1" "$_line"; done
}
