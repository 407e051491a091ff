job=@JOB@
# All that is made here.
made=(@OBJECTS@)

# It works in the namespace that PAI_NAMESPACE names, or else in the one that it is set to.
kubectl=(kubectl ${PAI_NAMESPACE:+"--namespace=$PAI_NAMESPACE"})
deleting="${kubectl[*]} delete --ignore-not-found ${made[*]}"

# Nothing that is there already is touched.
there=$("${kubectl[@]}" get --ignore-not-found --output=name "${made[@]}")
if [ -n "$there" ]; then
  echo "The namespace has these already, of an earlier run or of another job:" "$there" >&2
  echo "If they are to go: $deleting" >&2
  exit 125
fi
