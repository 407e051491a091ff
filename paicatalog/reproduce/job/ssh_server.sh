# The ssh plugin: an SSH server in this container, and a name for each of the others.
job_ssh=@JOB_SSH@

# Says what is wrong, and ends the job as its failurePolicy says.
fail() { echo "ssh plugin: $1" >&2; exit @FAILURE@; }

if [ -z "${PAI_SSH_KEY-}" ]; then
  echo 'ssh plugin: PAI_SSH_KEY holds no key, so no SSH server is started.' >&2
  exit 0
fi
export -n PAI_SSH_KEY
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

if ! type -P sshd >/dev/null || ! type -P ssh >/dev/null; then
  echo 'ssh plugin: this image has no SSH server: it is installed now.' >&2
  if [ "$(id -u)" -ne 0 ] || ! type -P apt-get >/dev/null; then
    fail 'sshd is missing: take an image with openssh-server and openssh-client.'
  fi
  {
    apt-get -qq update &&
      DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends openssh-server openssh-client
  } >/dev/null || fail 'openssh-server cannot be installed: take an image that has it.'
fi

umask 077
own=${BASH_SOURCE[0]%/*}
folder=$own/ssh
mkdir -p "$folder"
printf '%s\n' "$PAI_SSH_KEY" >"$folder/key"
ssh-keygen -y -f "$folder/key" >"$folder/key.pub" || fail 'PAI_SSH_KEY is no private key.'
@AUTHORIZED_KEYS@
[ $job_ssh = no ] || cat "$folder/key.pub" >>"$folder/authorized_keys"
echo "paicatalog $(cut -d ' ' -f 1,2 "$folder/key.pub")" >"$folder/known_hosts"

# SSH looks for its files in the home of the user database, whatever HOME says.
user=$(id -un 2>/dev/null) || fail "the user $(id -u) has no name: run the container as a user that it knows."
home=$(getent passwd "$user" 2>/dev/null | cut -d : -f 6) || home=
home=${home:-$HOME}
mkdir -p "$home/.ssh"
chmod 700 "$home/.ssh"

if [ "$(id -u)" -eq 0 ]; then
  mkdir -p /run/sshd
  # Without PAM, nobody can log in to an account that is locked.
  case $(getent shadow "$user" 2>/dev/null | cut -d : -f 2) in '!'*) usermod -p '*' "$user" ;; esac
fi

# Sessions get the variables of this container, whose own come first: the server takes no more than 1000 lines.
lines=0
while IFS= read -r name; do
  case $name in HOME | USER | LOGNAME | SHELL | SHLVL | PWD | OLDPWD | TERM | _) continue ;; esac
  value=${!name}
  case $value in *$'\n'*) continue ;; esac
  [ ${#value} -le 4000 ] || continue
  [ $((lines += 1)) -le 990 ] || break
  printf '%s=%s\n' "$name" "$value"
done < <(compgen -e | grep -v ^PAI_; compgen -e PAI_) >"$home/.ssh/environment"

cat >"$folder/sshd_config" <<CONFIG
Port $PAI_CONTAINER_SSH_PORT
HostKey $folder/key
AuthorizedKeysFile $folder/authorized_keys
PidFile $own/sshd.pid
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PermitUserEnvironment yes
MaxStartups 1000
MaxSessions 1000
LogLevel ERROR
PrintMotd no
Subsystem sftp internal-sftp
CONFIG
"$(type -P sshd)" -f "$folder/sshd_config" </dev/null || fail 'sshd does not start.'
for ((tried = 0; tried < 50; tried++)); do
  [ ! -s "$own/sshd.pid" ] || break
  sleep 0.1
done
[ -s "$own/sshd.pid" ] || fail "sshd does not start: does something else use the port $PAI_CONTAINER_SSH_PORT?"

# A container that was started again has the lines of its last start.
touch "$home/.ssh/config"
sed '/^# The containers of this job$/,/^# End of the containers$/d' "$home/.ssh/config" >"$folder/config"
{
  echo '# The containers of this job'
  while IFS= read -r variable; do
    container=${variable#PAI_HOST_IP_}
    role=${container%_*} index=${container##*_}
    port=PAI_PORT_LIST_${container}_ssh
    [ -n "${!port-}" ] || continue
    cat <<CONFIG
Host $role-$index
  HostName ${!variable}
  Port ${!port%%,*}
  IdentityFile $folder/key
  IdentitiesOnly yes
  HostKeyAlias paicatalog
  UserKnownHostsFile $folder/known_hosts
  LogLevel ERROR
CONFIG
  done < <(compgen -e PAI_HOST_IP_)
  echo '# End of the containers'
} >>"$folder/config"
cat "$folder/config" >"$home/.ssh/config"
