// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/vfs/directory_records.h"

#include "app/rumpscope-kernel/sched/record.h"

namespace rumpscope::kernel {

namespace {

/// The fixed part, the name, its NUL, and up to the next multiple of 8.
std::size_t recordSize(const Directory::Entry &entry)
{
    return (layout::dirent::d_name + entry.name.size() + 1 + 7) / 8 * 8;
}

void append(std::vector<std::byte> &bytes, const Directory::Entry &entry)
{
    Record record(recordSize(entry));
    record.put<std::uint64_t>(layout::dirent::d_fileno, entry.inode->number());
    record.put(layout::dirent::d_reclen, static_cast<std::uint16_t>(record.size()));
    record.put(layout::dirent::d_namlen, static_cast<std::uint16_t>(entry.name.size()));
    record.put<std::uint8_t>(layout::dirent::d_type, entry.inode->directoryType());
    record.text(layout::dirent::d_name, entry.name.size() + 1, entry.name);
    bytes.insert(bytes.end(), record.bytes().begin(), record.bytes().end());
}

} // namespace

Listing encodeEntries(const Directory &directory, std::int64_t position, std::size_t room)
{
    Listing listing;
    listing.position = position;
    const auto &entries = directory.entries();
    auto entry = entries.lower_bound(static_cast<std::uint64_t>(position));
    while (entry != entries.end() && listing.bytes.size() + recordSize(entry->second) <= room) {
        append(listing.bytes, entry->second);
        listing.position = static_cast<std::int64_t>(entry->first) + 1;
        ++entry;
    }
    listing.atEnd = entry == entries.end();
    return listing;
}

} // namespace rumpscope::kernel
