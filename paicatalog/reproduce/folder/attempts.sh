for ((_tried = 0; _tried <= @RETRIES@; _tried++)); do
  [ "$_tried" -eq 0 ] || echo "It is tried again ($_tried of @RETRIES@)." >&2
  if attempt; then
    echo 'The job succeeded.' >&2
    exit 0
  fi
  echo 'The job failed.' >&2
done
exit 1
