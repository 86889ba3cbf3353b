// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/lines.h"

#include <array>
#include <poll.h>
#include <unistd.h>

namespace rumpscope::cli {

namespace {

constexpr std::size_t kChunk = 4096;
/// A line that does not end is taken as one of this size.
constexpr std::size_t kLongest = 64U << 10;

} // namespace

std::vector<std::string> Lines::take()
{
    std::vector<std::string> lines;
    pollfd entry{m_fd, POLLIN, 0};
    while (m_fd >= 0 && ::poll(&entry, 1, 0) > 0) {
        std::array<char, kChunk> chunk;
        const ssize_t got = ::read(m_fd, chunk.data(), chunk.size());
        const bool over = got <= 0;
        m_rest.append(chunk.data(), over ? 0 : static_cast<std::size_t>(got));
        if (over || m_rest.size() > kLongest)
            m_rest += '\n';
        for (auto end = m_rest.find('\n'); end != std::string::npos; end = m_rest.find('\n')) {
            if (end > 0)
                lines.push_back(m_rest.substr(0, end));
            m_rest.erase(0, end + 1);
        }
        if (over)
            m_fd = -1;
    }
    return lines;
}

} // namespace rumpscope::cli
