# Completions of quorate for elvish. The program itself says what may come next: quorate completions --words.

use str

set edit:completion:arg-completer[quorate] = {|@words|
    var lines = [(to-lines $words[1..] | (external quorate) completions --words 2>/dev/null | from-lines)]
    if (> (count $lines) 0) {
        for line $lines[1..] {
            var value about = (str:split &max=2 "\t" $line)
            edit:complex-candidate $value &display=$value'  '$about
        }
        if (has-value [files folders] $lines[0]) {
            edit:complete-filename $words[-1]
        }
    }
}
