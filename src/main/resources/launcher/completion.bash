
# What a server knows, a value a line: where it has not answered within 300 ms, nothing.
function _ticket_ask() { # what, then the words typed
  local what=$1
  shift
  local program=${1/#\~/$HOME}
  local -a where
  where=()
  shift
  while (($# > 0)); do
    case $1 in
      --server | --ca | --tls-cert | --tls-key | --token-file) where+=("$1" "${2-}") ;;
      --server=* | --ca=* | --tls-cert=* | --tls-key=* | --token-file=* | --tls) where+=("$1") ;;
    esac
    shift
  done
  "$program" completion "$what" "${where[@]}" </dev/null 2>/dev/null
}

# In place of the entry point above, which takes any word that is a command's name for the command,
# and the parts into which bash cuts a word at ":" and "=" for words.
function _complete_ticket() {
  local word part i last command at
  local rest=$COMP_LINE
  local -a typed
  typed=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i > 0)) && [[ -n $rest && $rest != [[:blank:]]* ]]; then
      typed[${#typed[@]} - 1]+=$word
    else
      typed+=("$word")
    fi
    rest=${rest#"${rest%%[![:blank:]]*}"}
    rest=${rest#"$word"}
  done
  last=$((${#typed[@]} - 1))
  word=${typed[last]}
  part=${COMP_WORDS[COMP_CWORD]}
  [[ $part != [:=]* ]] || part=

  # The shell puts a reply in the place of the part; what stands before it is no part of a reply.
  local before=${word%"$part"}
  # A value is completed alone, the last of several; what stands before it is put back.
  local value=$word kept= qualifier=
  if [[ $value == --*=* ]]; then
    typed[last]=${value%%=*}
    last=$((last + 1))
    value=${value#*=}
    kept=${word%"$value"}
  fi
  if [[ $value == *,* ]]; then
    [[ $value != *:* ]] || qualifier=${value%%:*}:
    kept=$kept${value%,*},
    value=$qualifier${value##*,}
  fi

  # What all commands share may stand before the command.
  at=1
  while ((at < last)); do
    case ${typed[at]} in
      --server | --as | --lang | --color | --ca | --tls-cert | --tls-key | --token-file) at=$((at + 2)) ;;
      --server=* | --as=* | --lang=* | --color=* | --ca=* | --tls-cert=* | --tls-key=* | --token-file=*) at=$((at + 1)) ;;
      --tls | --json) at=$((at + 1)) ;;
      *) break ;;
    esac
  done
  # One that has no options of its own: what all share may stand there.
  command=stats
  if ((at < last)); then
    command=${typed[at]}
  fi

  # Only an option may be looked at by its name; "0" is like none.
  local -a COMP_WORDS
  local COMP_CWORD
  COMP_WORDS=(ticket "$command")
  for ((i = at < last ? at + 1 : 1; i < last; i++)); do
    case ${typed[i]} in
      -*=*) ;;
      -?*) COMP_WORDS+=("${typed[i]}") ;;
      *) COMP_WORDS+=(0) ;;
    esac
  done
  COMP_WORDS+=("$value")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))

  COMPREPLY=()
  if ((last > at + 1)) && [[ $command == @(close|status) && $value != -* && ${typed[last - 1]} == [!-#0-9]* ]]; then
    # The value stands there already.
    return
  fi
  if [[ $value != -* ]] && { ((at == last)) || { [[ $command == help ]] && ((at + 1 == last)); }; }; then
    _picocli_ticket
  elif declare -f "_picocli_ticket_$command" >/dev/null; then
    "_picocli_ticket_$command"
  fi

  # What the server knows that may stand there.
  local what= sign= sought=$value
  local previous=${typed[last - 1]}
  case $command:$previous in
    *:-a | *:--assignee | list:-A | list:--author | *:--as | token:--user) what=people ;;
    user:disable | user:enable | user:role | user:passwd) what=people ;;
    create:-l | create:--tag | create:--label | edit:--tag | edit:-l | list:-l | list:--tag | list:--label)
      what=tags
      ;;
    unsave:unsave | save:save) what=saved ;;
    link:blocks | link:duplicates | link:relates) what=tickets ;;
    assign:[#0-9]*) [[ $value == [#0-9]* ]] || what=people ;;
    tag:[-+#0-9]*)
      if [[ $value == [-+]* ]]; then
        what=tags
        sign=${value:0:1}
        sought=${value:1}
      fi
      ;;
    unlink:[#0-9]*) what=tickets ;;
    *)
      case $command:$value in
        list:*author:* | list:*assignee:* | watch:*author:* | watch:*assignee:* | take:*author:* | take:*assignee:* | \
          export:*author:* | export:*assignee:* | report:*author:* | report:*assignee:*) what=people ;;
        list:*tag:* | watch:*tag:* | take:*tag:* | export:*tag:* | report:*tag:* | save:*tag:*) what=tags ;;
        list:*saved:* | watch:*saved:* | take:*saved:* | export:*saved:* | report:*saved:*) what=saved ;;
      esac
      if [[ -n $what ]]; then
        sought=${value#*:}
        sign=${value%"$sought"}
      fi
      ;;
  esac
  if [[ -z $what && $value != -* ]] && { ((at + 1 == last)) || [[ $previous == [#0-9]* && $value == [#0-9]* ]]; }; then
    case $command in
      take | assign | status | close | wait | tag | due) what=open-tickets ;;
      reopen | rate) what=closed-tickets ;;
      view | comment | note | edit | history | link | unlink) what=tickets ;;
    esac
  fi
  if [[ -n $what ]]; then
    local known
    while IFS= read -r known; do
      # One that would have to be quoted is left to be typed.
      if [[ $known == "${sought#\#}"* && $known != *[!A-Za-z0-9._@-]* ]] || [[ $known == "$sought"* && $known != *[[:space:]\'\"]* ]]; then
        [[ $what != *tickets ]] || [[ $sought != \#* ]] || known="#$known"
        COMPREPLY+=("$sign$known")
      fi
    done < <(_ticket_ask "$what" "${typed[@]}")
  fi

  local reply open=
  local -a replies
  replies=()
  for reply in "${COMPREPLY[@]}"; do
    # The values of a qualifier are many: they are shown once it is there.
    [[ $reply != *:?* || $value == *:* || $command == server ]] || continue
    [[ $reply != "$value" || $reply != *: ]] || continue
    [[ $reply != *: ]] || open=yes
    reply=$kept${reply#"$qualifier"}
    replies+=("${reply#"$before"}")
  done
  COMPREPLY=("${replies[@]}")
  if [[ -n $BASH_VERSION ]]; then
    # A qualifier waits for its value.
    [[ -z $open ]] || compopt -o nospace 2>/dev/null
    # The shell knows best how names of files are quoted.
    [[ $command != check || $value == -* ]] || compopt -o default 2>/dev/null
  fi
}
