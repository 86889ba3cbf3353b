#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes a manual page; a line "@CALLS@" stands for the calls that PROGRAM --calls prints.
# usage: page.sh SCDOC SOURCE.scd PAGE [PROGRAM]
set -eu
scdoc=$1 source=$2 page=$3 program=${4-}

# Asked first: within a pipe nobody would hear that it failed.
calls=
[ -z "$program" ] || calls=$("$program" --calls)
calls() { printf '%s\n' "$calls" | sed 's/_/\\_/g; s/^\([a-z]*\): /*\1*\n\t/; G'; }

while IFS= read -r line; do
    if [ "$line" = @CALLS@ ]; then calls; else printf '%s\n' "$line"; fi
done <"$source" | "$scdoc" >"$page"
