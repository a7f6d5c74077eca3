export type Shell = "bash" | "zsh";

/**
 * The completion scripts. They ask `mrap __complete` for candidates, one on each line, with a description behind a tab. A
 * last line `:files ENDING...` asks the shell for file names.
 */
export const scripts: Readonly<Record<Shell, string>> = {
  // Works with bash 3.2 of macOS, which has no mapfile and no compopt.
  bash: `# bash completion for mrap
_mrap() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}" program="\${COMP_WORDS[0]/#\\~/$HOME}" line file ending
  [ "$current" = "=" ] && current=""
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      ":files"*)
        compopt -o filenames 2>/dev/null
        for file in $(compgen -f -- "$current"); do
          if [ -d "$file" ] || [ "$line" = ":files" ]; then
            COMPREPLY+=("$file")
            continue
          fi
          local IFS=" "
          for ending in \${line#:files }; do
            case "$file" in *".$ending") COMPREPLY+=("$file") ;; esac
          done
          IFS=$'\\n'
        done
        ;;
      *)
        # bash splits words at an equals sign: the part before it is on the command line already.
        line="\${line%%$'\\t'*}"
        case "$line" in --*=*) line="\${line#*=}" ;; esac
        COMPREPLY+=("$line")
        ;;
    esac
  done < <("$program" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _mrap mrap
`,
  zsh: `#compdef mrap
# zsh completion for mrap
_mrap() {
  local line files endings
  local -a candidates
  while IFS= read -r line; do
    case "$line" in
      ":files"*)
        files=1
        endings="\${line#:files}"
        endings="\${endings# }"
        ;;
      *$'\\t'*) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
      *) candidates+=("\${line//:/\\\\:}") ;;
    esac
  done < <("\${(e)words[1]/#\\~/$HOME}" __complete -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
  [ "\${#candidates[@]}" -gt 0 ] && _describe -V mrap candidates
  if [ -n "$files" ]; then
    if [ -n "$endings" ]; then
      _files -g "*.(\${endings// /|})"
    else
      _files
    fi
  fi
}
compdef _mrap mrap
`,
};
