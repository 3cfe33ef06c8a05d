#compdef ack-ram-tool
# Completion of ack-ram-tool for zsh; for this shell: source <(ack-ram-tool completion zsh)

_ack-ram-tool() {
  local -a lines described
  local line value
  lines=("${(@f)$(command ${~words[1]} __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")

  case $lines[1] in
    files)
      compset -P '--*='
      _files
      ;;
    directories)
      compset -P '--*='
      _files -/
      ;;
    values)
      for line in "${(@)lines[2,-1]}"; do
        value=${line%%$'\t'*}
        value=${${value//\\/\\\\}//:/\\:}
        if [[ $line == *$'\t'* ]]; then value+=":${line#*$'\t'}"; fi
        described+=("$value")
      done
      _describe -V ack-ram-tool described
      ;;
  esac
}

# As a file in fpath, this body runs as the function; otherwise it was sourced.
if [[ $funcstack[1] == _ack-ram-tool ]]; then
  _ack-ram-tool "$@"
else
  compdef _ack-ram-tool ack-ram-tool
fi
