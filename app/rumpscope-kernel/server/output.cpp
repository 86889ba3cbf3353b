// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-kernel/server/output.h"

#include "app/rumpscope-kernel/server/limits.h"

#include <utility>

namespace rumpscope::kernel {

namespace {

constexpr std::size_t kKept = 64U << 10;

} // namespace

wire::ByteView Output::next()
{
    if (m_sent == m_sending.bytes().size()) {
        if (m_sent > kKept)
            m_sending = {}; // gives the memory of a rush back
        m_sending.clear();
        m_sent = 0;
        std::swap(m_collecting, m_sending);
    }
    return m_sending.bytes().subspan(m_sent);
}

void Output::sent(std::size_t bytes)
{
    m_sent += bytes;
    count();
}

bool Output::hasRoom()
{
    count();
    return pending() < (m_total < kUnreadTotal ? kUnreadLimit : kUnreadShare);
}

void Output::count()
{
    m_total -= m_counted;
    m_counted = pending();
    m_total += m_counted;
}

} // namespace rumpscope::kernel
