# Completions of quorate for fish. The program itself says what may come next: quorate completions --words.

function __quorate_next
    set -l words (commandline -opc)
    set -e words[1]
    set -l current (commandline -ct)
    printf '%s\n' (string escape -- $words) "$current" | command quorate completions --words 2>/dev/null
end

function __quorate_words
    set -l lines (__quorate_next)
    set -e lines[1]
    test (count $lines) -gt 0; and printf '%s\n' $lines
end

function __quorate_takes
    set -l lines (__quorate_next)
    contains -- "$lines[1]" $argv
end

complete -c quorate -e
complete -c quorate -n 'not __quorate_takes files' -f
complete -c quorate -n '__quorate_takes folders' -a '(__fish_complete_directories (commandline -ct) folder)'
complete -c quorate -k -a '(__quorate_words)'
