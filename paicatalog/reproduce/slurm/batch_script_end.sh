say 'The containers are running.'
result=running
while [ "$result" = running ]; do
  sleep "${PAI_INTERVAL:-2}" &
  wait "$!"
  result=$(verdict "$(states)")
done
status=$(first_status)
say "The job $result."
stop
[ "$result" != succeeded ] || exit 0
@AGAIN@exit "$status"
