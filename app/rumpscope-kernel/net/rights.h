// SPDX-License-Identifier: GPL-3.0-or-later
// Open files on their way from one process to another, in the queue of a socket.
#pragma once

#include "app/rumpscope-kernel/proc/file.h"

#include <map>
#include <utility>
#include <vector>

namespace rumpscope::kernel {

class Rights;

/// All of them. A socket whose only holder is its own queue, or that of others like it, would stay for ever:
/// collect() finds such circles.
class RightsInFlight
{
public:
    /// A descriptor of a socket was closed: there may be such circles from now on.
    void socketClosed() { m_maybeCircles = m_count > 0; }
    /// Looks for them where a socket was closed since the last look. Done once for many that are closed
    /// together, for each look goes through all files that are under way.
    void collectClosed()
    {
        if (std::exchange(m_maybeCircles, false))
            collect();
    }
    [[nodiscard]] std::size_t count() const { return m_count; }

private:
    friend class Rights;

    /// Empties the queues of sockets nobody can reach any more.
    void collect();

    std::map<const File *, std::pair<long, std::weak_ptr<File>>> m_files; ///< how often each is under way
    std::size_t m_count = 0;
    bool m_maybeCircles = false;
};

/// The files of one message.
class Rights
{
public:
    Rights(std::shared_ptr<RightsInFlight> all, std::vector<FilePtr> files);
    Rights(const Rights &) = delete;
    Rights &operator=(const Rights &) = delete;
    ~Rights();

    [[nodiscard]] const std::vector<FilePtr> &files() const { return m_files; }

private:
    std::shared_ptr<RightsInFlight> m_all;
    std::vector<FilePtr> m_files;
};

} // namespace rumpscope::kernel
