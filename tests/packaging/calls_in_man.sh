#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every call that the program has stands in its manual page.
# usage: calls_in_man.sh PROGRAM PAGE
set -eu
program=$1 page=$2

calls=$("$program" --calls | sed 's/^[a-z]*: //' | tr -d ',')
count=0
for call in $calls; do
    # Without the backslashes that roff wants.
    if ! tr -d '\\' <"$page" | grep -qw -e "$call"; then
        echo "$call is not in $page"
        exit 1
    fi
    count=$((count + 1))
done
[ "$count" -ge 110 ] || { echo "$program tells of $count calls only"; exit 1; }
