// SPDX-License-Identifier: BSD-2-Clause
#include "clientcore/transport/wait.h"

#include <cerrno>
#include <poll.h>

namespace rumpscope::transport {

tl::expected<void, StreamError> waitFor(int fd, short events, Deadline deadline, const Wakeup *wake,
                                        const std::string &doing)
{
    for (;;) {
        pollfd fds[2] = {{fd, events, 0}, {wake ? wake->fd() : -1, POLLIN, 0}};
        const int ready = ::poll(fds, 2, deadline.pollTimeout());
        if (ready < 0 && errno != EINTR)
            return tl::unexpected(StreamError{StreamError::Kind::System, errno, doing});
        if (ready > 0 && fds[1].revents)
            return tl::unexpected(StreamError{StreamError::Kind::Woken, 0, doing});
        if (ready > 0)
            return {};
        if (ready == 0 && deadline.expired())
            return tl::unexpected(StreamError{StreamError::Kind::Timeout, 0, doing});
    }
}

} // namespace rumpscope::transport
