# The containers reach each other with this key: it is made for this run alone and kept in no file.
make_ssh_key() {
  local _folder
  command -v ssh-keygen >/dev/null || { echo 'ssh-keygen is missing: install the OpenSSH client.' >&2; exit 127; }
  _folder=$(mktemp -d)
  ssh-keygen -q -t ed25519 -N '' -C paicatalog -f "$_folder/key"
  PAI_SSH_KEY=$(cat "$_folder/key")
  rm -rf "$_folder"
  export PAI_SSH_KEY
}
make_ssh_key
