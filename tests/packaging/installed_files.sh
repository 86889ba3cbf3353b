#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installing puts exactly the files of a list in place.
# usage: installed_files.sh CMAKE BUILD_DIRECTORY LIST
set -eu
cmake=$1 build=$2 list=$3

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$cmake" --install "$build" --prefix "$place/installed" >/dev/null
(cd "$place/installed" && find . -type f | LC_ALL=C sort) >"$place/found"
grep -v '^#' "$list" | diff - "$place/found"
