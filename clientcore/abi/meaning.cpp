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
    const auto in = [field](std::string_view name) {
        return meaningOf(std::string(name) + '.' + std::string(field));
    };
    const std::string_view meaning = in(structure);
    // stat30 is stat as NetBSD 3.0 had it.
    const std::size_t name = structure.find_last_not_of("0123456789") + 1;
    return meaning.empty() && name < structure.size() ? in(structure.substr(0, name)) : meaning;
}

} // namespace rumpscope::abi
