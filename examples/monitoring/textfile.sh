#!/bin/sh
# textfile.sh OUT RECORD...: figures for the textfile collector of Prometheus' node exporter, for instance into
# /var/lib/prometheus/node-exporter/quorate.prom. For cron or a timer, every hour.
#
# The collector must never see half a file: a new one is written beside it and renamed. What is due or wrong (6) and what cannot
# be read is in the figures, too. Only where there are none does the old file stay, and the rules alarm on its age.
set -u
out=$1
shift
new=$out.new.$$
trap 'rm -f -- "$new"' EXIT
quorate status "$@" --format prometheus --no-input >"$new"
code=$?
if [ ! -s "$new" ]; then
    exit "$code"
fi
chmod 644 "$new" && mv -- "$new" "$out"
