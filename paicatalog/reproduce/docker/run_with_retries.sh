run() {
  @COMMAND@ &
  wait "$!"
}

for ((_tried = 0; ; _tried++)); do
  _status=0
  run || _status=$?
  # 125 is Docker's own failure, which would only come again.
  case $_status in 0 | 125) exit "$_status" ;; esac
  [ "$_tried" -lt @RETRIES@ ] || exit "$_status"
  echo "The commands failed with _status $_status: they are run again ($((_tried + 1)) of @RETRIES@)." >&2
done
