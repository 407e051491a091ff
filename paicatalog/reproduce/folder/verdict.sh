# How many containers of the role $2 have the state $3, by the list $1.
# shellcheck disable=SC2317  # Some versions overlook the calls below.
containers() { grep -c -x "$2 $3" <<<"$1" || true; }

# Whether the job is over, by the list $1, with a line for each container: its role and its state.
verdict() {
@TESTS@
  case "$1" in *' running'*) echo running ;; *) echo succeeded ;; esac
}
