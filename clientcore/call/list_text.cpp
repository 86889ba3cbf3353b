// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/abi/netbsd.h"
#include "clientcore/call/names.h"
#include "clientcore/call/structure_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace rumpscope::call {

namespace {

namespace dirent = abi::layout::dirent;

/// Joins items, as many as the limits allow, the rest as "...".
class List
{
public:
    explicit List(const FormatLimits &limits)
        : m_limits(limits)
    {}

    /// False once the list is full.
    bool hasRoom() const { return m_count < m_limits.listItems; }
    void add(const std::string &item)
    {
        if (m_cut || !hasRoom()) {
            m_cut = true;
            return;
        }
        m_text += (m_count++ == 0 ? "" : ", ") + item;
    }
    void cut() { m_cut = true; }
    [[nodiscard]] std::string text() const
    {
        return fmt::format("[{}{}]", m_text, !m_cut ? "" : m_count == 0 ? "..." : ", ...");
    }

private:
    const FormatLimits &m_limits;
    std::string m_text;
    std::size_t m_count = 0;
    bool m_cut = false;
};

std::string directory(std::span<const std::byte> bytes, const FormatLimits &limits, FieldTexts &fields)
{
    static const abi::FlagSet *const kKinds = abi::findFlagSet("directory entry type");
    List list(limits);
    std::size_t used = 0;
    for (const auto record : directoryRecords(bytes)) {
        const std::uint64_t length = loadUnsigned(part(record, dirent::d_namlen, dirent::d_namlen.size));
        const auto name = part(record, dirent::d_name, static_cast<std::size_t>(length));
        const std::string kind =
            enumName(*kKinds, static_cast<std::int64_t>(loadUnsigned(part(record, dirent::d_type, 1))));
        const std::string text = quote(name, dirent::d_name.size);
        list.add(fmt::format("{{{}, {}}}", text, kind));
        if (fields.size() < kMostFields)
            fields.emplace_back(text, kind);
        used += record.size();
    }
    if (used < bytes.size())
        list.cut();
    return list.text();
}

} // namespace

std::vector<std::span<const std::byte>> directoryRecords(std::span<const std::byte> bytes)
{
    std::vector<std::span<const std::byte>> records;
    while (!bytes.empty()) {
        const std::uint64_t size = loadUnsigned(part(bytes, dirent::d_reclen, dirent::d_reclen.size));
        if (size <= dirent::d_name || size > bytes.size())
            break; // a record that does not say where the next one begins
        records.push_back(bytes.first(static_cast<std::size_t>(size)));
        bytes = bytes.subspan(records.back().size());
    }
    return records;
}

std::string listText(const abi::Structure &structure, std::span<const std::byte> bytes, std::size_t stride,
                     Detail detail, const FormatLimits &limits, FieldTexts &fields, const Behind *behind)
{
    if (structure.name == "dirent")
        return directory(bytes, limits, fields);
    List list(limits);
    const std::size_t step = stride == 0 ? structure.size : stride;
    for (std::size_t i = 0; !bytes.empty(); ++i) {
        const auto item = part(bytes, 0, step);
        const bool keep = fields.size() < kMostFields;
        if (!list.hasRoom() && !keep) {
            list.cut();
            break;
        }
        const std::string text = structureText(structure, item, detail, limits, behind);
        list.add(text);
        if (keep)
            fields.emplace_back(fmt::format("[{}]", i), text);
        bytes = bytes.subspan(item.size());
    }
    return list.text();
}

std::string socketAddressText(std::span<const std::byte> bytes)
{
    namespace un = abi::layout::sockaddr_un;
    namespace in = abi::layout::sockaddr_in;
    namespace in6 = abi::layout::sockaddr_in6;
    if (bytes.size() < 2)
        return "{...}";
    static const abi::FlagSet *const kFamilies = abi::findFlagSet("address family");
    const auto number = static_cast<std::int64_t>(loadUnsigned(part(bytes, un::sun_family, 1)));
    const std::string family = enumName(*kFamilies, number);
    if (number == abi::NB_AF_LOCAL) {
        const auto path = part(bytes, un::sun_path, un::sun_path.size);
        const auto end = std::find(path.begin(), path.end(), std::byte{0});
        return fmt::format("{{{}, {}}}", family,
                           quote(path.first(static_cast<std::size_t>(end - path.begin())), path.size()));
    }
    const bool six = number == abi::NB_AF_INET6;
    const abi::Structure *structure = abi::findStructure(six ? "sockaddr_in6" : "sockaddr_in");
    const std::size_t needed = six ? in6::sin6_addr + in6::sin6_addr.size : in::sin_addr + in::sin_addr.size;
    if ((!six && number != abi::NB_AF_INET) || bytes.size() < needed)
        return fmt::format("{{{}, {}}}", family, quote(bytes.subspan(2), bytes.size()));
    std::string address;
    std::string port;
    std::string more;
    for (const auto &[name, text] : structureFields(*structure, bytes, FormatLimits{})) {
        if (name.ends_with("_addr"))
            address = text;
        else if (name.ends_with("_port"))
            port = text;
        else if ((name.ends_with("flowinfo") || name.ends_with("scope_id")) && text != "0")
            more += fmt::format(", {}={}", name, text);
    }
    return fmt::format("{{{}, {}, {}{}}}", family, address, port, more);
}

} // namespace rumpscope::call
