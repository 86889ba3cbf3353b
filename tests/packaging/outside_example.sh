#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The example builds against the installed library, by pkg-config and by CMake, in C and in C++, and runs.
# usage: outside_example.sh CMAKE BUILD_DIRECTORY EXAMPLE.c KERNEL_PROGRAM
set -eu
cmake=$1 build=$2 example=$3 kernel=$4

place=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$place"
}
trap finish EXIT
"$cmake" --install "$build" --prefix "$place/installed" >/dev/null
PKG_CONFIG_PATH=$(dirname "$(find "$place/installed" -name rumpclient.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046  # words are what pkg-config prints
cc -std=c11 -Wall -Wextra -Werror -o "$place/in-c" "$example" $(pkg-config --cflags --libs rumpclient)
# shellcheck disable=SC2046
c++ -Wall -Wextra -Werror -o "$place/in-c++" -x c++ "$example" -x none $(pkg-config --cflags --libs rumpclient)

mkdir "$place/project"
cp "$example" "$place/project/example.c"
cat >"$place/project/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(example LANGUAGES C)
find_package(rumpclient 0.1 REQUIRED)
add_executable(by-cmake example.c)
target_link_libraries(by-cmake PRIVATE rumpclient::rumpclient)
END
"$cmake" -G Ninja -S "$place/project" -B "$place/project/build" -DCMAKE_PREFIX_PATH="$place/installed" >/dev/null
"$cmake" --build "$place/project/build" >/dev/null

mkfifo "$place/says"
"$kernel" "unix://$place/sock" >"$place/says" &
server=$!
read -r _ <"$place/says" # "listening on ..."
LD_LIBRARY_PATH=$(pkg-config --variable=libdir rumpclient)
export LD_LIBRARY_PATH
for program in "$place/in-c" "$place/in-c++" "$place/project/build/by-cmake"; do
    said=$(RUMP_SERVER="unix://$place/sock" "$program")
    case $said in
    "I am process "[0-9]*" of the kernel") ;;
    *) echo "$program says: $said"; exit 1 ;;
    esac
done
