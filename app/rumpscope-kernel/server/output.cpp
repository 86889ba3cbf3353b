// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/server/output.h"

#include <utility>

namespace rumpscope::kernel {

wire::ByteView Output::next()
{
    if (m_sent == m_sending.bytes().size()) {
        m_sending.clear();
        m_sent = 0;
        std::swap(m_collecting, m_sending);
    }
    return m_sending.bytes().subspan(m_sent);
}

void Output::sent(std::size_t count)
{
    m_sent += count;
}

} // namespace rumpscope::kernel
