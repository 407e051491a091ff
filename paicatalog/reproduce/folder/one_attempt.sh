if attempt; then
  echo 'The job succeeded.' >&2
  exit 0
fi
echo 'The job failed.' >&2
exit 1
