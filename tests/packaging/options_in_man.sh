#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A manual page names the options that --help prints: all of them, and no others.
# usage: options_in_man.sh SCDOC PROGRAM PAGE.scd [HELP_OPTION]
set -eu
scdoc=$1 program=$2 page=$3

options() { grep -oE -- '(^|[^[:alnum:]_-])--?[a-z][a-z-]*' | grep -oE -- '--?[a-z][a-z-]*' | sort -u; }

help=$("$program" "${4:---help}")
made=$("$scdoc" <"$page")
told=$(printf '%s\n' "$help" | options)
# Long dashes and hyphens of troff are written "\-"; fonts are "\fB" and "\fR".
written=$(printf '%s\n' "$made" | sed 's/\\-/-/g; s/\\f[A-Z]/ /g' | options)
[ -n "$told" ] || { echo "$program --help prints no option"; exit 1; }
if [ "$told" != "$written" ]; then
    echo "--help prints:"; echo "$told"
    echo "the manual page has:"; echo "$written"
    exit 1
fi
