# SPDX-License-Identifier: GPL-3.0-or-later
# Names of calls, errors and signals as Lua tables, put where the dissector says @NAMES@.
# usage: awk -f names.awk syscalls.tsv errno.tsv constants.tsv rump_sp.lua.in
BEGIN { FS = "\t" }
FNR == 1 { file++ }
file < 4 && /^#/ { next }
file == 1 && $1 ~ /^[0-9]+$/ { calls = calls sprintf("    [%d] = \"%s\",\n", $1, $3) }
file == 2 && $1 ~ /^[0-9]+$/ { errors = errors sprintf("    [%d] = \"%s\",\n", $1, $2) }
file == 3 && $1 == "signal" && $2 ~ /^SIG[A-Z0-9]+$/ && $3 > 0 && !($3 in seen) {
    seen[$3] = 1
    signals = signals sprintf("    [%d] = \"%s\",\n", $3, $2)
}
file == 4 && /^@NAMES@$/ {
    printf "local syscalls = {\n%s}\nlocal errnos = {\n%s}\nlocal signals = {\n%s}\n", calls, errors, signals
    next
}
file == 4 { print }
