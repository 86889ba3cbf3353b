// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/directory_records.h"

#include "app/rumpscope-kernel/sched/record.h"
#include "app/rumpscope-kernel/vfs/file_system.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

// Positions of "." and "..", of the end, and what is added to those of entries: a tmpfs counts like that.
constexpr std::int64_t kSelf = 0;
constexpr std::int64_t kParent = 1;
constexpr std::int64_t kEnd = 2;
constexpr std::int64_t kBefore = 2;

std::vector<std::byte> encode(std::string_view name, const Inode &inode)
{
    // The fixed part, the name, its NUL, and up to the next multiple of 8.
    Record record((layout::dirent::d_name + name.size() + 1 + 7) / 8 * 8);
    record.put<std::uint64_t>(layout::dirent::d_fileno, inode.number());
    record.put(layout::dirent::d_reclen, static_cast<std::uint16_t>(record.size()));
    record.put(layout::dirent::d_namlen, static_cast<std::uint16_t>(name.size()));
    record.put<std::uint8_t>(layout::dirent::d_type, inode.directoryType());
    record.text(layout::dirent::d_name, name.size() + 1, name);
    return record.take();
}

/// Collects what fits.
class Collector
{
public:
    Collector(Listing &listing, std::size_t room)
        : m_listing(listing)
        , m_room(room)
    {}
    /// False when it found no room; `next` is the position behind it.
    bool add(std::string_view name, const Inode &inode, std::int64_t next)
    {
        auto record = encode(name, inode);
        if (m_listing.size + record.size() > m_room)
            return false;
        m_listing.size += record.size();
        m_listing.records.push_back(std::move(record));
        m_listing.position = next;
        return true;
    }

private:
    Listing &m_listing;
    std::size_t m_room;
};

/// "." and "..", as far as they are wanted; false when one found no room.
bool addDots(Collector &collector, const Directory &directory, std::int64_t from)
{
    if (!directory.fs().showsDots())
        return true;
    if (from <= kSelf && !collector.add(".", directory, kParent))
        return false;
    const DirectoryPtr parent = directory.parent();
    return from > kParent || parent == nullptr || collector.add("..", *parent, kBefore + 1);
}

} // namespace

Listing encodeEntries(const Directory &directory, std::int64_t position, std::size_t room)
{
    Listing listing;
    listing.position = position;
    Collector collector(listing, room);
    if (position == kEnd || !addDots(collector, directory, position))
        return listing;
    const auto &entries = directory.entries();
    auto entry =
        entries.lower_bound(static_cast<std::uint64_t>(std::max<std::int64_t>(0, position - kBefore)));
    while (entry != entries.end()) {
        const auto next = static_cast<std::int64_t>(entry->first) + 1 + kBefore;
        if (!collector.add(entry->second.name, *entry->second.inode, next))
            return listing;
        ++entry;
    }
    listing.position = kEnd;
    return listing;
}

} // namespace rumpscope::kernel
