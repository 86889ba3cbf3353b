// SPDX-License-Identifier: BSD-2-Clause
// What names of NetBSD's interface mean, in a few words. From resources/abi/meanings.tsv.
#pragma once

#include <string_view>

namespace rumpscope::abi {

/// Of a constant ("O_CREAT"); empty where the name says it all.
[[nodiscard]] std::string_view meaningOf(std::string_view constant);
/// Of a field ("stat", "st_size"), with its unit where there is a choice.
[[nodiscard]] std::string_view meaningOf(std::string_view structure, std::string_view field);

} // namespace rumpscope::abi
