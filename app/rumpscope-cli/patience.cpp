// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/rumpscope-cli/patience.h"

namespace rumpscope::cli {

Patience::Patience(Console &console, std::string sentence)
    : m_thread([this, &console, said = std::move(sentence)] {
        std::unique_lock lock(m_mutex);
        if (!m_wake.wait_for(lock, kPatience, [this] { return m_over; }))
            console.note(said);
    })
{}

Patience::~Patience()
{
    {
        const std::lock_guard lock(m_mutex);
        m_over = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

} // namespace rumpscope::cli
