
# The barrier: the commands begin when every container answers.
among='@ROLES@'
minutes=@MINUTES@
deadline=$((SECONDS + minutes * 60))
while IFS= read -r variable; do
  container=${variable#PAI_HOST_IP_}
  role=${container%_*}
  [[ -z $among || " $among " == *" $role "* ]] || continue
  until ssh -n -F "$home/.ssh/config" -o BatchMode=yes -o ConnectTimeout=5 "$role-${container##*_}" true 2>/dev/null; do
    [ "$SECONDS" -lt "$deadline" ] || fail "$role-${container##*_} has not answered for $minutes minutes."
    sleep 1
  done
done < <(compgen -e PAI_HOST_IP_)
