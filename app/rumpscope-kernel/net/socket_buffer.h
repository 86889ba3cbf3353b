// SPDX-License-Identifier: GPL-3.0-or-later
// What has arrived at a socket and was not read yet.
#pragma once

#include "app/rumpscope-kernel/net/rights.h"
#include "app/rumpscope-kernel/sched/outcome.h"

#include <cstddef>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace rumpscope::kernel {

/// The kernel keeps bytes in buffers of these sizes: each is one copy from or to the client.
inline constexpr std::size_t kFirstBuffer = 400;  ///< of a chain
inline constexpr std::size_t kSmallBuffer = 456;  ///< the others
inline constexpr std::size_t kLargeBuffer = 2048; ///< from kLargeFrom bytes on
inline constexpr std::size_t kLargeFrom = kFirstBuffer + kSmallBuffer + 1;
/// Room left in front of a datagram for the headers of the protocols.
inline constexpr std::size_t kHeaderRoom = 76;

/// One buffer.
struct Segment
{
    std::vector<std::byte> bytes;
    std::size_t begin = 0;    ///< what was read already
    std::size_t capacity = 0; ///< as much as can be appended to
    [[nodiscard]] std::size_t size() const { return bytes.size() - begin; }
    /// What it costs of the socket's memory.
    [[nodiscard]] std::size_t cost() const { return 512 + (capacity > kSmallBuffer ? kLargeBuffer : 0); }
};

/// How many bytes the next buffer of a transfer takes, and its capacity. `left` and `space` are not 0.
struct SegmentShape
{
    std::size_t take = 0;
    std::size_t capacity = 0;
};
[[nodiscard]] SegmentShape nextSegment(std::size_t left, std::size_t space, bool first, bool atomic);

/// A datagram, or a stretch of a stream that begins with descriptors.
struct SocketRecord
{
    std::vector<std::byte> from; ///< the sender's address
    std::deque<Segment> segments;
    std::unique_ptr<Rights> rights;
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t cost() const;
};

class SocketBuffer
{
public:
    /// `total` counts the bytes in all buffers, and outlives them.
    SocketBuffer(std::size_t limit, std::size_t &total)
        : m_total(total)
    {
        setLimit(limit);
    }
    SocketBuffer(const SocketBuffer &) = delete;
    SocketBuffer &operator=(const SocketBuffer &) = delete;
    ~SocketBuffer() { clear(); }

    void setLimit(std::size_t limit);
    [[nodiscard]] std::size_t limit() const { return m_limit; }
    [[nodiscard]] std::size_t stored() const { return m_stored; }
    [[nodiscard]] std::size_t space() const;
    [[nodiscard]] bool empty() const { return m_records.empty(); }
    [[nodiscard]] SocketRecord &front() { return m_records.front(); }
    [[nodiscard]] const SocketRecord &front() const { return m_records.front(); }

    /// A whole datagram; false when it finds no room.
    bool appendRecord(SocketRecord record);
    /// Bytes of a stream: small ones join what is there.
    void appendStream(Segment segment);
    /// Takes `count` bytes off the front record; an empty one goes.
    void consume(std::size_t count);
    void popFront();
    /// The open files in it.
    void listFiles(std::vector<FilePtr> &files) const;
    void clear();

private:
    void stores(std::size_t bytes);
    void loses(std::size_t bytes);

    std::size_t &m_total;
    std::size_t m_limit = 0;
    std::size_t m_costLimit = 0;
    std::size_t m_stored = 0; ///< names of senders included
    std::size_t m_cost = 0;
    std::deque<SocketRecord> m_records;
};

} // namespace rumpscope::kernel
