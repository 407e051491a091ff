for ((_tried = 0; ; _tried++)); do
  _status=0
  attempt || _status=$?
  if [ "$_status" -eq 0 ]; then
    echo 'The job succeeded.' >&2
    break
  fi
  echo "The job failed with status $_status." >&2
  [ "$_tried" -lt @RETRIES@ ] || break
  echo "It is run again ($((_tried + 1)) of @RETRIES@)." >&2
done
exit "$_status"
