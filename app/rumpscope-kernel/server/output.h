// SPDX-License-Identifier: GPL-3.0-or-later
// Frames on their way to one client.
#pragma once

#include "clientcore/wire/frame_writer.h"

#include <cstddef>

namespace rumpscope::kernel {

/// New frames are collected in one buffer while another is being sent: sending never copies, and frames leave
/// in the order they were written.
class Output
{
public:
    /// `total` counts the bytes that wait in the outputs of all clients, and outlives them.
    explicit Output(std::size_t &total)
        : m_total(total)
    {}
    Output(const Output &) = delete;
    Output &operator=(const Output &) = delete;
    ~Output() { m_total -= m_counted; }

    /// Where frames are written.
    [[nodiscard]] wire::FrameWriter &writer() { return m_collecting; }

    /// The bytes to send next; empty when there are none. Valid until the next call of next() or sent().
    [[nodiscard]] wire::ByteView next();
    /// Says how many bytes of next() have left.
    void sent(std::size_t bytes);
    /// Whether more may be written: the client leaves little unread, and so do all together. Else a client
    /// still has a small share, so that nobody is kept waiting by others.
    [[nodiscard]] bool hasRoom();
    /// Bytes that have not left yet.
    [[nodiscard]] std::size_t pending() const
    {
        return m_collecting.bytes().size() + m_sending.bytes().size() - m_sent;
    }

private:
    void count();

    wire::FrameWriter m_collecting;
    wire::FrameWriter m_sending;
    std::size_t m_sent = 0; ///< bytes of m_sending
    std::size_t &m_total;
    std::size_t m_counted = 0; ///< our bytes among these
};

} // namespace rumpscope::kernel
