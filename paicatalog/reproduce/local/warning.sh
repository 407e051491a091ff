echo 'The commands of roles/ are run on this machine with your rights; no container holds them.' >&2
[ ! -t 0 ] || read -r -p 'Return goes on, Ctrl-C does not: '

# Without it, no SSH server is started and no setting of yours is changed.
unset PAI_SSH_KEY
