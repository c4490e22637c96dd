#!/usr/bin/env bash
# Every night, where the record is kept; no share is needed, and none belongs there. For cron:
#
#   15 6 * * *  MAILTO=custody@example.com  /opt/quorate/nightly-check.sh /srv/custody/record.json
#
# Silent while nothing is due, so that cron sends no mail. HEAD_FILE, if it is given, holds a head code that somebody else
# wrote down: history up to it must be as it was.
set -u
record=${1:?usage: nightly-check.sh RECORD [HEAD_FILE]}
arguments=(status "$record" --no-input)
[ $# -lt 2 ] || arguments+=(--expect-head "$(cat "$2")")

report=$(quorate "${arguments[@]}" 2>&1)
code=$?
case $code in
0) ;;
6) printf '%s\n' "something is due, or wrong: $record" "$report" ;;
*) printf '%s\n' "the check itself failed with $code: $record" "$report" ;;
esac
exit $code
