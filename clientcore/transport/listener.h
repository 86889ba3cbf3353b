// SPDX-License-Identifier: BSD-2-Clause
// A listening socket: private (mode 0600) where it is local.
#pragma once

#include "clientcore/transport/stream.h"

namespace rumpscope::transport {

/// Owns the socket and, for a local one, its path: both go when it is destroyed.
/// A path where nobody listens any more is taken over; one where somebody does is an error.
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
    Listener(int fd, ServerUrl url)
        : m_fd(fd)
        , m_url(std::move(url))
    {}
    int m_fd = -1;
    ServerUrl m_url;
};

} // namespace rumpscope::transport
