#!/usr/bin/env bash
# Every night, where the record is kept; no share is needed, and none belongs there. For cron, whose MAILTO has a line of
# its own: monitoring/crontab has both.
#
# Says something, so that cron sends a mail, when what is due or wrong changed, and once a week while anything is open: a mail
# every night is one that nobody reads. The exit code is that of the check, every night. HEAD_FILE holds a head code that
# somebody else wrote down: history up to it must be as it was. Without it, nobody notices a journal that was changed. Where the
# file cannot be read, that is told beside all else.
# What was told last is kept in STATE_FOLDER [default: ~/.local/state]; where it cannot be kept, all is told.
set -u
if [ $# -lt 1 ] || [ $# -gt 3 ]; then
    printf '%s\n' "usage: nightly-check.sh RECORD [HEAD_FILE [STATE_FOLDER]]" >&2
    exit 2
fi
record=$1
state=${3:-${XDG_STATE_HOME:-${HOME:+$HOME/.local/state}}}
arguments=(status "$record" --no-input)
if [ $# -ge 2 ]; then
    arguments+=(--expect-head-file "$2")
fi

report=$(quorate "${arguments[@]}" 2>&1)
code=$?
case $code in
0) told="nothing is due: $record" ;;
6) told="something is due, or wrong: $record" ;;
*)
    printf '%s\n' "the check itself failed with $code: $record" "$report"
    exit $code
    ;;
esac

# What is open: what is due, without the numbers that grow by one each night, and what was amended or taken back since the head.
open=$(printf '%s\n' "$report" | awk '
    /^(since the head|due, or wrong:)/ { open = 1; next }
    !/^ / { open = 0 }
    open { gsub(/[0-9]+ days?/, "so many days"); print }')
# Without awk all of it is told.
[ -n "$open" ] || [ $code -eq 0 ] || open=$report
# Each record and head has a state of its own, from whatever folder it is named.
seen=$state/quorate-$(printf '%s\n%s' "$(realpath -- "$record")" "${2:-}" | cksum | cut -d ' ' -f 1)
now=$(date +%s)
before='' at=0
if [ -n "$state" ] && [ -r "$seen" ]; then
    at=$(head -n 1 -- "$seen")
    before=$(tail -n +2 -- "$seen")
    case $at in '' | *[!0-9]*) at=0 ;; esac
    # A clock that was ahead would keep the weekly mail away.
    [ "$at" -le "$now" ] || at=0
fi
# A week, less the minutes that one night is later than another.
week=$((7 * 24 * 3600 - 3600))
if [ "$open" != "$before" ] || { [ -n "$open" ] && [ $((now - at)) -ge $week ]; }; then
    printf '%s\n' "$told" "$report"
    [ -z "$state" ] || {
        mkdir -p -- "$state" && printf '%s\n%s\n' "$now" "$open" >"$seen.new" && mv -- "$seen.new" "$seen"
    } 2>/dev/null
fi
exit $code
