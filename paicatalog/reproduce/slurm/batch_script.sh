say() { echo "$1" >&2; }
fail() { say "$1"; exit 125; }

folder=${SLURM_SUBMIT_DIR:-$PWD}
[ -f "$folder/start.sh" ] || fail "start.sh is not in $folder: submit the job with the run.sh beside it."
cd -- "$folder"
logs=$folder/slurm-$SLURM_JOB_ID
mkdir -p "$logs"
# It may be a folder of the machine that submitted the job.
[ -d "${TMPDIR-}" ] || unset -v TMPDIR
states=$(mktemp -d)
runners=() started=()
# Another job may run on the same nodes: each has its own ports, chosen by its number.
export PAI_FIRST_PORT=$((@FIRST@ + SLURM_JOB_ID % (@AVAILABLE@ / @PORTS@) * @PORTS@))

# Ends the containers that still run: they have ten seconds to do it themselves.
stop() {
  local runner waited=0
  [ ! -d "$states" ] || touch "$states/over"
  while [ -d "$states" ] && [ -n "$(jobs -pr)" ] && [ "$waited" -lt 20 ]; do
    [ "$waited" -ne 0 ] || scancel --quiet --signal=TERM "$SLURM_JOB_ID" || true
    sleep 0.5
    waited=$((waited + 1))
  done
  for runner in ${runners[@]+"${runners[@]}"}; do kill "$runner" 2>/dev/null || true; done
  wait || true
  rm -rf "$states"
  runners=()
}
trap stop EXIT
trap 'say "The job is being stopped."; exit 143' INT TERM

# What Slurm says under the name $1 of the component $2, or $3 where it says nothing.
allotted() {
  local name=SLURM_$1
  [ -z "${SLURM_HET_SIZE-}" ] || name+=_HET_GROUP_$2
  printf '%s\n' "${!name-$3}"
}

# Prints the node of each container of the component $1: Slurm may put several on one (`2(x3),1`: two on each of three).
nodes() {
  local group counts=() node times at=0
  local IFS=,
  for group in $(allotted TASKS_PER_NODE "$1" 1); do
    times=1
    case $group in *x*) times=${group##*x} times=${times%)} ;; esac
    for (( ; times > 0; times--)); do counts+=("${group%%(*}"); done
  done
  while IFS= read -r node; do
    for ((times = ${counts[at]:-0}; times > 0; times--)); do printf '%s\n' "$node"; done
    at=$((at + 1))
  done < <(scontrol show hostnames "$(allotted JOB_NODELIST "$1" '')")
}

# Prints the address of the node $1, which is its name where that says nothing to other nodes.
node_address() {
  local found
  found=$(scontrol show node --oneliner "$1" 2>/dev/null | sed -n 's/.* NodeAddr=\([^ ]*\).*/\1/p') || found=
  found=${found:-$1}
  case $found in
    *[!0-9.]*) read -r found _ < <(getent ahostsv4 "$found" 2>/dev/null) || found=$1 ;;
    *) printf '%s\n' "$found"; return ;;
  esac
  case $found in 127.*) found=$1 ;; esac
  printf '%s\n' "$found"
}

# Says where the containers of the role $1 are: its component is $2, and it has $3 of them.
place() {
  local listed=() addresses='' node last='' address=''
  while IFS= read -r node; do listed+=("$node"); done < <(nodes "$2")
  [ "${#listed[@]}" -ge "$3" ] || fail "Slurm gave room for ${#listed[@]} of the $3 containers of $1: see the options above."
  for node in "${listed[@]:0:$3}"; do
    [ "$node" = "$last" ] || address=$(node_address "$node")
    addresses+=${addresses:+ }$address last=$node
  done
  export "PAI_NODES_$1=${listed[*]:0:$3}" "PAI_ADDRESSES_$1=$addresses"
}

choose_runtime() {
  known=$(srun --help 2>&1) || known=
  case $known in
    *--container-image*) runtime=pyxis ;;
    *) runtime=$(command -v apptainer || command -v singularity) ||
      fail 'There is no Pyxis, Apptainer or Singularity here: load its module before run.sh, or ask who runs the cluster.' ;;
  esac
}

# Gets the image $1 for Apptainer, which keeps it in the file $2. Its login is in variables that begin with $3, if any.
pull() {
  local user=${3:+${3}_USERNAME} password=${3:+${3}_PASSWORD} variable
  [ "$runtime" != pyxis ] && [ ! -f "$2" ] || return 0
  mkdir -p "${2%/*}"
  (
    for variable in APPTAINER_DOCKER SINGULARITY_DOCKER; do
      [ -z "$user" ] || export "${variable}_USERNAME=${!user-}" "${variable}_PASSWORD=${!password-}"
    done
    "$runtime" pull "$2.$SLURM_JOB_ID" "docker://$1" && mv -f "$2.$SLURM_JOB_ID" "$2"
  ) || fail "The image $1 cannot be pulled."
}

