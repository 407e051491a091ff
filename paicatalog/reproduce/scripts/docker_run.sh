@COMMAND@ &
wait "$!"
