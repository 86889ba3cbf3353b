// SPDX-License-Identifier: BSD-2-Clause
// A listening socket: private (mode 0600) where it is local.
#pragma once

#include "clientcore/transport/stream.h"

#include <cstdint>

namespace rumpscope::transport {

/// Owns the socket and, for a local one, the name it is bound to: both go when it is destroyed. A name that
/// is somebody else's by then (a file or another program's socket took its place) stays.
/// A socket's name where nobody listens any more is taken over; one where somebody does is an error
/// (EADDRINUSE), and so is anything that is no socket (EEXIST).
class Listener
{
public:
    [[nodiscard]] static tl::expected<Listener, StreamError> open(const ServerUrl &url, int backlog = 128);
    Listener(Listener &&other) noexcept;
    Listener &operator=(Listener &&other) noexcept;
    ~Listener();

    [[nodiscard]] tl::expected<Stream, StreamError> accept(Deadline deadline, Wakeup *wake = nullptr);
    /// Where clients can connect; a port of 0 is replaced by the one the host chose.
    [[nodiscard]] const ServerUrl &url() const { return m_url; }
    [[nodiscard]] int fd() const { return m_fd; }

private:
    /// Which file a name leads to. The host gives no inode's number away again while a socket is bound to it.
    struct FileId
    {
        std::uint64_t device = 0;
        std::uint64_t inode = 0;

        bool operator==(const FileId &) const = default;
    };

    Listener(int fd, ServerUrl url);
    /// What a local name is now; an inode of 0 where there is nothing.
    [[nodiscard]] static FileId fileAt(const ServerUrl &url);

    int m_fd = -1;
    ServerUrl m_url;
    FileId m_bound; ///< the name of a local socket
};

} // namespace rumpscope::transport
