#!/usr/bin/env bash
# Every night, where the record is kept; no share is needed, and none belongs there. For cron, whose MAILTO has a line of
# its own:
#
#   MAILTO=custody@example.com
#   15 6 * * *  /opt/quorate/nightly-check.sh /srv/custody/record.json /srv/custody/head
#
# Silent while nothing is due, so that cron sends no mail. HEAD_FILE holds a head code that somebody else wrote down:
# history up to it must be as it was. Without it, nobody notices a journal that was changed.
set -u
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    printf '%s\n' "usage: nightly-check.sh RECORD [HEAD_FILE]" >&2
    exit 2
fi
record=$1
arguments=(status "$record" --no-input)
if [ $# = 2 ]; then
    # An empty file says nothing of the journal; it is told in the words of this check.
    head=$(cat -- "$2" 2>&1) || {
        printf '%s\n' "the check itself failed: the head code cannot be read: $head"
        exit 1
    }
    if [ -z "${head//[[:space:]]/}" ]; then
        printf '%s\n' "the check itself failed: there is no head code in $2"
        exit 1
    fi
    arguments+=(--expect-head "$head")
fi

report=$(quorate "${arguments[@]}" 2>&1)
code=$?
case $code in
0) ;;
6) printf '%s\n' "something is due, or wrong: $record" "$report" ;;
*) printf '%s\n' "the check itself failed with $code: $record" "$report" ;;
esac
exit $code
