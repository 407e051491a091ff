# Asks for the login to the registry $2, which has the image $1, and keeps it in variables that begin with $3. The user
# name is $4, if that is known. Pyxis has a file of its own for logins.
log_in() {
  local file=${ENROOT_CONFIG_PATH:-${XDG_CONFIG_HOME:-${HOME-}/.config}/enroot}/.credentials
  case $(srun --help 2>&1) in
    *--container-image*)
      grep -q -s -F "machine $2 " "$file" ||
        echo "The image $1 needs a login: write it into $file as: machine $2 login NAME password PASSWORD" >&2
      ;;
    *)
      [ -z "$4" ] || eval "$3_USERNAME=\$4"
      ask "$3_USERNAME" "User name at $2"
      ask "$3_PASSWORD" "Password at $2"
      ;;
  esac
}
