#!/bin/sh
# Makes examples/specimen anew: the cards and sheets of a set of the published practice key, which protects nothing.
# Needs quorate in the PATH, and pdftoppm (of poppler) for the picture in the README.
set -eu
cd "$(dirname "$0")"
rm -rf specimen
printf 'quorate practice: worthless key!' |
    quorate --no-input split 2of3 --kind raw --label 'Northwind Treasury' --date 2026-11-23 \
        --contact 'Jane Doe, +44 20 7946 0958' --custodian 'Alice Anders' --custodian 'Božena Dvořáková' \
        --custodian 'Γιώργος Παπαδόπουλος' --format words,png,pdf -o specimen
pdftoppm -r 80 -gray -png -singlefile specimen/secret/1-alice-anders.pdf specimen/card
