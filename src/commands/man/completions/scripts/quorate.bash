# Completions of quorate for bash. The program itself says what may come next: quorate completions --words.

_quorate() {
    local current=$2 before='' word='' line kind i
    local -a words=() lines=()
    # Bash parts words at = and :, which quorate does not.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        if ((i > 1)) && [[ ${COMP_WORDS[i]} == [=:]* || ${COMP_WORDS[i - 1]} == *[=:] ]]; then
            before=$word
            word+=${COMP_WORDS[i]}
        else
            ((i > 1)) && words+=("$word")
            before='' word=${COMP_WORDS[i]}
        fi
    done
    if [[ $word == *[=:] && ${COMP_WORDS[COMP_CWORD]} == [=:]* ]]; then
        before=$word current=''
    fi
    mapfile -t lines < <(printf '%s\n' "${words[@]}" "$word" | command quorate completions --words 2>/dev/null)
    kind=${lines[0]-} COMPREPLY=()
    for line in "${lines[@]:1}"; do
        line=${line%%$'\t'*}
        line=${line#"$before"}
        # What the shell would take for more than a word is quoted, as the word was begun.
        case ${COMP_WORDS[COMP_CWORD]} in
            \'*) [[ $line != *\'* ]] || continue ;;
            \"*) [[ $line != *[\"\$\`\\!]* ]] || continue ;;
            *) [[ $line != *[!A-Za-z0-9_.,=:/@%+-]* ]] || printf -v line %q "$line" ;;
        esac
        COMPREPLY+=("$line")
    done
    if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace 2>/dev/null
    fi
    if ((${#COMPREPLY[@]} == 0)); then
        case $kind in
            files) compopt -o default 2>/dev/null || mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
            folders)
                compopt -o plusdirs 2>/dev/null || mapfile -t COMPREPLY < <(compgen -d -- "$current")
                ;;
        esac
    fi
    return 0
}

complete -o nosort -F _quorate quorate
