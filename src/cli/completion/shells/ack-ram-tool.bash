# Completion of ack-ram-tool for bash from 3.2 (macOS); for this shell: eval "$(ack-ram-tool completion bash)"

_ack_ram_tool() {
  local tool=${1/#\~/$HOME} typed=$2
  local -a words=()
  local word joined=''

  # Bash cuts words at "=" and ":" too (COMP_WORDBREAKS); the tool wants them whole.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if ((${#words[@]} > 0)) && [[ -n $joined || $word == [=:]* ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    joined=''
    if [[ $word == *[=:] ]]; then joined=1; fi
  done

  # The part of the last word that bash does not replace.
  local kept=''
  if ((${#words[@]} > 0)); then
    kept=${words[${#words[@]} - 1]}
    kept=${kept%"$typed"}
  fi

  COMPREPLY=()
  local kind='' value
  while IFS=$'\t' read -r value _; do
    if [[ -z $kind ]]; then
      kind=$value
      continue
    fi
    # Not compgen -W: it would run $(…) in a profile's name.
    printf -v value %q "$value"
    value=${value#"$kept"}
    if [[ $value == "$typed"* ]]; then COMPREPLY+=("$value"); fi
  done < <("$tool" __complete ${words[@]+"${words[@]}"} 2>/dev/null)

  case $kind in
    files) compopt -o default 2>/dev/null || _ack_ram_tool_paths -f "$typed" ;;
    directories) compopt -o dirnames 2>/dev/null || _ack_ram_tool_paths -d "$typed" ;;
  esac
  return 0
}

# Bash before 4 has no compopt to leave paths to readline.
_ack_ram_tool_paths() {
  local path
  while IFS= read -r path; do
    printf -v path %q "$path"
    COMPREPLY+=("$path")
  done < <(compgen "$1" -- "$2")
}

complete -F _ack_ram_tool ack-ram-tool
