#!/bin/sh
# textfile.sh OUT RECORD... [--expect-head-file HEAD...]: figures for the textfile collector of Prometheus' node exporter,
# for instance into /var/lib/prometheus/node-exporter/quorate.prom. For cron or a timer, every hour.
#
# The collector must never see half a file: a new one is written beside it and renamed. What is due or wrong (6) and what cannot
# be read is in the figures, too. Only where they are not whole does the old file stay, and the rules alarm on its age.
set -u
out=$1
shift
new=$out.new.$$
trap 'rm -f -- "$new"' EXIT
quorate status "$@" --format prometheus --no-input >"$new"
code=$?
# The time of the run is the last line: without it the file was cut off, for instance by a full disk.
case $(tail -n 1 -- "$new") in
quorate_run_timestamp_seconds\ [0-9N]*) [ -z "$(tail -c 1 -- "$new")" ] || exit 1 ;;
*) [ "$code" -ne 0 ] || code=1; exit "$code" ;;
esac
chmod 644 "$new" && mv -- "$new" "$out"
