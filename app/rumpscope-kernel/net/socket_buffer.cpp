// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/net/socket_buffer.h"

#include <algorithm>

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kMostMemory = 262144;

} // namespace

SegmentShape nextSegment(std::size_t left, std::size_t space, bool first, bool atomic)
{
    if (left >= kLargeFrom && space >= kLargeBuffer) {
        const std::size_t room = first && atomic ? kLargeBuffer - kHeaderRoom : kLargeBuffer;
        return {std::min({left, room, space}), room};
    }
    const std::size_t room = first ? kFirstBuffer : kSmallBuffer;
    return {std::min({left, room, space}), room};
}

std::size_t SocketRecord::size() const
{
    std::size_t total = 0;
    for (const Segment &segment : segments)
        total += segment.size();
    return total;
}

std::size_t SocketRecord::cost() const
{
    std::size_t total = (from.empty() ? 0 : 512) + (rights ? 512 : 0);
    for (const Segment &segment : segments)
        total += segment.cost();
    return total;
}

void SocketBuffer::setLimit(std::size_t limit)
{
    m_limit = limit;
    m_costLimit = std::min(limit * 2, kMostMemory);
}

std::size_t SocketBuffer::space() const
{
    if (m_stored >= m_limit || m_cost >= m_costLimit)
        return 0;
    return std::min(m_limit - m_stored, m_costLimit - m_cost);
}

void SocketBuffer::stores(std::size_t bytes)
{
    m_stored += bytes;
    m_total += bytes;
}

void SocketBuffer::loses(std::size_t bytes)
{
    m_stored -= bytes;
    m_total -= bytes;
}

bool SocketBuffer::appendRecord(SocketRecord record)
{
    const std::size_t size = record.size() + record.from.size();
    if (size > space())
        return false;
    stores(size);
    m_cost += record.cost();
    m_records.push_back(std::move(record));
    return true;
}

void SocketBuffer::appendStream(Segment segment)
{
    stores(segment.size());
    if (m_records.empty())
        m_records.emplace_back();
    auto &segments = m_records.back().segments;
    constexpr std::size_t kJoins = kLargeBuffer / 4;
    if (!segments.empty() && segment.size() <= kJoins &&
        segments.back().bytes.size() + segment.size() <= segments.back().capacity) {
        auto &last = segments.back().bytes;
        last.insert(last.end(), segment.bytes.begin(), segment.bytes.end());
        return;
    }
    m_cost += segment.cost();
    segments.push_back(std::move(segment));
}

void SocketBuffer::consume(std::size_t count)
{
    SocketRecord &record = m_records.front();
    loses(count);
    while (count > 0) {
        Segment &segment = record.segments.front();
        const std::size_t part = std::min(count, segment.size());
        segment.begin += part;
        count -= part;
        if (segment.size() == 0) {
            m_cost -= segment.cost();
            record.segments.pop_front();
        }
    }
    if (record.segments.empty())
        popFront();
}

void SocketBuffer::popFront()
{
    const SocketRecord gone = std::move(m_records.front()); // its files may close, and wake others, last
    m_records.pop_front();
    loses(gone.size() + gone.from.size());
    m_cost -= std::min(m_cost, gone.cost());
}

void SocketBuffer::listFiles(std::vector<FilePtr> &files) const
{
    for (const SocketRecord &record : m_records) {
        if (record.rights != nullptr)
            files.insert(files.end(), record.rights->files().begin(), record.rights->files().end());
    }
}

void SocketBuffer::clear()
{
    const auto gone = std::exchange(m_records, {});
    loses(m_stored);
    m_cost = 0;
}

} // namespace rumpscope::kernel
