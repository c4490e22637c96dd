#!/usr/bin/env bash
# The life of a key, by the real commands, on the published practice key, which protects nothing. Makes what is in
# examples/life, or the same in the folder that is named. Every exit code is insisted on.
set -euo pipefail
plan=$(cd "$(dirname "$0")" && pwd)/plan.toml
nightly=$(cd "$(dirname "$0")" && pwd)/nightly-check.sh
out=${1:-$(dirname "$plan")/life}
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

ends() { # ends CODE COMMAND...: runs it, and insists on how it ends
    local expected=$1 code=0
    shift
    "$@" || code=$?
    [ "$code" = "$expected" ] || { echo "ended with $code and not with $expected: $*" >&2; exit 1; }
}
# Nobody is asked anything, also where somebody sits at a terminal.
quorate() { command quorate --no-input "$@"; }
share() { echo "cards/secret/$1.txt"; }

printf 'quorate practice: worthless key!' > key
ends 0 quorate policy --plan "$plan"
hash=$(quorate --json policy --plan "$plan" | sed 's/.*"plan_hash":"\([0-9a-f]*\)".*/\1/')
ends 0 quorate split --plan "$plan" --expect-plan "$hash" --in key --kind raw --date 2025-11-24 \
    --fingerprint --format words,pdf -o cards
record=cards/public/record.json

# Every card is read back from its paper, and handed over. In place of a printer and a camera: pdftoppm (of poppler).
for card in cards/secret/*.pdf; do
    pdftoppm -r 200 -gray -png -singlefile "$card" "${card%.pdf}"
done
ends 0 quorate check cards/secret/*.png --record $record --date 2025-11-24
for card in 1.1 1.2 1.3 2.1 2.2 2.3 2.4 2.5; do
    ends 0 quorate note $record handed-over $card --date 2025-11-24
done
ends 0 quorate status $record --date 2025-11-24

# A keyholder abroad proves that she has her card.
challenge=$(quorate --json note $record challenge --date 2025-12-01 | sed 's/.*"challenge":"\([0-9a-f]*\)".*/\1/')
ends 0 quorate check "$(share board-1-alice)" --record $record --receipt "$challenge" --date 2025-12-01 -o receipt.txt
ends 0 quorate note $record receipt receipt.txt --date 2025-12-02

# One cannot be reached, and one has lost their card. The nightly check tells.
ends 0 quorate note $record absent carol --text 'on a ship' --date 2025-12-10
ends 0 quorate note $record lost bob --date 2025-12-10
ends 6 quorate status $record --date 2025-12-10
ends 0 quorate note $record back carol --date 2025-12-12
ends 0 quorate reissue "$(share board-1-alice)" "$(share board-3-carol)" --member 1.2 --record $record \
    --date 2025-12-12 --format words,pdf -o again
cmp <(grep -v '^#' again/secret/*.txt) <(grep -v '^#' "$(share board-2-bob)")
# It is a new paper: read back and handed over like the first.
pdftoppm -r 200 -gray -png -singlefile again/secret/*.pdf again/card
ends 0 quorate check again/card.png --record $record --date 2025-12-12
ends 0 quorate note $record handed-over bob --date 2025-12-12

# The drill, and the key again.
ends 0 quorate drill cards/secret/*.txt --record $record --date 2025-12-12 --attendee alice --attendee frank \
    --scenario 'bob has lost his card' --remediation none --next 2026-12-01 --report drill.pdf
ends 0 quorate recover "$(share board-1-alice)" "$(share board-3-carol)" "$(share operations-1-frank)" \
    "$(share operations-2-grace)" "$(share operations-5-kim)" --record $record --date 2025-12-13 -o recovered
cmp recovered key

head=$(quorate --json status $record --date 2025-12-13 | sed 's/.*"journal_head":"\([0-9a-f-]*\)".*/\1/')
echo "$head" > head
PATH=$PATH ends 0 quorate status $record --date 2025-12-13 --expect-head "$head"
# By the clock of today, everything may be long due: any answer but "nothing" and "due" is a fault.
code=0
"$nightly" $record head > nightly.txt || code=$?
[ $code = 0 ] || [ $code = 6 ] || { cat nightly.txt; exit 1; }

cp $record cards/public/journal.jsonl receipt.txt drill.pdf drill.json head "$out"
echo "the record, its journal and the report are in $out"
