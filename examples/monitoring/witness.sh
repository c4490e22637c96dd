#!/usr/bin/env bash
# witness.sh RECORD HEAD: on another machine than the record's, under somebody else's control, with a copy of record and journal
# that was just fetched. HEAD is a file that only this machine writes: the head that the journal had when it was last checked here.
# Whoever rewrites the journal cannot rewrite it.
#
# Says something when anything is due or wrong, which is its exit code, or was amended since. The head moves on only where the
# journal still has the old one.
set -u
record=$1 head=$2
command -v jq >/dev/null || { echo 'jq is missing: nothing was compared'; exit 1; }
if [ ! -e "$head" ]; then
    echo "there is no head in $head yet: compare this one with the keeper of the record, then write it there:"
    quorate --json status "$record" | jq -re '.journal_head // empty' || echo 'the record cannot be read'
    exit 1
fi
told=$(quorate --json status "$record" --expect-head-file "$head" --no-input)
code=$?
of() { printf '%s' "$told" | jq -r "$1"; }
# What was amended or taken back since the head is told before the head moves over it.
if [ $code -ne 0 ] || [ "$(of '.changed_since_head // [] | length')" != 0 ]; then
    quorate status "$record" --expect-head-file "$head" --no-input
fi
if [ "$(of .history)" = as-it-was ]; then
    { of .journal_head >"$head.new" && mv -- "$head.new" "$head"; } || {
        echo "the new head could not be kept in $head"
        [ $code -ne 0 ] || code=1
    }
fi
exit $code
