// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/meaning.h"

#include "clientcore/abi/meaning_table.h"

#include <algorithm>
#include <string>

namespace rumpscope::abi {

std::string_view meaningOf(std::string_view constant)
{
    const auto all = tables::meanings();
    const auto found =
        std::lower_bound(all.begin(), all.end(), constant,
                         [](const tables::Meaning &one, std::string_view name) { return one.name < name; });
    return found == all.end() || found->name != constant ? std::string_view() : found->meaning;
}

std::string_view meaningOf(std::string_view structure, std::string_view field)
{
    return meaningOf(std::string(structure) + '.' + std::string(field));
}

} // namespace rumpscope::abi
