# Replaces the mark $1 in the commands. The job's own value of the parameter $2 is text that bash reads, as on OpenPAI,
# after $4; any other value is only data, which $3 contains.
_put() {
  local _own=_own_$2 _value=parameter_$2 _new=$3
  [ "${!_value}" != "${!_own}" ] || _new=${4-}${!_own}
  _commands=${_commands//"$1"/"$_new"}
}