# Becomes the srun of the container $2 of the role $1 on the node $3; its further options are $4, $5, ...
run_once() {
  local role=$1 index=$2 node=$3 mounts
  shift 3
  set -- --nodes=1 --ntasks=1 --exact --nodelist="$node" --export=ALL --mpi=none --kill-on-bad-exit=0 "$@"
  if [ "$runtime" = pyxis ]; then
    mounts=$folder:@FOLDER@:ro${PAI_MOUNTS:+,$PAI_MOUNTS}
    case $known in *--container-writable*) set -- "$@" --container-writable ;; esac
    set -- "$@" --container-image="$enroot" --container-mounts="$mounts" --no-container-mount-home "$root"
    [ -z "$infiniband" ] || export MELLANOX_VISIBLE_DEVICES=all
    exec srun "$@" --no-container-entrypoint bash @FOLDER@/start.sh "$role" "$index"
  else
    exec srun "$@" bash ./apptainer.sh "$runtime" "$sif" "$role" "$index" "$root" ${gpu:+--nv} \
      ${infiniband:+--bind /dev/infiniband}
  fi
}

# Withdraws what the environment of whoever submitted the job has for programs of that machine: the image's would take it.
keep_environment() {
  local name
  while IFS= read -r name; do
    case " $passed PATH HOME USER LOGNAME SHELL http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY " in
      *" $name "*) continue ;;
    esac
    case $name in
      SLURM* | APPTAINER* | SINGULARITY* | ENROOT* | PAI_PARAMETER_* | PAI_NODES_* | PAI_ADDRESSES_* | PAI_FIRST_PORT | PAI_MOUNTS) ;;
      # Apptainer itself may need it, and does not pass it on.
      LD_LIBRARY_PATH) [ "$runtime" != pyxis ] || export -n "${name?}" ;;
      *) export -n "${name?}" ;;
    esac
  done < <(compgen -e)
}

# Runs the container $2 of the role $1 as often as it needs and may, and leaves its status in a file.
run_container() {
  local tried status child='' log=$logs/$1-$2.log
  # No child takes over the traps of this script.
  trap - EXIT INT
  trap '[ -z "$child" ] || { kill "$child" && wait "$child"; } 2>/dev/null; exit 143' TERM
  # Slurm tells these of the first component, and srun takes them for options.
  unset -v SLURM_CPUS_PER_TASK SLURM_MEM_PER_CPU SLURM_MEM_PER_NODE SLURM_GPUS_PER_TASK SLURM_TRES_PER_TASK \
    SLURM_NTASKS_PER_NODE SLURM_GPUS SLURM_GPUS_PER_NODE SLURM_NTASKS SLURM_NPROCS SLURM_NNODES SLURM_DISTRIBUTION
  keep_environment
  for ((tried = 0; ; tried++)); do
    status=0
    run_once "$@" >>"$log" 2>&1 </dev/null &
    child=$!
    wait "$child" || status=$?
    { [ "$status" -ne 0 ] && [ "$tried" -lt "$retries" ] && [ ! -e "$states/over" ]; } || break
    say "$1-$2 failed with status $status: it is run again ($((tried + 1)) of $retries)."
  done
  say "$1-$2 ended with status $status."
  echo "$status" >"$states/$1-$2"
}

# Starts the containers of the role $1 in the background: its component is $2, and it has $3 of them.
start() {
  local role=$1 component=$2 count=$3 options=() where=PAI_NODES_$1 node index=0 memory
  [ -z "${SLURM_HET_SIZE-}" ] || options+=(--het-group="$component")
  options+=(--cpus-per-task="$(allotted CPUS_PER_TASK "$component" "$cpus")")
  memory=$(allotted MEM_PER_CPU "$component" "$memory_per_cpu")
  [ -z "$memory" ] || options+=(--mem-per-cpu="$memory")
  [ -z "$gpu" ] || options+=(--gpus-per-task="$(allotted GPUS_PER_TASK "$component" "$gpu")")
  for node in ${!where}; do
    run_container "$role" "$index" "$node" "${options[@]}" &
    runners+=("$!")
    index=$((index + 1))
  done
  started+=("$role $count")
}

# Prints a line for each container: its role and its state.
states() {
  local each role count index status
  for each in "${started[@]}"; do
    role=${each% *} count=${each#* }
    for ((index = 0; index < count; index++)); do
      status=$(cat "$states/$role-$index" 2>/dev/null) || status=
      case $status in
        '') echo "$role running" ;;
        0) echo "$role succeeded" ;;
        *) echo "$role failed" ;;
      esac
    done
  done
}

# Prints the status of the first container that failed.
first_status() {
  local file status
  for file in "$states"/*-*; do
    read -r status <"$file" || continue
    [ "$status" -eq 0 ] || { echo "$status"; return; }
  done
  echo 1
}
