# The variables that OpenPAI gives a container. Needs `role`, `index` (from 0) and a function `address ROLE INDEX`.
# shellcheck disable=SC2154
pai_names=()

# They are exported all at once at the end: bash is slow at starting programs between many single exports.
pai_set() {
  printf -v "$1" %s "$2"
  pai_names+=("$1")
}

# Sets those about the containers of the role $1: $2 of them, whose ports begin at $3 and follow each other by $4.
# Each further argument is a label and how many ports it has: `web:2`.
pai_role() {
  local pai_role=$1 pai_count=$2 pai_port=$3 pai_step=$4 pai_at pai_next pai_end pai_address pai_ports pai_http
  local pai_label pai_own pai_hosts=''
  shift 4
  for ((pai_at = 0; pai_at < pai_count; pai_at++)); do
    pai_address=$(address "$pai_role" "$pai_at")
    pai_next=$((pai_port + pai_at * pai_step)) pai_own='' pai_http=''
    pai_set "PAI_HOST_IP_${pai_role}_$pai_at" "$pai_address"
    for pai_label; do
      pai_ports=$pai_next pai_end=$((pai_next + ${pai_label#*:})) pai_label=${pai_label%:*}
      [ "$pai_label" != http ] || pai_http=$pai_next
      for ((pai_next++; pai_next < pai_end; pai_next++)); do pai_ports+=,$pai_next; done
      pai_set "PAI_PORT_LIST_${pai_role}_${pai_at}_$pai_label" "$pai_ports"
      pai_set "PAI_${pai_role}_${pai_at}_${pai_label}_PORT" "$pai_ports"
      pai_own+="$pai_label:$pai_ports;"
    done
    pai_hosts+=${pai_hosts:+,}$pai_address:$pai_http
    PAI_TASK_ROLE_INSTANCES+=${PAI_TASK_ROLE_INSTANCES:+,}$pai_role:$pai_at
    [ "$pai_role $pai_at" != "$role $index" ] || pai_container "$pai_address" "$pai_http" "$pai_own"
  done
  pai_set "PAI_TASK_ROLE_${pai_role}_HOST_LIST" "$pai_hosts"
}

# Sets those about this container, from its address, its first http port and its ports: `web:20000,20001;`.
pai_container() {
  local pai_own=$3 pai_label pai_ports
  export PAI_CURRENT_TASK_ROLE_NAME=$role PAI_CURRENT_TASK_ROLE_CURRENT_TASK_INDEX=$index PAI_TASK_INDEX=$index
  export PAI_CURRENT_CONTAINER_IP=$1 PAI_CONTAINER_HOST_IP=$1
  export PAI_CURRENT_CONTAINER_PORT=$2 PAI_CONTAINER_HOST_PORT=$2 PAI_CONTAINER_HOST_PORT_LIST=$3
  while [ -n "$pai_own" ]; do
    pai_label=${pai_own%%:*} pai_own=${pai_own#*:}
    pai_ports=${pai_own%%;*} pai_own=${pai_own#*;}
    pai_set "PAI_CONTAINER_HOST_${pai_label}_PORT_LIST" "$pai_ports"
    [ "$pai_label" != ssh ] || pai_set PAI_CONTAINER_SSH_PORT "${pai_ports%%,*}"
  done
}

@FIXED@
PAI_TASK_ROLE_INSTANCES=
@ROLES@
export PAI_TASK_ROLE_INSTANCES "${pai_names[@]}"
unset -f pai_role pai_container pai_set
unset pai_names
