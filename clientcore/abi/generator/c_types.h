// SPDX-License-Identifier: BSD-2-Clause
// How the C headers spell what the tables say.
#pragma once

#include "clientcore/abi/generator/facts.h"

#include <initializer_list>
#include <string_view>

namespace rumpscope::abi::generator {

/// The structure a C type points to: "const struct stat *" -> "stat"; empty for everything else.
[[nodiscard]] std::string pointedStruct(const std::string &type);
/// A C type without the names that only some hosts' headers know in strict C11: "u_int" is "unsigned int".
[[nodiscard]] std::string strictType(const std::string &type);
/// The arguments a C caller passes: without PAD.
[[nodiscard]] std::vector<ArgumentRow> passed(const CallRow &call);
/// "(int, const char *, ...)", with the arguments' names where `named`.
[[nodiscard]] std::string parameters(const CallRow &call, bool named);
/// "rump_sys_stat" -> "STAT", the middle of RUMP_SYS_RENAME_STAT.
[[nodiscard]] std::string renameName(const CallRow &call);
/// The functions of the library by name, each once: those of syscalls.tsv, then what only newer releases
/// have.
[[nodiscard]] std::vector<const CallRow *> wrapped(const Facts &facts);
/// The row of syscalls-newer.tsv that replaces a function's call; null if none does.
[[nodiscard]] const CallRow *newerOf(const Facts &facts, const CallRow &call);

[[nodiscard]] std::string upper(std::string text);
[[nodiscard]] std::string joined(std::initializer_list<std::string_view> parts);
/// The first lines of a generated C file.
[[nodiscard]] std::string cTop(const std::string &says);

} // namespace rumpscope::abi::generator
