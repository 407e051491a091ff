# Prints a Secret called $1 with the login to the registry $2 (in JSON) of the user $3 with the password $4.
login_secret() {
  local config
  config=$(printf '{"auths": {%s: {"auth": "%s"}}}' "$2" "$(encoded "$3:$4")")
  cat <<YAML
---
apiVersion: v1
kind: Secret
metadata:
  name: $1
  labels:
    app.kubernetes.io/instance: "$job"
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: $(encoded "$config")
YAML
}
