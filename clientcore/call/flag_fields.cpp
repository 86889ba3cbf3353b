// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/meaning.h"
#include "clientcore/call/memory_fields.h"
#include "clientcore/call/names.h"

#include <fmt/format.h>

#include <array>

namespace rumpscope::call {

namespace {

constexpr std::uint64_t kPermissions = 0777;

/// "read, write" of the three bits at `shift`.
std::string permissions(std::uint64_t mode, unsigned shift)
{
    static constexpr std::array<std::pair<std::uint64_t, const char *>, 3> kRights{
        {{4, "read"}, {2, "write"}, {1, "execute"}}};
    std::string text;
    for (const auto &[bit, name] : kRights) {
        if ((mode >> shift & bit) != 0)
            text += (text.empty() ? "" : ", ") + std::string(name);
    }
    return text.empty() ? "nothing" : text;
}

void addPermissions(Field &into, std::uint64_t mode)
{
    static constexpr std::array<std::pair<const char *, unsigned>, 3> kWho{
        {{"owner", 6}, {"group", 3}, {"others", 0}}};
    for (const auto &[who, shift] : kWho)
        into.children.push_back(
            {who, {}, fmt::format("0{:o}", mode >> shift & 7), permissions(mode, shift), into.spot, {}});
}

} // namespace

void addFlags(Field &into, const abi::FlagSet &set, std::uint64_t value)
{
    const bool mode = set.name == "file mode";
    for (const FlagPart &part : flagParts(set, mode ? value & ~kPermissions : value)) {
        const bool hasType = (value & static_cast<std::uint64_t>(set.enumMask)) != 0;
        if (mode && !hasType && (part.bits & static_cast<std::uint64_t>(set.enumMask)) == part.bits)
            continue; // umask and chmod give no type
        into.children.push_back({part.name,
                                 {},
                                 fmt::format("{:#x}", part.bits),
                                 part.known
                                     ? std::string(abi::meaningOf(part.name))
                                     : "bits without a name in the set \"" + std::string(set.name) + '"',
                                 into.spot,
                                 {}});
    }
    if (mode)
        addPermissions(into, value);
}

} // namespace rumpscope::call
